package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.app.gpu.GpuInstaller;
import meander.app.gpu.GpuPackage;
import meander.app.gpu.GpuPurpose;
import meander.app.gpu.GpuStore;
import meander.app.picture.Sha256;
import meander.models.render.Devices;

class GpuCommandTest {
    @TempDir
    Path folder;
    private Devices.Tried outcome = new Devices.Tried(true, "");
    private Path archive;
    private GpuPackage what;
    private GpuStore store;
    private FakeEngine engine;

    @BeforeEach
    void make() throws IOException {
        archive = folder.resolve("engine.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("n/engine.so"));
            zip.write(new byte[10]);
        }
        what = new GpuPackage(GpuPurpose.DRAWING, "1", List.of(new GpuPackage.Source(URI.create("https://example.org/engine.jar"),
                Files.size(archive), Sha256.of(archive), "n/")), "MIT", 10, "engine.path");
        store = new GpuStore(folder.resolve("gpu"));
        engine = new FakeEngine();
        engine.packages = new GpuInstaller(store, purpose -> purpose == GpuPurpose.DRAWING ? Optional.of(what) : Optional.empty(),
                _ -> Long.MAX_VALUE, (_, _) -> outcome);
    }

    private Call call(Object... arguments) {
        return Call.of(engine, arguments);
    }

    @Test
    void whatThereIsIsListedForPeopleAndForMachines() throws IOException {
        assertThat(call("gpu").out()).contains("drawing", "example.org (MIT)", "No package for graphics cards",
                store.root().toString());
        JsonNode report = new ObjectMapper().readTree(call("gpu", "--json").out());
        assertThat(report.path("packages")).hasSize(1);
        assertThat(report.path("packages").path(0).path("state").asText()).isEqualTo("absent");
        assertThat(report.path("packages").path(0).path("sources").path(0).path("sha256").asText())
                .isEqualTo(what.sources().getFirst().sha256());
    }

    @Test
    void aPackageIsTakenTriedSwitchedOffAndRemoved() throws IOException {
        assertThat(call("gpu", "--fetch", "drawing", "--from", archive).exitCode()).isZero();
        assertThat(store.state(what)).isEqualTo(new GpuStore.State.Ready(true));
        assertThat(call("gpu", "--off", "drawing").exitCode()).isZero();
        assertThat(store.state(what)).isEqualTo(new GpuStore.State.Ready(false));
        assertThat(call("gpu", "--try", "drawing").err()).contains("went well");
        assertThat(call("gpu", "--remove", "drawing").exitCode()).isZero();
        assertThat(store.state(what)).isEqualTo(new GpuStore.State.Absent());
    }

    @Test
    void aTrialThatFailsIsAFailureWithASentenceAndLeavesItOff() {
        outcome = new Devices.Tried(false, "Found no NVIDIA driver");
        Call call = call("gpu", "--fetch", "drawing", "--from", archive);
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).contains("Its trial failed", "Found no NVIDIA driver.");
        assertThat(store.state(what)).isEqualTo(new GpuStore.State.Ready(false));
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        assertThat(call("gpu", "--from", archive).exitCode()).isEqualTo(2);
        assertThat(call("gpu", "--fetch", "drawing", "--remove", "drawing").exitCode()).isEqualTo(2);
        assertThat(call("gpu", "--try", "drawing").err()).contains("meander gpu --fetch drawing");
        assertThat(call("gpu", "--fetch", "training").err()).contains("No package for graphics cards is made for this system");
        assertThat(call("gpu", "--fetch", "drawing", "--from", Files.write(folder.resolve("x.jar"), new byte[5])).err())
                .contains("https://example.org/engine.jar");
    }
}
