package meander.app;

import java.nio.file.Path;
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

import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.NoticesViewModel;
import meander.app.base.Tasks;
import meander.app.base.Theme;
import meander.app.base.Timers;
import meander.app.explore.ExploreViewModel;
import meander.app.explore.PngImageStore;
import meander.app.gpu.GpuInstaller;
import meander.app.gpu.GpuStart;
import meander.app.gpu.GpuStore;
import meander.app.gpu.GpuViewModel;
import meander.app.library.LibraryViewModel;
import meander.app.library.ModelFileInspector;
import meander.app.model.ModelOpener;
import meander.app.picture.FileHashes;
import meander.app.session.WindowStateStore;
import meander.app.settings.AppSettingsStore;
import meander.app.settings.DatasetCacheSize;
import meander.app.settings.MachineInfo;
import meander.app.settings.SettingsViewModel;
import meander.app.shell.BundledModels;
import meander.app.shell.MainWindow;
import meander.app.shell.PagesView;
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
import meander.training.recipe.Recipes;

/** A window on the Headless platform with the bundled model, for tests with a robot. The screen there is 1000 × 1000. */
final class TestApp implements AutoCloseable {
    static final int WIDTH = 1000;
    static final int HEIGHT = 960;
    private static final MachineInfo MACHINE = new MachineInfo(java.util.List.of(),
            Optional.of(new Devices.Choice(RenderSettings.Device.CPU, Devices.Why.NO_GPU_ENGINE)),
            MachineInfo.Training.AS_IT_COMES);

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
    final PagesView.Parts pages;
    AppSettingsStore settings;
    private final ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService glances;
    private final ExecutorService trainer = Executors.newSingleThreadExecutor();

    private TestApp(Stage stage, Path folder, ModelOpener opener, Function<Model, Renderer> renderers,
            Function<Translator, PictureTranslator> translators) throws Exception {
        this.stage = stage;
        FxThreads fx = FxThreads.javafx();
        Timers timers = Timers.system(fx);
        tasks = Tasks.onThreads(fx, timers);
        store = new WindowStateStore(folder, fx);
        explore = new ExploreViewModel(new ExploreViewModel.Parts(opener, renderers, (_, _, _, _) -> {},
                (pixels, _, _, _) -> pixels, new PngImageStore(), store, tasks, fx, timers,
                LatestOnlyExecutor.thread("meander-render"), new Random(1)), Message.of("status.device.cpu", 2));
        BundledModels models = BundledModels.unpack(folder.resolve("bundled"));
        bundled = models.first();
        engine = new ScriptedEngine(trainer, java.nio.file.Files.readAllBytes(bundled));
        translate = new TranslateViewModel(new TranslateViewModel.Parts(opener, translators, (pixels, _, _, _) -> pixels, store,
                tasks, fx, timers, LatestOnlyExecutor::thread, worker));
        train = new TrainViewModel(new TrainViewModel.Parts(engine, MadeUpRun.look(),
                _ -> Optional.of(java.time.Duration.ofHours(3)), () -> java.util.List.of(folder.resolve("runs")), store, tasks,
                fx, worker, explore::open, explore::replace, explore::busy));
        pages = pages(folder, fx);
        glances = LatestOnlyExecutor.thread("meander-library");
        library = new LibraryViewModel(new LibraryViewModel.Parts(folder, store, explore.opened(), explore.translates(),
                new ModelFileInspector(opener, renderers, translators, new PngImageStore()), new FileHashes(), tasks, timers, fx,
                worker, glances, LatestOnlyExecutor.thread("meander-details"), explore::busy, System::currentTimeMillis));
        window = new MainWindow(WIDTH, HEIGHT,
                new MainWindow.Parts(explore, library, models::entries, translate, _ -> java.util.List.of(), java.util.List.of(),
                        train, tasks, store, fx, worker, worker, pages),
                Optional.of(Theme.DARK), Optional.of(java.util.Locale.ENGLISH));
        stage.setScene(window.scene());
        stage.show();
        explore.open(bundled);
    }

    private PagesView.Parts pages(Path folder, FxThreads fx) {
        settings = new AppSettingsStore(folder, fx);
        GpuStore packages = new GpuStore(folder.resolve("gpu"));
        GpuViewModel gpu = new GpuViewModel(
                new GpuViewModel.Parts(GpuStart.none(packages), GpuInstaller.usual(packages), tasks, fx, worker));
        SettingsViewModel page = new SettingsViewModel(
                new SettingsViewModel.Parts(settings, _ -> MACHINE, new DatasetCacheSize(folder.resolve("pictures")),
                        folder.resolve("runs"), folder, folder.resolve("crashes"), 2, () -> train.isTraining(), gpu, fx, worker));
        page.look();
        return new PagesView.Parts(new NoticesViewModel(), page, new TourViewModel(), Families.installed(), Recipes.installed());
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
        Frame shown = window.shown().get();
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
            train.close();
            window.close();
            explore.close();
            translate.close();
            library.close();
            store.close();
            settings.close();
            return null;
        });
        worker.shutdown();
        trainer.shutdown();
        glances.shutdown();
    }
}
