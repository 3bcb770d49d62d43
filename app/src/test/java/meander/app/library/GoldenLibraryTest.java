package meander.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.picture.FileStamp;

/** A library that was written in November 2026 opens with all that was in it. */
class GoldenLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void opensWithEveryModel() throws Exception {
        Files.copy(golden("library.json"), folder.resolve("library.json"));
        try (LibraryIndexStore store = new LibraryIndexStore(folder, trouble -> {
            throw new AssertionError(trouble.toString());
        }, Runnable::run)) {
            List<LibraryEntry> items = store.beginning().items();
            assertThat(items).hasSize(3);
            LibraryEntry faces = items.get(0);
            assertThat(faces.file()).isEqualTo(Path.of("/models/脸 faces.pkl"));
            assertThat(faces.source()).isEqualTo(EntrySource.FILE);
            assertThat(faces.tags()).isEqualTo(new TreeSet<>(List.of("face", "脸")));
            assertThat(faces.used()).isEqualTo(1_750_000_000_123L);
            assertThat(faces.stamp()).isEqualTo(new FileStamp(123_456_789_012L, 1_740_000_000_456L));
            assertThat(faces.hash()).isEqualTo("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
            assertThat(faces.facts().line()).isEqualTo("StyleGAN2 · 256×128 px · 24.8 M");
            LibraryEntry run = items.get(1);
            assertThat(run.file()).isEqualTo(Path.of("/trainings/monday"));
            assertThat(run.source()).isEqualTo(EntrySource.RUN);
            assertThat(run.stamp()).isEqualTo(FileStamp.NONE);
            assertThat(run.facts().known()).isFalse();
            LibraryEntry bundled = items.get(2);
            assertThat(bundled.source()).isEqualTo(EntrySource.BUNDLED);
            assertThat(bundled.facts().translates()).isTrue();
            assertThat(bundled.facts().weight()).isEqualTo("70 k");
        }
        assertThat(folder.resolve("library.json")).hasSameBinaryContentAs(golden("library.json"));
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(GoldenLibraryTest.class.getResource("/golden/saved/" + name).toURI());
    }
}
