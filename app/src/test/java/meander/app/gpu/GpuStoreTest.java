package meander.app.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuStoreTest {
    @TempDir
    Path folder;
    private FakePackages made;

    @BeforeEach
    void make() {
        made = new FakePackages(folder.resolve("gpu"),
                new GpuPackage.Source(URI.create("https://example.org/engine-1.jar"), 100, "", ""));
    }

    private void complete() throws IOException {
        Path fresh = made.store.fresh(made.what);
        Files.write(fresh.resolve("lib with a space.so"), new byte[7]);
        Files.write(fresh.resolve("other.so"), new byte[3]);
        made.store.complete(made.what, fresh);
    }

    @Test
    void aPackageIsWholeWhileAllItsFilesAre() throws IOException {
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Absent());
        complete();
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Ready(false));
        made.store.use(made.what, true);
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Ready(true));
        Files.write(made.store.folder(made.what).resolve("other.so"), new byte[2]);
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Broken());
    }

    @Test
    void aFolderThatWasNeverCompletedIsBroken() throws IOException {
        Files.createDirectories(made.store.folder(made.what));
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Broken());
    }

    @Test
    void removingTakesOlderVersionsAndPartsAlongAndNothingOfOthers() throws IOException {
        complete();
        Path older = Files.createDirectories(made.store.root().resolve("drawing-0.9"));
        Path other = Files.createDirectories(made.store.root().resolve("training-1"));
        Files.createDirectories(made.store.root().resolve("fetched"));
        Files.write(made.store.part(made.what.sources().getFirst()), new byte[5]);
        made.store.remove(made.what);
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Absent());
        assertThat(older).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void itLiesWhereThePlatformKeepsDataThatStayOnTheMachine() {
        Path home = folder.toAbsolutePath();
        assertThat(GpuStore.root("Linux", Map.of(), home)).isEqualTo(home.resolve(".local/share/meander/gpu"));
        assertThat(GpuStore.root("Linux", Map.of("XDG_DATA_HOME", home + "/d"), home)).isEqualTo(home.resolve("d/meander/gpu"));
        assertThat(GpuStore.root("Windows 11", Map.of(), home)).isEqualTo(home.resolve("AppData/Local/Meander/gpu"));
    }
}
