package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import meander.models.checkpoint.Rejected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredTensorTest {
    @TempDir
    private Path folder;

    @Test
    void offsetAndStridesAreHonoured() throws IOException {
        // Two rows of three, transposed, from the second number on.
        StoredTensor tensor = open(TorchFiles.oneTensor(7, 1, new long[]{3, 2}, new long[]{1, 3}));

        assertThat(tensor.shape()).containsExactly(3, 2);
        assertThat(tensor.floats()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void channelsLastBecomesChannelsFirst() throws IOException {
        // [N,C,H,W] = [1,2,2,2] whose channels lie side by side.
        StoredTensor tensor = open(TorchFiles.oneTensor(8, 0, new long[]{1, 2, 2, 2}, new long[]{8, 1, 4, 2}));

        assertThat(tensor.floats()).containsExactly(0, 2, 4, 6, 1, 3, 5, 7);
    }

    @Test
    void elementsThatLieFarApartAreFound() throws IOException {
        StoredTensor tensor = open(TorchFiles.oneTensor(600_000, 5, new long[]{2}, new long[]{599_000}));

        assertThat(tensor.floats()).containsExactly(5, 599_005);
    }

    @Test
    void expandedDimensionRepeatsItsNumbers() throws IOException {
        assertThat(open(TorchFiles.oneTensor(2, 0, new long[]{2, 3}, new long[]{1, 0})).floats()).containsExactly(0, 0, 0, 1, 1,
                1);
    }

    @Test
    void scalarHasNoDimensionsAndOneNumber() throws IOException {
        StoredTensor tensor = open(TorchFiles.oneTensor(3, 2, new long[]{}, new long[]{}));

        assertThat(tensor.shape()).isEmpty();
        assertThat(tensor.floats()).containsExactly(2);
    }

    @Test
    void emptyTensorHasNoNumbers() throws IOException {
        StoredTensor tensor = open(TorchFiles.oneTensor(3, 0, new long[]{4, 0}, new long[]{1, 1}));

        assertThat(tensor.shape()).containsExactly(4, 0);
        assertThat(tensor.floats()).isEmpty();
    }

    @Test
    void tensorLargerThanOneReadIsWhole() throws IOException {
        int count = 700_001;

        float[] values = open(TorchFiles.oneTensor(count, 0, new long[]{count}, new long[]{1})).floats();

        assertThat(values).hasSize(count).endsWith(700_000);
        assertThat(values[262_144]).isEqualTo(262_144);
    }

    @Test
    void openingDoesNotReadWhatTensorsHold() throws IOException {
        int stored = 50_000_000;
        byte[] object = PickleAssembler.protocol(2).op('}').text("weight")
                .tensor("FloatStorage", "0", stored, stored - 2, new long[]{2}, new long[]{1}).op('s').stop();
        Path file = Files.write(folder.resolve("large.pth"), TorchFiles.legacy(object, "0", stored, new byte[0]));
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(sparse.length() + 4L * stored);
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        CheckpointFixtures.open(file); // classes are loaded once

        long before = threads.getCurrentThreadAllocatedBytes();
        Checkpoint checkpoint = CheckpointFixtures.open(file);
        float[] values = checkpoint.networks().get("").tensors().get("weight").floats();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(values).containsExactly(0, 0);
        assertThat(allocated).isLessThan(1 << 20);
    }

    @Test
    void fileThatChangedSinceIsNotReadAsIfItHadNot() throws IOException {
        StoredTensor tensor = open(TorchFiles.oneTensor(3, 0, new long[]{3}, new long[]{1}));
        Files.write(folder.resolve("one.pth"), new byte[]{0}, StandardOpenOption.APPEND);

        assertThatThrownBy(tensor::floats).isInstanceOf(UncheckedIOException.class).cause()
                .isInstanceOfSatisfying(RejectedException.class, refusal -> {
                    assertThat(refusal.rejected().reason()).isEqualTo(Reason.CHANGED);
                    assertThat(refusal).hasMessageContaining("one.pth");
                });
    }

    @Test
    void fileThatWasDeletedSinceIsNamed() throws IOException {
        StoredTensor tensor = open(TorchFiles.oneTensor(3, 0, new long[]{3}, new long[]{1}));
        Files.delete(folder.resolve("one.pth"));

        assertThatThrownBy(tensor::floats).isInstanceOf(UncheckedIOException.class).hasMessageContaining("one.pth");
    }

    @Test
    void tensorInMemoryReadsAsOneFromAFile() {
        StoredTensor tensor = StoredTensor.of(new float[]{1, 2, 3, 4, 5, 6}, 2, 3);

        assertThat(tensor).hasToString("F32[2, 3]");
        assertThat(tensor.floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> StoredTensor.of(new float[5], 2, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    private StoredTensor open(byte[] content) throws IOException {
        return CheckpointFixtures.open(Files.write(folder.resolve("one.pth"), content)).networks().get("").tensors()
                .get("weight");
    }
}
