package meander.models.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final long NOBODY = 999_999_999L << 32 | 1;

    @TempDir
    Path folder;

    @Test
    void onlyWhatProgramsThatRunNoMoreLeftGoes() throws IOException {
        Path dead = Files.writeString(folder.resolve(".session.json." + new UUID(NOBODY, 7) + ".part"), "half");
        Path foreign = Files.writeString(folder.resolve(".download.part"), "somebody else's");
        Path plain = Files.writeString(folder.resolve("a." + new UUID(NOBODY, 7) + ".part"), "not hidden");
        AtomicFile.make(folder.resolve("b.txt"), mine -> {
            Files.writeString(mine, "being written");
            AtomicFile.deleteLeftoversOfTheDead(folder);
            assertThat(mine).as("by a program that runs").exists();
        });
        assertThat(dead).doesNotExist();
        assertThat(foreign).exists();
        assertThat(plain).exists();
        assertThat(folder.resolve("b.txt")).hasContent("being written");
    }

    @Test
    void aFolderThatIsNotThereIsNoFault() {
        AtomicFile.deleteLeftoversOfTheDead(folder.resolve("none"));
    }

    @Test
    void thisProgramRunsAndAnotherWithItsNumberDoesNot() {
        ProcessMark own = ProcessMark.own();
        assertThat(own.isAlive()).isTrue();
        assertThat(ProcessMark.ofBits(own.bits())).isEqualTo(own);
        assertThat(new ProcessMark(own.pid(), own.seconds() + 100).isAlive()).isFalse();
    }
}
