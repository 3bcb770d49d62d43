package meander.app.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import javafx.beans.property.ReadOnlyObjectProperty;

import meander.app.base.AppFolders;
import meander.app.base.FxThreads;
import meander.app.base.GuiOptions;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.Notice;
import meander.app.base.NoticesViewModel;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.base.WorkspaceModule;
import meander.app.explore.ExploreModule;
import meander.app.explore.ExploreViewModel;
import meander.app.explore.LoadState;
import meander.app.explore.PngImageStore;
import meander.app.gpu.GpuInstaller;
import meander.app.gpu.GpuStart;
import meander.app.gpu.GpuViewModel;
import meander.app.library.LibraryModule;
import meander.app.library.LibraryViewModel;
import meander.app.library.ModelFileInspector;
import meander.app.model.ImageStore;
import meander.app.model.LoadedModel;
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
import meander.app.train.TrainViewModel;
import meander.app.translate.TranslateViewModel;
import meander.models.family.ExportFormat;
import meander.models.family.Translator;
import meander.models.render.Devices;
import meander.models.render.Frame;
import meander.models.render.PictureTranslator;
import meander.models.render.RenderSettings;
import meander.models.render.RenderSettings.Device;

/** The window and all behind it, put together by hand in one place, for a person as for a test. Made and closed on the window's thread. */
public final class AppContext implements AutoCloseable {
    private final FxThreads fx = FxThreads.javafx();
    private final Timers timers = Timers.system(fx);
    private final Tasks tasks = Tasks.onThreads(fx, timers);
    private final ExecutorService disk = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("meander-disk-", 0).factory());
    /** What is still to be painted when the window is gone is not. */
    private final ExecutorService pixels = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("meander-pixels").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());
    private final ExecutorService thumbnails = LatestOnlyExecutor.thread("meander-library");
    private final ExecutorService album = LatestOnlyExecutor.thread("meander-last-pictures");
    private final FileHashes hashes = new FileHashes();
    private final AtomicReference<RenderSettings> drawing;
    private final AppFolders folders;
    private final AppSettingsStore settings;
    private final AppEngines engines;
    private final BundledModels models;
    private final WindowStateStore store;
    private final ExploreViewModel explore;
    private final TranslateViewModel translate;
    private final TrainViewModel train;
    private final LibraryModule libraryModule;
    private final LibraryViewModel library;
    private final SettingsViewModel settingsPage;
    private final NoticesViewModel notices;
    private final TourViewModel tour;
    private final List<WorkspaceModule> modules;
    private final MainWindow window;

    /** @param folders where it lives, @param gpu what was begun with */
    public AppContext(GuiOptions options, AppFolders folders, GpuStart gpu) throws IOException {
        this(options, folders, gpu, set -> AppEngines.installed(folders, set));
    }

    /** @param engines made for what is set */
    public AppContext(GuiOptions options, AppFolders folders, GpuStart gpu, Function<AppSettings, AppEngines> engines)
            throws IOException {
        settings = new AppSettingsStore(folders.own(), fx);
        AppSettings set = settings.settings().get();
        this.engines = engines.apply(set);
        store = new WindowStateStore(folders.own(), folders.working(), fx);
        drawing = new AtomicReference<>(new RenderSettings(Device.CPU, set.threads(), RenderSettings.DEFAULT.frameMillis()));
        if (set.threads() > 0) System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(set.threads()));
        BundledModels first = BundledModels.orNone(folders.bundled());
        this.folders = first.isEmpty() ? folders.elsewhere() : folders;
        models = first.isEmpty() ? BundledModels.orNone(this.folders.bundled()) : first;
        models.picture(store);
        ImageStore images = new PngImageStore(hashes, Optional
                .of(new LastPictureCache(folders.pictures(set.cache()).resolve("last"), LastPictureCache.MOST_BYTES, album)));
        PictureEnlarger enlarger = new SuperResolutionEnlarger(models::enlarging, this.engines.opener(), this::translator);
        explore = newExplore(images, enlarger);
        translate = new TranslateViewModel(new TranslateViewModel.Parts(this.engines.opener(), this::translator, enlarger, store,
                tasks, fx, timers, LatestOnlyExecutor::thread, pixels));
        train = newTrain();
        GpuViewModel cards = new GpuViewModel(new GpuViewModel.Parts(gpu, GpuInstaller.usual(gpu.store()), tasks, fx, disk));
        settingsPage = new SettingsViewModel(new SettingsViewModel.Parts(settings, this.engines.machine(),
                new DatasetCacheSize(folders.pictures(set.cache())), folders.runs(Optional.empty()), folders.own(),
                folders.crashes(), Runtime.getRuntime().availableProcessors(), train::isTraining, cards, fx, disk));
        notices = notices(store, settings, folders);
        gpu.crashed().forEach(purpose -> notices.say(leftOff("gpu.notice.crashed." + purpose)));
        settingsPage.machine().addListener((_, _, found) -> {
            draw(found);
            found.failed().stream().filter(cards::failedNow)
                    .forEach(purpose -> notices.say(leftOff("gpu.notice.failed." + purpose)));
        });
        settingsPage.look();
        settingsPage.fit();
        library = newLibrary(images);
        libraryModule = new LibraryModule(new LibraryModule.Parts(library, models::entries, tasks, store));
        modules = Workspaces.of(this);
        tour = new TourViewModel(modules.stream().flatMap(module -> module.tour().stream()).toList());
        window = new MainWindow(options.width(), options.height(), new MainWindow.Parts(modules, tour, notices, tasks, store),
                options.theme(), options.locale());
    }

    private ExploreViewModel newExplore(ImageStore images, PictureEnlarger enlarger) {
        RenderSettings onCpu = drawing.get();
        return new ExploreViewModel(new ExploreViewModel.Parts(engines.opener(), model -> engines.renderers().apply(model, onCpu),
                (model, target, progress, _) -> {
                    progress.accept(0);
                    ExportFormat.of(target).orElse(ExportFormat.ONNX).write(model, target);
                }, enlarger, images, store, tasks, fx, timers, LatestOnlyExecutor.thread("meander-render"), engines.random()),
                onCpu(onCpu));
    }

    private TrainViewModel newTrain() {
        Path usual = folders.runs(Optional.empty());
        Consumer<Path> replace = model -> {
            LoadedModel now = explore.opened().get();
            if (now != null && model.getParent().equals(now.file().getParent())) explore.replace(model);
        };
        return new TrainViewModel(new TrainViewModel.Parts(engines.training(), engines.datasets(), engines.forecast(),
                () -> Stream.of(folders.runs(settings.settings().get().runs()), usual).distinct().toList(), store, tasks, fx,
                disk, explore::open, replace, () -> explore.busy() || translate.busy()));
    }

    private LibraryViewModel newLibrary(ImageStore images) {
        RenderSettings onCpu = drawing.get();
        return new LibraryViewModel(new LibraryViewModel.Parts(folders.own(), store, explore.opened(), explore.translates(),
                new ModelFileInspector(engines.opener(), model -> engines.renderers().apply(model, onCpu),
                        network -> engines.pictureTranslators().apply(network, onCpu), images),
                hashes, tasks, timers, fx, disk, thumbnails, LatestOnlyExecutor.thread("meander-details"),
                () -> explore.busy() || explore.opening().get() instanceof LoadState.Working || translate.busy(),
                System::currentTimeMillis));
    }

    /** Runs a network on what is drawn with now. */
    private PictureTranslator translator(Translator network) {
        return engines.pictureTranslators().apply(network, drawing.get());
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
    private void draw(MachineInfo machine) {
        RenderSettings before = drawing.get();
        RenderSettings now = new RenderSettings(machine.device(), before.threads(), before.frameMillis());
        boolean failed = machine.drawing().map(choice -> choice.why() == Devices.Why.GPU_FAILED).orElse(false);
        if (now.equals(before) && !failed) return;
        drawing.set(now);
        Message cpu = onCpu(now);
        explore.use(model -> engines.renderers().apply(model, now),
                now.device() == Device.GPU
                        ? Message.of("status.device.gpu")
                        : failed ? Message.of("status.device.fallback", cpu.arguments().getFirst()) : cpu);
    }

    /** Opens what one begins with. */
    public void begin(GuiOptions options) {
        options.workspace().ifPresent(window::show);
        Optional<Path> elsewhere = options.file().filter(window::opensElsewhere);
        options.file().filter(_ -> elsewhere.isEmpty()).or(this::bundled).ifPresent(explore::open);
        store.openings().endedBadly().stream().filter(file -> !file.startsWith(folders.bundled().toAbsolutePath())).findFirst()
                .ifPresent(explore::askAgain);
        elsewhere.ifPresent(window::open);
        options.workspace().ifPresent(window::show);
        if (options.tour()) tour.begin();
    }

    public MainWindow window() {
        return window;
    }

    public ExploreViewModel explore() {
        return explore;
    }

    /** The frame whose pixels are on the stage, in the nodes as they are built now; null before the first. */
    public ReadOnlyObjectProperty<Frame> shown() {
        return modules.stream().filter(ExploreModule.class::isInstance).map(ExploreModule.class::cast).findFirst().orElseThrow()
                .shown();
    }

    public TranslateViewModel translate() {
        return translate;
    }

    public TrainViewModel train() {
        return train;
    }

    public LibraryViewModel library() {
        return library;
    }

    LibraryModule libraryModule() {
        return libraryModule;
    }

    public SettingsViewModel settingsPage() {
        return settingsPage;
    }

    public NoticesViewModel notices() {
        return notices;
    }

    public TourViewModel tour() {
        return tour;
    }

    public WindowStateStore store() {
        return store;
    }

    public AppSettingsStore settings() {
        return settings;
    }

    public Tasks tasks() {
        return tasks;
    }

    FxThreads fx() {
        return fx;
    }

    AppFolders folders() {
        return folders;
    }

    BundledModels models() {
        return models;
    }

    /** What Translate begins with. */
    List<Path> translators() {
        return engines.translators().apply(models);
    }

    /** The first of the models that come along, unless there is no room for them. */
    public Optional<Path> bundled() {
        return models.isEmpty() ? Optional.empty() : Optional.of(models.first());
    }

    /** Where files are read, several at once. */
    ExecutorService disk() {
        return disk;
    }

    /** Where large frames are turned into pixels. */
    ExecutorService pixels() {
        return pixels;
    }

    @Override
    public void close() {
        window.close();
        modules.reversed().forEach(WorkspaceModule::close); // a training ends before the model is gone that follows it
        store.close();
        settings.close();
        disk.shutdown();
        pixels.shutdown();
        thumbnails.shutdown();
        album.close(); // waits: what is still to be written is short
        folders.leave();
    }
}
