package meander.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import meander.app.explore.ExploreViewModel;
import meander.app.explore.Opened;
import meander.app.explore.Opening;
import meander.app.explore.PictureFiles;
import meander.app.explore.Pictures;
import meander.app.library.LibraryViewModel;
import meander.app.library.ModelFiles;
import meander.app.picture.Fingerprints;
import meander.app.picture.PictureCache;
import meander.app.train.DataLook;
import meander.app.train.Estimates;
import meander.app.train.Forecast;
import meander.app.train.PicturesLook;
import meander.app.train.TrainViewModel;
import meander.app.translate.TranslateViewModel;
import meander.models.family.ExportFormat;
import meander.models.family.Families;
import meander.models.render.Devices;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;
import meander.training.recipe.Recipes;
import meander.training.run.LocalEngine;
import meander.training.run.RunFolder;
import meander.training.run.TrainingDevices;
import meander.training.run.TrainingEngine;

/**
 * The window and all behind it, put together by hand in one place. Made and closed on the window's thread.
 *
 * @param bundled the first of the models that come along
 */
record Works(MainWindow window, ExploreViewModel explore, TranslateViewModel translate, TrainViewModel train,
        LibraryViewModel library, SessionStore store, Path bundled, ExecutorService disk, ExecutorService pixels,
        ExecutorService glances, ExecutorService album) implements AutoCloseable {
    /** @param folder where the session is kept */
    static Works of(GuiOptions options, Path folder) throws IOException {
        Path pictures = CacheFolder.orElse(folder.resolve("pictures"));
        LocalEngine engine = new LocalEngine(Recipes.installed(), pictures, TrainingDevices::gpuWorks);
        return of(options, new Places(folder, pictures), engine, new PicturesLook(pictures), new Estimates(engine, pictures));
    }

    /** @param folder of the person's configuration, @param cache of what a person can do without */
    record Places(Path folder, Path cache) {}

    /** @param estimate how long a training would take here, where that is known */
    static Works of(GuiOptions options, Places places, TrainingEngine engine, DataLook look, Forecast estimate)
            throws IOException {
        Path folder = places.folder();
        FxThreads fx = FxThreads.javafx();
        Timers timers = Timers.system(fx);
        Tasks tasks = Tasks.onThreads(fx, timers);
        SessionStore store = new SessionStore(folder, places.cache(), fx);
        Fingerprints fingerprints = new Fingerprints();
        ExecutorService album = LatestOnly.thread("meander-last-pictures");
        Pictures keptPictures = new PictureFiles(fingerprints,
                Optional.of(new PictureCache(places.cache().resolve("last"), PictureCache.MOST_BYTES, album)));
        ExecutorService disk = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("meander-disk-", 0).factory());
        ExecutorService pixels = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("meander-pixels").daemon().factory());
        Families families = Families.installed();
        ExploreViewModel explore = new ExploreViewModel(new ExploreViewModel.Parts(families::open,
                model -> Renderers.open(model, RenderSettings.DEFAULT), (model, target, progress, _) -> {
                    progress.accept(0);
                    ExportFormat.of(target).orElse(ExportFormat.ONNX).write(model, target);
                }, keptPictures, store, tasks, fx, timers, LatestOnly.thread("meander-render"), new Random()),
                Message.of("status.device.cpu", Runtime.getRuntime().availableProcessors()));
        AtomicReference<RenderSettings> settings = new AtomicReference<>(RenderSettings.DEFAULT);
        disk.execute(() -> chooseDevice(explore, settings, fx));
        BundledModels models = BundledModels.unpack(folder.resolve("bundled"));
        models.picture(store);
        Consumer<Path> replace = model -> {
            Opened now = explore.opened().get();
            if (now != null && model.getParent().equals(now.file().getParent())) explore.replace(model);
        };
        TranslateViewModel translate = new TranslateViewModel(new TranslateViewModel.Parts(families::open,
                network -> Renderers.open(network, settings.get()), store, tasks, fx, timers, LatestOnly::thread, pixels));
        TrainViewModel train = new TrainViewModel(new TrainViewModel.Parts(engine, look, estimate, folder.resolve("runs"), store,
                tasks, fx, disk, explore::open, replace, () -> explore.busy() || translate.busy()));
        ExecutorService glances = LatestOnly.thread("meander-library");
        LibraryViewModel library = new LibraryViewModel(
                new LibraryViewModel.Parts(folder, store, explore.opened(), explore.translates(),
                        new ModelFiles(families::open, model -> Renderers.open(model, RenderSettings.DEFAULT),
                                network -> Renderers.open(network, RenderSettings.DEFAULT), keptPictures),
                        fingerprints, tasks, timers, fx, disk, glances, LatestOnly.thread("meander-details"),
                        () -> explore.busy() || explore.opening().get() instanceof Opening.Working || translate.busy(),
                        System::currentTimeMillis));
        MainWindow window = new MainWindow(
                options.width(), options.height(), new MainWindow.Parts(explore, library, models::entries, translate,
                        models::offers, models.beginning(), train, tasks, store, fx, pixels, disk),
                options.theme(), options.locale());
        return new Works(window, explore, translate, train, library, store, models.first(), disk, pixels, glances, album);
    }

    /** Begins on the CPU at once and goes over to the GPU when its trial, which may take seconds, has gone well. */
    private static void chooseDevice(ExploreViewModel explore, AtomicReference<RenderSettings> translators, FxThreads fx) {
        Devices.Choice choice = Devices.choose();
        Message cpu = Message.of("status.device.cpu", Runtime.getRuntime().availableProcessors());
        RenderSettings settings = new RenderSettings(choice.device(), 0, RenderSettings.DEFAULT.frameMillis());
        switch (choice.why()) {
            case GPU_WORKS -> {
                translators.set(settings);
                fx.later(() -> explore.use(model -> Renderers.open(model, settings), Message.of("status.device.gpu")));
            }
            case GPU_FAILED -> fx.later(() -> explore.use(model -> Renderers.open(model, settings),
                    Message.of("status.device.fallback", cpu.arguments().getFirst())));
            case NO_GPU_ENGINE -> {
            }
        }
    }

    /** Opens what one begins with. */
    void begin(GuiOptions options) {
        boolean translates = options.workspace().equals(Optional.of(Workspace.TRANSLATE));
        Optional<Path> elsewhere = options.file().filter(file -> translates || RunFolder.is(file));
        explore.open(options.file().filter(_ -> elsewhere.isEmpty()).orElse(bundled));
        if (translates) window.show(Workspace.TRANSLATE);
        elsewhere.ifPresent(window::open);
        options.workspace().ifPresent(window::show);
    }

    @Override
    public void close() {
        train.close();
        window.close();
        explore.close();
        translate.close();
        library.close();
        store.close();
        disk.shutdown();
        pixels.shutdown();
        glances.shutdown();
        album.close(); // waits: what is still to be written is short
    }
}
