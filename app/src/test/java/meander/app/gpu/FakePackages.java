package meander.app.gpu;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.render.Devices;

/** A package for drawing that is made up, and an installer for it whose trial ends as it is told. */
final class FakePackages {
    static final byte[] LIBRARY = new byte[300_000];
    static final Map<String, byte[]> FILES = Map.of("native/here/libengine.so", LIBRARY, "native/here/libhelper.so", new byte[10],
            "native/elsewhere/engine.dll", new byte[20], "Engine.class", new byte[30], "native/here/deeper/notes.txt",
            new byte[40]);

    final GpuPackage what;
    final GpuStore store;
    long room = Long.MAX_VALUE;
    Devices.Tried outcome = new Devices.Tried(true, "");
    Map<String, String> tried = Map.of();

    FakePackages(Path root, GpuPackage.Source source) {
        this.store = new GpuStore(root);
        this.what = new GpuPackage(GpuPurpose.DRAWING, "1", List.of(source), "MIT", 300_010, "engine.path");
    }

    Optional<GpuPackage> packages(GpuPurpose purpose) {
        return purpose == GpuPurpose.DRAWING ? Optional.of(what) : Optional.empty();
    }

    GpuInstaller installer(DownloadClient fetching) {
        return new GpuInstaller(store, this::packages, fetching, _ -> room, (_, properties) -> {
            tried = properties;
            return outcome;
        });
    }
}
