package meander.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCacheSizeTest {
    @TempDir
    Path folder;

    /** A file that says its length and takes no room. */
    private Path keep(String name, long bytes, long second) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
            empty.setLength(bytes);
        }
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1000 * second));
    }

    @Test
    void countsAndClearsDecodedPicturesAlone() throws IOException {
        keep("a.pictures", 300, 1);
        keep("b.pictures", 700, 2);
        Path other = keep("thesis.docx", 5000, 3);
        Path within = Files.createDirectory(folder.resolve("folder.pictures"));
        DatasetCacheSize room = new DatasetCacheSize(folder);
        assertThat(room.bytes()).isEqualTo(1000);
        assertThat(room.clear()).isZero();
        assertThat(folder).isDirectoryContaining(file -> file.equals(other)).isDirectoryContaining(file -> file.equals(within));
    }

    @Test
    void whatWasDecodedLongestAgoGoesFirst() throws IOException {
        Path oldest = keep("z.pictures", 1_000_000_000, 1);
        Path middle = keep("a.pictures", 1_500_000_000, 2);
        Path newest = keep("m.pictures", 400_000_000, 3);
        DatasetCacheSize room = new DatasetCacheSize(folder);
        room.fit(0);
        room.fit(3);
        assertThat(oldest).exists();
        room.fit(2);
        assertThat(oldest).doesNotExist();
        assertThat(middle).exists();
        assertThat(newest).exists();
        room.fit(1);
        assertThat(room.bytes()).isEqualTo(400_000_000);
    }

    @Test
    void aFolderThatIsNotThereTakesNoRoom() {
        DatasetCacheSize room = new DatasetCacheSize(folder.resolve("none"));
        room.fit(1);
        assertThat(room.clear()).isZero();
    }
}
