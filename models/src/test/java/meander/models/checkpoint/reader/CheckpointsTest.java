package meander.models.checkpoint.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.CheckpointFixtures;
import meander.models.checkpoint.PickleAssembler;
import meander.models.checkpoint.ReadLimits;
import meander.models.checkpoint.ReadResult;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.Rejected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointsTest {
    @TempDir
    private Path folder;

    @Test
    void missingFileIsNamed() {
        Rejected rejected = CheckpointFixtures.refuse(folder.resolve("gone.pkl"));

        assertThat(rejected.reason()).isEqualTo(Reason.MISSING_FILE);
        assertThat(rejected.sentence()).startsWith("gone.pkl does not exist");
    }

    @Test
    void folderIsRefused() {
        assertThat(CheckpointFixtures.refuse(folder).reason()).isEqualTo(Reason.IS_FOLDER);
    }

    @Test
    void deviceIsRefusedWithoutWaiting() {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "there are no device files here");

        assertThat(CheckpointFixtures.refuse(device).reason()).isEqualTo(Reason.UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"EMPTY_FILE|''", "WEB_PAGE|<!DOCTYPE html><html><body>Sign in</body></html>",
            "GIT_LFS_POINTER|version https://git-lfs.github.com/spec/v1", "NOT_A_CHECKPOINT|hello",
            "NOT_A_CHECKPOINT|(a text in brackets)", "NOT_A_CHECKPOINT|{\"json\": true}", "NOT_A_CHECKPOINT|x",
            "NOT_A_CHECKPOINT|}"})
    void whatIsNoCheckpointIsToldApartByItsContent(Reason reason, String content) throws IOException {
        assertThat(CheckpointFixtures.refuse(write("a.pkl", content.getBytes(StandardCharsets.UTF_8))).reason())
                .isEqualTo(reason);
    }

    @Test
    void pickleWithoutWeightsIsToldSo() throws IOException {
        byte[] content = PickleAssembler.protocol(4).op('}').text("epoch").number(3).op('s').stop();

        assertThat(CheckpointFixtures.refuse(write("log.pkl", content)).reason()).isEqualTo(Reason.NO_NETWORK);
    }

    @Test
    void theEndingOfTheNameMeansNothing() throws IOException {
        Path file = Files.copy(CheckpointFixtures.path("sg2ada_tiny32.pkl"), folder.resolve("network.txt"));

        assertThat(CheckpointFixtures.open(file).networks()).containsKey("G_ema");
    }

    @Test
    void truncatedFileTellsWhereItEnds() throws IOException {
        byte[] start = Files.readAllBytes(CheckpointFixtures.path("sg2ada_tiny32.pkl"));

        Rejected rejected = CheckpointFixtures.refuse(write("cut.pkl", java.util.Arrays.copyOf(start, 123_456)));

        assertThat(rejected).isEqualTo(Rejected.because(Reason.TRUNCATED, 123_456L));
        assertThat(rejected.sentence()).contains("byte 123,456").contains("truncated");
    }

    @Test
    void progressGrowsToOne() {
        List<Double> shares = new ArrayList<>();

        ReadResult opened = Checkpoints.open(CheckpointFixtures.path("sg2ada_tiny32.pkl"), () -> false, shares::add);

        assertThat(opened).isInstanceOf(Checkpoint.class);
        assertThat(shares).isSorted().startsWith(0.0).endsWith(1.0).hasSizeGreaterThan(10);
    }

    @Test
    void openingStopsWhenCancelled() {
        int[] asked = {0};

        ReadResult opened = Checkpoints.open(CheckpointFixtures.path("sg2ada_tiny32.pkl"), () -> ++asked[0] > 3, share -> {});

        assertThat(opened).isEqualTo(Rejected.because(Reason.CANCELLED));
        assertThat(asked[0]).isEqualTo(4);
    }

    @Test
    void limitsCountWhatIsRead() {
        var few = new ReadLimits(1000, 1000, 64, 1000, 1000, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1000, 100, 1000, 1000, 32);

        ReadResult opened = Checkpoints.open(CheckpointFixtures.path("sg2ada_tiny32.pkl"), few, () -> false, share -> {});

        assertThat(opened).isEqualTo(Rejected.because(Reason.TOO_LARGE, "pickle instructions", 1000L));
    }

    @Test
    void digestIsTheUsualOne() throws IOException {
        Path file = write("abc", "abc".getBytes(StandardCharsets.US_ASCII));

        assertThat(Checkpoints.sha256(file, () -> false))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThatThrownBy(() -> Checkpoints.sha256(file, () -> true)).isInstanceOf(CancellationException.class);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonIsOneSentence(Reason reason) {
        // Enough details of the types that numbers and texts take.
        Object[] details = switch (reason) {
            case TRUNCATED -> new Object[]{1234L};
            case MALFORMED -> new Object[]{1234L, "why"};
            case DOES_NOT_FIT -> new Object[]{"StyleGAN2", 3L, "a.weight"};
            case UNKNOWN_RELATIVE -> new Object[]{"a.pth", "StyleGAN2", 3L, 7L, "a.weight"};
            case OPSET_TOO_NEW -> new Object[]{"a.onnx", 99L, 26L};
            case TOO_LARGE -> new Object[]{"tensors", 5L};
            case SCRIPT_NOT_ALLOWED -> new Object[]{"code/__torch__.py", 9L, "a loop without a bound"};
            default -> new Object[]{"first", "second", "third"};
        };

        assertThat(Rejected.because(reason, details).sentence()).endsWith(".").doesNotContain("{", "}", "''");
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
