package meander.app.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {
    private static final long WRITTEN = 1_700_000_000_000L;

    @TempDir
    Path folder;
    private final List<Path> read = new ArrayList<>();
    private long now = WRITTEN + 60_000;
    private final FileHashes fingerprints = new FileHashes(file -> {
        read.add(file);
        return Sha256.of(file);
    }, () -> now);

    /** {@code printf abc | sha256sum}. */
    @Test
    void areReadOnceWhileSizeAndTimeStay() throws IOException {
        Path file = write("abc", WRITTEN);
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(fingerprints.of(file)).isEqualTo(expected);
        assertThat(fingerprints.of(file)).isEqualTo(expected);
        assertThat(read).hasSize(1);
    }

    @Test
    void areReadAgainWhenTheFileHasChanged() throws IOException {
        String before = fingerprints.of(write("abc", WRITTEN));
        assertThat(fingerprints.of(write("abcd", WRITTEN))).as("another size").isNotEqualTo(before);
        assertThat(fingerprints.of(write("abcX", WRITTEN + 5))).as("another time").isNotEqualTo(before);
        assertThat(read).hasSize(3);
    }

    @Test
    void ofAFileThatWasOnlyJustWrittenAreNotReliedOn() throws IOException {
        now = WRITTEN + 100;
        String before = fingerprints.of(write("abc", WRITTEN));
        assertThat(fingerprints.of(write("xyz", WRITTEN))).isNotEqualTo(before);
    }

    @Test
    void areKnownFromAnEarlierSession() throws IOException {
        Path file = write("abc", WRITTEN);
        fingerprints.know(file, FileStamp.of(file), "known");
        fingerprints.know(folder.resolve("other"), FileStamp.NONE, "never looked at");
        assertThat(fingerprints.of(file)).isEqualTo("known");
        assertThat(read).isEmpty();
    }

    private Path write(String content, long time) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), content);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(time));
    }
}
