package meander.app.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import meander.app.base.AppFolders;
import meander.app.base.FxThreads;
import meander.app.base.GuiOptions;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.Notice;
import meander.app.base.NoticesViewModel;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.base.Workspace;
import meander.app.explore.ExploreViewModel;
import meander.app.explore.LoadState;
import meander.app.explore.PngImageStore;
import meander.app.gpu.GpuInstaller;
import meander.app.gpu.GpuStart;
import meander.app.gpu.GpuViewModel;
import meander.app.library.LibraryViewModel;
import meander.app.library.ModelFileInspector;
import meander.app.model.ImageStore;
import meander.app.model.LoadedModel;
import meander.app.model.ModelOpener;
import meander.app.picture.FileHashes;
import meander.app.picture.LastPictureCache;
import meander.app.picture.PictureEnlarger;
import meander.app.session.WindowStateStore;
import meander.app.settings.AppSettings;
import meander.app.settings.AppSettingsStore;
import meander.app.settings.DatasetCacheSize;
import meander.app.settings.MachineInfo;
import meander.app.settings.SettingsViewModel;
import meander.app.tour.TourViewModel;
import meander.app.train.DatasetInspector;
import meander.app.train.ImageDatasetInspector;
import meander.app.train.MachineEstimates;
import meander.app.train.TrainViewModel;
import meander.app.train.TrainingForecast;
import meander.app.translate.TranslateViewModel;
import meander.models.family.ExportFormat;
import meander.models.family.Families;
import meander.models.render.Devices;
import meander.models.render.RenderSettings;
import meander.models.render.RenderSettings.Device;
import meander.models.render.Renderers;
import meander.training.recipe.Recipes;
import meander.training.run.ChildProcessEngine;
import meander.training.run.LocalEngine;
import meander.training.run.RunFolder;
import meander.training.run.TrainingDevices;
import meander.training.run.TrainingEngine;

/**
 * The window and all behind it, put together by hand in one place. Made and closed on the window's thread.
 *
 * @param pages   what stands beside the work
 * @param bundled the first of the models that come along, unless there is no room for them
 */
public record AppContext(MainWindow window, ExploreViewModel explore, TranslateViewModel translate, TrainViewModel train,
        LibraryViewModel library, WindowStateStore store, AppSettingsStore settings, PagesView.Parts pages, AppFolders folders,
        Optional<Path> bundled, ExecutorService disk, ExecutorService pixels, ExecutorService glances,
        ExecutorService album) implements AutoCloseable {
    public static AppContext of(GuiOptions options, AppFolders folders, GpuStart gpu) throws IOException {
        AppSettingsStore settings = new AppSettingsStore(folders.own(), FxThreads.javafx());
        Path pictures = folders.pictures(settings.settings().get().cache());
        LocalEngine engine = new LocalEngine(Recipes.installed(), pictures, TrainingDevices::gpuWorks);
        return of(options, folders, gpu, settings, new ChildProcessEngine(engine, pictures), new ImageDatasetInspector(pictures),
                new MachineEstimates(engine, pictures));
    }

    /** @param gpu what was begun with, @param estimate how long a training would take here, where that is known */
    public static AppContext of(GuiOptions options, AppFolders folders, GpuStart gpu, AppSettingsStore settings,
            TrainingEngine engine, DatasetInspector look, TrainingForecast estimate) throws IOException {
        FxThreads fx = FxThreads.javafx();
        Timers timers = Timers.system(fx);
        Tasks tasks = Tasks.onThreads(fx, timers);
        WindowStateStore store = new WindowStateStore(folders.own(), folders.working(), fx);
        AppSettings set = settings.settings().get();
        RenderSettings onCpu = new RenderSettings(Device.CPU, set.threads(), RenderSettings.DEFAULT.frameMillis());
        if (set.threads() > 0) System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(set.threads()));
        Path cache = folders.pictures(set.cache());
        FileHashes fingerprints = new FileHashes();
        ExecutorService album = LatestOnlyExecutor.thread("meander-last-pictures");
        ImageStore keptPictures = new PngImageStore(fingerprints,
                Optional.of(new LastPictureCache(cache.resolve("last"), LastPictureCache.MOST_BYTES, album)));
        ExecutorService disk = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("meander-disk-", 0).factory());
        ExecutorService pixels = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("meander-pixels").daemon().factory());
        Families families = Families.installed();
        BundledModels first = BundledModels.orNone(folders.bundled());
        AppFolders room = first.isEmpty() ? folders.elsewhere() : folders;
        BundledModels models = first.isEmpty() ? BundledModels.orNone(room.bundled()) : first;
        models.picture(store);
        AtomicReference<RenderSettings> drawing = new AtomicReference<>(onCpu);
        ModelOpener opener = ModelOpener.of(families);
        PictureEnlarger enlarger = new SuperResolutionEnlarger(models::enlarging, families::open,
                network -> Renderers.open(network, drawing.get()));
        ExploreViewModel explore = new ExploreViewModel(
                new ExploreViewModel.Parts(opener, model -> Renderers.open(model, onCpu), (model, target, progress, _) -> {
                    progress.accept(0);
                    ExportFormat.of(target).orElse(ExportFormat.ONNX).write(model, target);
                }, enlarger, keptPictures, store, tasks, fx, timers, LatestOnlyExecutor.thread("meander-render"), new Random()),
                onCpu(onCpu));
        Consumer<Path> replace = model -> {
            LoadedModel now = explore.opened().get();
            if (now != null && model.getParent().equals(now.file().getParent())) explore.replace(model);
        };
        TranslateViewModel translate = new TranslateViewModel(
                new TranslateViewModel.Parts(opener, network -> Renderers.open(network, drawing.get()), enlarger, store, tasks,
                        fx, timers, LatestOnlyExecutor::thread, pixels));
        Path usual = folders.runs(Optional.empty());
        TrainViewModel train = new TrainViewModel(new TrainViewModel.Parts(engine, look, estimate,
                () -> Stream.of(folders.runs(settings.settings().get().runs()), usual).distinct().toList(), store, tasks, fx,
                disk, explore::open, replace, () -> explore.busy() || translate.busy()));
        GpuViewModel cards = new GpuViewModel(new GpuViewModel.Parts(gpu, GpuInstaller.usual(gpu.store()), tasks, fx, disk));
        SettingsViewModel page = new SettingsViewModel(
                new SettingsViewModel.Parts(settings, MachineInfo::look, new DatasetCacheSize(cache), usual, folders.own(),
                        folders.crashes(), Runtime.getRuntime().availableProcessors(), train::isTraining, cards, fx, disk));
        NoticesViewModel notices = notices(store, settings, folders);
        gpu.crashed().forEach(purpose -> notices.say(leftOff("gpu.notice.crashed." + purpose)));
        page.machine().addListener((_, _, found) -> {
            draw(found, explore, drawing);
            found.failed().stream().filter(cards::failedNow)
                    .forEach(purpose -> notices.say(leftOff("gpu.notice.failed." + purpose)));
        });
        page.look();
        page.fit();
        PagesView.Parts pages = new PagesView.Parts(notices, page, new TourViewModel(), families, Recipes.installed());
        ExecutorService glances = LatestOnlyExecutor.thread("meander-library");
        LibraryViewModel library = new LibraryViewModel(
                new LibraryViewModel.Parts(folders.own(), store, explore.opened(), explore.translates(),
                        new ModelFileInspector(opener, model -> Renderers.open(model, onCpu),
                                network -> Renderers.open(network, onCpu), keptPictures),
                        fingerprints, tasks, timers, fx, disk, glances, LatestOnlyExecutor.thread("meander-details"),
                        () -> explore.busy() || explore.opening().get() instanceof LoadState.Working || translate.busy(),
                        System::currentTimeMillis));
        MainWindow window = new MainWindow(
                options.width(), options.height(), new MainWindow.Parts(explore, library, models::entries, translate,
                        models::offers, models.beginning(), train, tasks, store, fx, pixels, disk, pages),
                options.theme(), options.locale());
        return new AppContext(window, explore, translate, train, library, store, settings, pages, room,
                models.isEmpty() ? Optional.empty() : Optional.of(models.first()), disk, pixels, glances, album);
    }

    /** What a person should know of their folder, once, however often it fails. */
    private static NoticesViewModel notices(WindowStateStore store, AppSettingsStore settings, AppFolders folders) {
        NoticesViewModel notices = new NoticesViewModel();
        Path own = folders.own();
        if (folders.passing().isPresent()) notices.unwritable(Message.of("session.unwritable", own.toString()));
        store.broken()
                .ifPresent(aside -> notices.say(new Notice(Message.of("session.broken"),
                        Message.of("settings.broken.why", aside.getFileName().toString(), own.toString()), own.toString(),
                        Optional.of(own))));
        Message broken = settings.trouble().get();
        if (broken != null)
            notices.say(new Notice(broken, new Message("settings.broken.why", broken.arguments(), ""), own.toString(),
                    Optional.of(own)));
        store.trouble().addListener((_, _, trouble) -> notices.unwritable(trouble));
        settings.trouble().addListener((_, _, trouble) -> notices.unwritable(trouble));
        return notices;
    }

    /** It counts from the next start on; nothing is to be done. */
    private static Notice leftOff(String key) {
        return new Notice(Message.of(key), Message.of("gpu.notice.why"), "", Optional.empty());
    }

    private static Message onCpu(RenderSettings settings) {
        return Message.of("status.device.cpu",
                settings.threads() > 0 ? settings.threads() : Runtime.getRuntime().availableProcessors());
    }

    /** Begins on the CPU at once and goes over to the GPU when its trial, which may take seconds, has gone well. */
    private static void draw(MachineInfo machine, ExploreViewModel explore, AtomicReference<RenderSettings> drawing) {
        RenderSettings before = drawing.get();
        RenderSettings settings = new RenderSettings(machine.device(), before.threads(), before.frameMillis());
        boolean failed = machine.drawing().map(choice -> choice.why() == Devices.Why.GPU_FAILED).orElse(false);
        if (settings.equals(before) && !failed) return;
        drawing.set(settings);
        Message cpu = onCpu(settings);
        explore.use(model -> Renderers.open(model, settings),
                settings.device() == Device.GPU
                        ? Message.of("status.device.gpu")
                        : failed ? Message.of("status.device.fallback", cpu.arguments().getFirst()) : cpu);
    }

    /** Opens what one begins with. */
    void begin(GuiOptions options) {
        boolean translates = options.workspace().equals(Optional.of(Workspace.TRANSLATE));
        Optional<Path> elsewhere = options.file().filter(file -> translates || RunFolder.is(file));
        options.file().filter(_ -> elsewhere.isEmpty()).or(() -> bundled).ifPresent(explore::open);
        store.openings().endedBadly().stream().filter(file -> !file.startsWith(folders.bundled().toAbsolutePath())).findFirst()
                .ifPresent(explore::askAgain);
        if (translates) window.show(Workspace.TRANSLATE);
        elsewhere.ifPresent(window::open);
        options.workspace().ifPresent(window::show);
        if (options.tour()) pages.tour().begin();
    }

    @Override
    public void close() {
        train.close();
        window.close();
        explore.close();
        translate.close();
        library.close();
        store.close();
        settings.close();
        disk.shutdown();
        pixels.shutdown();
        glances.shutdown();
        album.close(); // waits: what is still to be written is short
        folders.leave();
    }
}
