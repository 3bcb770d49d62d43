package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.reader.Checkpoints;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Good files with accidents. */
class DamagedFileTest {
    /** Places at which each file is damaged. */
    private static final int TIMES = Integer.getInteger("damages", 10);
    private static final long MOST_BYTES = 256L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    @TempDir
    private Path folder;

    static List<String> files() throws IOException {
        return CheckpointFixtures.checkpoints();
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileThatEndsEarlyIsRefusedAsTruncated(String name) throws IOException {
        Path file = Files.copy(CheckpointFixtures.path(name), folder.resolve("network"));
        long whole = Files.size(file);
        var random = new Random(1);
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);

        assertTimeoutPreemptively(PATIENCE, () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int i = 1; i <= TIMES; i++) {
                    long length = whole - whole * i / TIMES + random.nextInt(64) - 63;
                    channel.truncate(Math.clamp(length, 0, whole - 1));
                    Rejected rejected = (Rejected) openWithinBounds(file);
                    assertThat(rejected.sentence()).isNotBlank();
                    reasons.add(rejected.reason());
                }
            }
        });

        // At the very start too little is left to tell what it was.
        assertThat(reasons).contains(Reason.TRUNCATED).isSubsetOf(Reason.TRUNCATED, Reason.EMPTY_FILE, Reason.NOT_A_CHECKPOINT);
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileWithOneWrongByteIsOpenedOrRefusedAndNothingElse(String name) throws IOException {
        Path file = Files.copy(CheckpointFixtures.path(name), folder.resolve("network"));
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(2);
        int[] outcomes = new int[2];

        assertTimeoutPreemptively(PATIENCE, () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int i = 0; i < TIMES; i++) {
                    int at = switch (i % 3) {
                        case 0 -> random.nextInt(whole.length);
                        // Instructions are dense at the start and directories at the end; most bytes in between are numbers.
                        case 1 -> random.nextInt(Math.min(12_000, whole.length));
                        default -> whole.length - 1 - random.nextInt(Math.min(6_000, whole.length));
                    };
                    byte wrong = (byte) (whole[at] ^ 1 << random.nextInt(8));
                    channel.write(ByteBuffer.wrap(new byte[]{wrong}), at);
                    switch (openWithinBounds(file)) {
                        case ForeignModel _ -> outcomes[1]++;
                        case Rejected rejected -> {
                            assertThat(rejected.sentence()).isNotBlank();
                            outcomes[0]++;
                        }
                        case Checkpoint checkpoint -> {
                            readAll(checkpoint);
                            outcomes[1]++;
                        }
                    }
                    channel.write(ByteBuffer.wrap(whole, at, 1), at);
                }
            }
        });

        assertThat(outcomes[0] + outcomes[1]).isEqualTo(TIMES);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    private static ReadResult openWithinBounds(Path file) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ReadResult opened = Checkpoints.open(file);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
        return opened;
    }

    private static void readAll(Checkpoint checkpoint) {
        for (StateDict network : checkpoint.networks().values()) {
            for (StoredTensor tensor : network.tensors().values()) {
                try {
                    assertThat(tensor.floats().length).isEqualTo(tensor.elements());
                } catch (UncheckedIOException e) {
                    assertThat(e.getCause()).isInstanceOf(RejectedException.class);
                }
            }
        }
    }
}
