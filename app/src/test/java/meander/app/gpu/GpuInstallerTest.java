package meander.app.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.app.base.GpuPackageException;
import meander.models.render.Devices;

class GpuInstallerTest {
    private static final DownloadListener PATIENT = new DownloadListener() {
        @Override
        public void progress(double share) {
            assertThat(share).isBetween(0.0, 1.0);
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    @TempDir
    Path folder;
    private Served served;
    private FakePackages made;
    private GpuInstaller installer;

    @BeforeEach
    void serve() throws IOException {
        served = new Served(Served.zip(FakePackages.FILES));
        make(served.source("native/here/"));
    }

    private void make(GpuPackage.Source source) {
        made = new FakePackages(folder.resolve("gpu"), source);
        installer = made.installer(Downloader.usual());
    }

    @AfterEach
    void close() {
        served.close();
    }

    private void fails(String key, Path... given) {
        assertThatThrownBy(() -> installer.install(made.what, List.of(given), PATIENT))
                .isInstanceOfSatisfying(GpuPackageException.class, trouble -> assertThat(trouble.said().key()).isEqualTo(key));
        assertThat(made.store.folder(made.what)).doesNotExist();
        assertThat(made.store.root().resolve("unpacking-drawing-1")).doesNotExist();
    }

    @Test
    void onlyTheFilesOfThisMachineAreUnpackedAndNothingElseStays() throws IOException {
        installer.install(made.what, List.of(), PATIENT);
        Path unpacked = made.store.folder(made.what);
        assertThat(unpacked.resolve("libengine.so")).hasBinaryContent(FakePackages.LIBRARY);
        assertThat(unpacked).isDirectoryNotContaining(
                file -> !List.of("libengine.so", "libhelper.so", "whole.txt").contains(file.getFileName().toString()));
        assertThat(made.store.root().resolve("fetched")).doesNotExist();
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Ready(false));
    }

    @Test
    void itIsUsedOnceItsTrialWentWellAndNotBefore() throws IOException {
        installer.install(made.what, List.of(), PATIENT);
        installer.attempt(made.what);
        assertThat(made.tried).isEqualTo(Map.of("engine.path", made.store.folder(made.what).toAbsolutePath().toString()));
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Ready(true));
        made.outcome = new Devices.Tried(false, "no driver");
        installer.attempt(made.what);
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Ready(false));
    }

    @Test
    void aWrongChecksumDeletesWhatCame() {
        GpuPackage.Source source = served.source("native/here/");
        make(new GpuPackage.Source(source.uri(), source.bytes(), "0".repeat(64), source.folder()));
        fails("gpu.trouble.checksum");
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Absent());
    }

    @Test
    void withoutRoomNothingIsAskedFor() {
        made.room = served.file.length + made.what.unpacked();
        fails("gpu.trouble.room");
        assertThat(served.ranges).isEmpty();
    }

    @Test
    void whatWasFetchedBeforeNeedsNoRoomAgain() throws IOException {
        served.dropsAfter = 200_000;
        fails("gpu.trouble.lost");
        GpuStore.State.Partly partly = (GpuStore.State.Partly) made.store.state(made.what);
        assertThat(partly.bytes()).isPositive();
        served.dropsAfter = Integer.MAX_VALUE;
        made.room = served.file.length - partly.bytes() + made.what.unpacked() + 100_000_000;
        installer.install(made.what, List.of(), PATIENT);
        assertThat(made.store.state(made.what)).isInstanceOf(GpuStore.State.Ready.class);
    }

    @Test
    void aFileThatWasFetchedElsewhereIsTakenUnderAnyNameAndStays() throws IOException {
        Path given = Files.write(folder.resolve("download (1).zip"), served.file);
        installer.install(made.what, List.of(given), PATIENT);
        assertThat(made.store.state(made.what)).isInstanceOf(GpuStore.State.Ready.class);
        assertThat(given).exists();
        assertThat(served.ranges).isEmpty();
    }

    @Test
    void anotherFileIsNotTaken() throws IOException {
        fails("gpu.trouble.given", Files.write(folder.resolve("engine-1.jar"), new byte[5]));
        Path changed = Files.write(folder.resolve("engine-1.jar"), new byte[served.file.length]);
        fails("gpu.trouble.checksum.given", changed);
        assertThat(changed).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native/here/../../../../escaped.so", "native/here/..\\escaped.so", "native/here/C:escaped.so"})
    void aNameThatLeadsElsewhereIsRefused(String name) {
        served.file = Served.zip(Map.of(name, new byte[5]));
        make(served.source("native/here/"));
        fails("gpu.trouble.archive");
        assertThat(folder).isDirectoryNotContaining("glob:**escaped.so");
    }

    @Test
    void anArchiveWithoutFilesForThisMachineIsRefused() {
        make(served.source("native/nowhere/"));
        fails("gpu.trouble.archive");
    }

    @Test
    void whoCallsItOffWhileItIsUnpackedLeavesNothingHalf() throws IOException {
        Path given = Files.write(folder.resolve("engine-1.jar"), served.file);
        assertThatThrownBy(() -> installer.install(made.what, List.of(given), new DownloadListener() {
            private double last;

            @Override
            public void progress(double share) {
                last = share;
            }

            @Override
            public boolean cancelled() {
                return last > 0.5;
            }
        })).isInstanceOf(CancellationException.class);
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Absent());
    }
}
