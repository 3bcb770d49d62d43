package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.shell.BundledModels;

class AppFoldersTest {
    @TempDir
    Path folder;

    @Test
    void everythingStandsInThePersonsOwnFolderWhateverItsName() throws IOException {
        Path own = folder.resolve("用户 名/Meander");
        AppFolders folders = AppFolders.of(own);
        assertThat(folders.passing()).isEmpty();
        assertThat(BundledModels.unpack(folders.bundled()).first()).isRegularFile().startsWithRaw(own);
        assertThat(folders.crashes()).startsWithRaw(own);
        assertThat(folders.runs(Optional.empty())).startsWithRaw(own);
        folders.leave();
        assertThat(folders.bundled()).isNotEmptyDirectory();
    }

    @Test
    void whereItCannotBeWrittenToWhatCanBeMadeAgainGoesElsewhereAndIsGoneAtTheEnd() throws IOException {
        Path own = Files.createFile(folder.resolve("file")).resolve("Meander"); // a folder cannot be made in a file
        AppFolders folders = AppFolders.of(own);
        Path passing = folders.passing().orElseThrow();
        assertThat(folders.own()).isEqualTo(own);
        assertThat(BundledModels.unpack(folders.bundled()).first()).startsWith(passing);
        assertThat(folders.runs(Optional.empty())).as("what a person makes is not put where it goes").startsWithRaw(own);
        assertThat(folders.runs(Optional.of(folder))).isEqualTo(folder);
        folders.leave();
        assertThat(passing).doesNotExist();
    }

    @Test
    void aChosenPlaceForDecodedPicturesThatCannotBeWrittenToIsPassedOver() throws IOException {
        AppFolders folders = AppFolders.of(folder.resolve("own"));
        Path blocked = Files.createFile(folder.resolve("file")).resolve("cache");
        assertThat(folders.pictures(Optional.of(folder.resolve("chosen")))).isEqualTo(folder.resolve("chosen"));
        assertThat(folders.pictures(Optional.of(blocked))).isNotEqualTo(blocked);
    }

    @Test
    void foldersAreShownByWhatEachDesktopHas() {
        Path shown = Path.of("a b");
        assertThat(FileManager.command("Linux", shown)).containsExactly("xdg-open", "a b");
        assertThat(FileManager.command("Mac OS X", shown)).containsExactly("open", "a b");
        assertThat(FileManager.command("Windows 11", shown)).containsExactly("explorer.exe", "a b");
    }

    @Test
    void whatKilledProgramsLeftHalfWrittenGoesAndNothingElse() throws IOException {
        UUID dead = new UUID(999_999_999L << Integer.SIZE | 1, 1);
        Path left = Files.createDirectories(folder.resolve("bundled")).resolve(".model.safetensors." + dead + ".part");
        Files.writeString(left, "half");
        Path session = Files.writeString(folder.resolve("session.json"), "{}");
        AppFolders.deleteLeftoversOfTheDead(folder);
        assertThat(left).doesNotExist();
        assertThat(session).exists();
        AppFolders.deleteLeftoversOfTheDead(folder.resolve("never there"));
    }
}
