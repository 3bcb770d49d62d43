package meander.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import javafx.stage.Stage;

import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import meander.app.base.AppFolders;
import meander.app.base.GuiOptions;
import meander.app.base.NoticesViewModel;
import meander.app.base.Tasks;
import meander.app.base.Theme;
import meander.app.explore.ExploreViewModel;
import meander.app.gpu.GpuStart;
import meander.app.gpu.GpuStore;
import meander.app.library.LibraryViewModel;
import meander.app.model.ModelOpener;
import meander.app.session.WindowStateStore;
import meander.app.settings.AppSettingsStore;
import meander.app.settings.MachineInfo;
import meander.app.settings.SettingsViewModel;
import meander.app.shell.AppContext;
import meander.app.shell.AppEngines;
import meander.app.shell.BundledModels;
import meander.app.shell.MainWindow;
import meander.app.tour.TourViewModel;
import meander.app.train.MadeUpRun;
import meander.app.train.ScriptedEngine;
import meander.app.train.TrainViewModel;
import meander.app.translate.TranslateViewModel;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.Translator;
import meander.models.render.Devices;
import meander.models.render.Frame;
import meander.models.render.PictureTranslator;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;

/**
 * The application as a person gets it, on the Headless platform with engines of the test's own, for tests with a robot. The screen there is
 * 1000 × 1000.
 */
final class TestApp implements AutoCloseable {
    static final int WIDTH = 1000;
    static final int HEIGHT = 960;
    private static final MachineInfo MACHINE = new MachineInfo(List.of(),
            Optional.of(new Devices.Choice(RenderSettings.Device.CPU, Devices.Why.NO_GPU_ENGINE)),
            MachineInfo.Training.AS_IT_COMES);
    private static final GuiOptions OPTIONS = new GuiOptions(Optional.empty(), Optional.empty(), WIDTH, HEIGHT,
            Optional.of(Theme.DARK), Optional.of(Locale.ENGLISH), Optional.empty(), false);

    final AppContext app;
    final MainWindow window;
    final ExploreViewModel explore;
    final TranslateViewModel translate;
    final TrainViewModel train;
    final LibraryViewModel library;
    final ScriptedEngine engine;
    final WindowStateStore store;
    final Tasks tasks;
    final Path bundled;
    final Stage stage;
    final TourViewModel tour;
    final NoticesViewModel notices;
    final SettingsViewModel settingsPage;
    final AppSettingsStore settings;
    private final ExecutorService trainer = Executors.newSingleThreadExecutor();

    private TestApp(Stage stage, Path folder, ModelOpener opener, Function<Model, Renderer> renderers,
            Function<Translator, PictureTranslator> translators) throws IOException {
        this.stage = stage;
        AppFolders folders = AppFolders.of(folder);
        engine = new ScriptedEngine(trainer, Files.readAllBytes(BundledModels.unpack(folders.bundled()).first()));
        AppEngines engines = new AppEngines(opener, (model, _) -> renderers.apply(model),
                (network, _) -> translators.apply(network), engine, MadeUpRun.look(), _ -> Optional.of(Duration.ofHours(3)),
                _ -> MACHINE, _ -> List.of(), new Random(1));
        app = new AppContext(OPTIONS, folders, GpuStart.none(new GpuStore(folder.resolve("gpu"))), _ -> engines);
        window = app.window();
        explore = app.explore();
        translate = app.translate();
        train = app.train();
        library = app.library();
        store = app.store();
        tasks = app.tasks();
        bundled = app.bundled().orElseThrow();
        tour = app.tour();
        notices = app.notices();
        settingsPage = app.settingsPage();
        settings = app.settings();
        stage.setScene(window.scene());
        stage.show();
        app.begin(OPTIONS);
    }

    /** Shows the window with the bundled model on the stage. */
    static TestApp open(Path folder, Function<Model, Renderer> renderers) throws Exception {
        return open(folder, Families.installed()::open, renderers);
    }

    /** As {@link #open(Path, Function)}, with what an opener makes of the bundled model's file. */
    static TestApp open(Path folder, ModelOpener opener, Function<Model, Renderer> renderers) throws Exception {
        return open(folder, opener, renderers, network -> Renderers.open(network, RenderSettings.DEFAULT));
    }

    /** With what runs networks that translate. */
    static TestApp open(Path folder, ModelOpener opener, Function<Model, Renderer> renderers,
            Function<Translator, PictureTranslator> translators) throws Exception {
        FxToolkit.registerPrimaryStage();
        TestApp rig = FxToolkit.setupFixture(() -> new TestApp(new Stage(), folder, opener, renderers, translators));
        rig.until(rig::settled);
        return rig;
    }

    /** Whether the full picture of what is wanted is on the stage. */
    boolean settled() {
        Frame shown = app.shown().get();
        return shown != null && shown.full() && shown.request().equals(explore.editor().request().get());
    }

    /** Waits for something on the window's thread. */
    void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> WaitForAsyncUtils.waitForAsyncFx(5000, condition));
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Asks something on the window's thread. */
    <T> T ask(Callable<T> question) {
        return WaitForAsyncUtils.waitForAsyncFx(5000, question);
    }

    @Override
    public void close() throws java.util.concurrent.TimeoutException {
        FxToolkit.setupFixture(() -> {
            stage.hide();
            app.close();
            return null;
        });
        trainer.shutdown();
    }
}
