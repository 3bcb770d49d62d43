package meander.models.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;
    private Path target;

    @BeforeEach
    void before() throws IOException {
        target = Files.writeString(folder.resolve("a.txt"), "before");
    }

    @Test
    void durableFileReplacesWhatWasThere() throws IOException {
        AtomicFile.writeDurably(target, out -> out.write("after".getBytes()));

        assertThat(target).hasContent("after");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void writingThatFailsLeavesWhatWasThere() throws IOException {
        assertThatThrownBy(() -> AtomicFile.writeDurably(target, out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("the disk is full");
        })).hasMessage("the disk is full");

        assertThat(target).hasContent("before");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void leftoversOfThisFileAloneAreDeleted() throws IOException {
        Files.createFile(folder.resolve(".a.txt." + UUID.randomUUID() + ".part"));
        String another = ".a.txt.bak." + UUID.randomUUID() + ".part";
        Files.createFile(folder.resolve(another));
        Files.createFile(folder.resolve(".a.txt.mine.part"));

        AtomicFile.deleteLeftovers(target);

        assertThat(names()).containsExactlyInAnyOrder("a.txt", another, ".a.txt.mine.part");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
