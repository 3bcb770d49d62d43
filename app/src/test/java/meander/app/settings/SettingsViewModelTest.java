package meander.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.base.FxThreads;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.gpu.GpuInstaller;
import meander.app.gpu.GpuStart;
import meander.app.gpu.GpuStore;
import meander.app.gpu.GpuViewModel;
import meander.app.settings.AppSettings.Drawing;
import meander.models.render.Devices;
import meander.models.render.RenderSettings.Device;

class SettingsViewModelTest {
    @TempDir
    Path folder;
    private final Queue<Runnable> work = new ArrayDeque<>();
    private boolean training;
    private AppSettingsStore store;
    private SettingsViewModel model;

    @BeforeEach
    void open() {
        store = new AppSettingsStore(folder.resolve("own"), FxThreads.inline());
        model = model(work::add, 6);
    }

    private SettingsViewModel model(Executor disk, int cores) {
        return new SettingsViewModel(new SettingsViewModel.Parts(store, SettingsViewModelTest::machine,
                new DatasetCacheSize(folder.resolve("pictures")), folder.resolve("runs"), folder.resolve("own"),
                folder.resolve("crashes"), cores, () -> training, gpu(), FxThreads.inline(), disk));
    }

    private GpuViewModel gpu() {
        GpuStore packages = new GpuStore(folder.resolve("gpu"));
        FxThreads fx = FxThreads.inline();
        return new GpuViewModel(new GpuViewModel.Parts(GpuStart.none(packages), GpuInstaller.usual(packages),
                Tasks.onThreads(fx, Timers.system(fx)), fx, work::add));
    }

    private static MachineInfo machine(Drawing wanted) {
        return new MachineInfo(List.of(),
                wanted == Drawing.CPU ? Optional.empty() : Optional.of(new Devices.Choice(Device.GPU, Devices.Why.GPU_WORKS)),
                MachineInfo.Training.AS_IT_COMES);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void doAll() {
        while (!work.isEmpty())
            work.poll().run();
    }

    @Test
    void threadsAreOfferedUpToWhatTheMachineHasAndAsTheyAreSet() {
        assertThat(model.threads()).containsExactly(0, 1, 2, 3, 4);
        model.change(settings -> settings.withThreads(7));
        assertThat(model.threads()).containsExactly(0, 1, 2, 3, 4, 7);
    }

    @Test
    void whatEnginesTakeOnceCountsFromTheNextStartOn() {
        assertThat(model.threadsWait()).isFalse();
        model.change(settings -> settings.withThreads(2));
        assertThat(model.threadsWait()).isTrue();
        assertThat(model(work::add, 6).threadsWait()).as("after the next start").isFalse();
        model.change(settings -> settings.withThreads(0));
        assertThat(model.threadsWait()).isFalse();
    }

    @Test
    void anotherChoiceOfWhereToDrawIsTriedAtOnceAndTheLastOneCounts() {
        model.look();
        model.change(settings -> settings.withDrawing(Drawing.CPU));
        assertThat(work).hasSize(2);
        Runnable first = work.poll();
        doAll();
        assertThat(model.machine().get().device()).isEqualTo(Device.CPU);
        first.run();
        assertThat(model.machine().get().device()).as("an old trial comes late").isEqualTo(Device.CPU);
        model.change(settings -> settings.withDrawing(Drawing.AUTOMATIC));
        doAll();
        assertThat(model.machine().get().device()).isEqualTo(Device.GPU);
    }

    @Test
    void decodedPicturesGoOnlyAfterAQuestion() throws IOException {
        Path kept = Files.write(Files.createDirectories(folder.resolve("pictures")).resolve("a.pictures"), new byte[500]);
        model.askToClear();
        assertThat(model.asking().get()).as("nothing was counted yet").isFalse();
        model.measure();
        doAll();
        assertThat(model.taken().get()).contains(500L);
        model.clear();
        doAll();
        assertThat(kept).as("not asked").exists();
        model.askToClear();
        model.keep();
        model.clear();
        doAll();
        assertThat(kept).as("asked and kept").exists();
        model.askToClear();
        assertThat(model.asking().get()).isTrue();
        model.clear();
        doAll();
        assertThat(kept).doesNotExist();
        assertThat(model.taken().get()).contains(0L);
        assertThat(model.asking().get()).isFalse();
    }

    @Test
    void aTrainingHoldsOnToItsPictures() throws IOException {
        Path kept = Files.write(Files.createDirectories(folder.resolve("pictures")).resolve("a.pictures"), new byte[500]);
        model.measure();
        doAll();
        model.askToClear();
        training = true;
        model.clear();
        model.fit();
        doAll();
        assertThat(kept).exists();
        assertThat(model.clearable()).isFalse();
    }

    @Test
    void foldersStandAtTheirUsualPlacesUntilOthersAreChosen() {
        assertThat(model.runs()).isEqualTo(folder.resolve("runs"));
        assertThat(model.cache()).isEqualTo(folder.resolve("pictures"));
        model.change(settings -> settings.withRuns(Optional.of(folder.resolve("r"))).withCache(Optional.of(folder.resolve("c"))));
        assertThat(model.runs()).isEqualTo(folder.resolve("r"));
        assertThat(model.cache()).isEqualTo(folder.resolve("c"));
        assertThat(model.cacheWaits()).isTrue();
    }
}
