package meander.app.translate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import meander.app.base.ErrorBanner;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Question;
import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.base.UndoHistory;
import meander.app.model.ModelOpener;
import meander.app.picture.PictureEnlarger;
import meander.app.picture.Raster;
import meander.app.picture.SamplePictures;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.models.family.Translator;
import meander.models.files.OrdinaryFile;
import meander.models.graph.Tensor;
import meander.models.render.PictureTranslator;

/**
 * The Translate workspace without a screen: one picture, which is drawn on or opened, and the panes that translate it. Everything public
 * belongs to the window’s thread.
 */
public final class TranslateViewModel implements AutoCloseable {
    /** The side of a fresh sheet, in pixels. */
    public static final int SHEET = 128;
    /** Sides of tiles to choose from, in pixels. */
    public static final List<Integer> TILES = List.of(0, 256, 512);
    /** More would be too narrow to look at. */
    public static final int MOST_PANES = 4;
    private static final int UNDO_STEPS = 60;
    private static final Duration ONE_STEP = Duration.ofMillis(600);
    /** A hand that has not moved for this long rests, and the pictures settle. */
    private static final Duration REST = Duration.ofMillis(120);
    /** For so long after a hand has moved, other work had better wait. */
    private static final Duration BUSY = Duration.ofMillis(300);

    /**
     * What this is made of.
     *
     * @param translators makes what runs a network; quick
     * @param enlarger    makes translations larger
     * @param thread      makes a thread by its name, see {@link meander.app.base.LatestOnlyExecutor#thread}
     * @param worker      makes small pictures of large ones
     */
    public record Parts(ModelOpener opener, Function<Translator, PictureTranslator> translators, PictureEnlarger enlarger,
            WindowStateStore store, Tasks tasks, FxThreads fx, Timers timers, Function<String, Executor> thread,
            Executor worker) {}

    /** What the banner says. */
    public sealed interface Banner {
        record Trouble(ErrorBanner fault) implements Banner {}

        /** Pictures of a folder could not be translated; all others were. */
        record Broken(List<SkippedFiles> pictures) implements Banner {}

        /** Translations of these names were there already, and were left alone. */
        record LeftAlone(int count, Runnable overwrite) implements Banner {}

        /** Something is not done unasked. */
        record Asks(Question question) implements Banner {}
    }

    private final Parts parts;
    private final RasterStore pictures;
    private final TranslatorFiles files;
    private final UndoHistory<Canvas> history;
    private final DrawingViewModel drawing;
    private final CompareViewModel compare;
    private final ObservableList<PaneViewModel> panes = FXCollections.observableArrayList();
    private final ObservableList<PaneViewModel> panesShown = FXCollections.unmodifiableObservableList(panes);
    private final ReadOnlyObjectWrapper<Raster> picture = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<PaneViewModel> active = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Banner> banner = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Path> draws = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyIntegerWrapper opening = new ReadOnlyIntegerWrapper();
    private final IntegerProperty tile = new SimpleIntegerProperty(this, "tile", 0);
    private Timers.Pending rest = () -> {};
    private boolean begun;
    private int lastId;
    /** The pane that the banner speaks of. */
    private int failing;
    private volatile long touched;

    public TranslateViewModel(Parts parts) {
        this(parts, new RasterFiles());
    }

    TranslateViewModel(Parts parts, RasterStore pictures) {
        this.parts = parts;
        this.pictures = pictures;
        files = new TranslatorFiles(parts.opener(), hash -> session().answersTo(hash), parts.store().openings());
        touched = parts.timers().nanos() - BUSY.toNanos();
        Raster first = SamplePictures.BACKPACK.picture(SHEET);
        history = new UndoHistory<>(new Canvas(first, Canvas.Source.DRAWN, List.of()), UNDO_STEPS, ONE_STEP,
                parts.timers()::nanos, Canvas::tooLarge);
        picture.set(first);
        compare = new CompareViewModel(parts.fx(), parts.worker());
        compare.way().addListener((_, _, _) -> beside());
        drawing = new DrawingViewModel(picture::get, new DrawingViewModel.Sheet() {
            @Override
            public void begin() {
                history.hold();
            }

            @Override
            public void change(Raster changed) {
                history.push(board().with(changed), "draw");
            }

            @Override
            public void end() {
                history.release();
                translate(true);
                beside();
            }
        });
        history.current().addListener((_, before, now) -> follow(before, now));
        tile.addListener((_, _, _) -> translate(true));
        compare.show(first, panes);
    }

    // The picture

    /** What is translated. */
    public ReadOnlyObjectProperty<Raster> picture() {
        return picture.getReadOnlyProperty();
    }

    /** The name of the file that it came from; empty for one that was drawn here. */
    public String pictureName() {
        return board().source().name();
    }

    /** Whether it can be drawn on. */
    public boolean drawable() {
        return DrawingViewModel.drawable(picture.get());
    }

    /** What a hand draws with. */
    public DrawingViewModel drawing() {
        return drawing;
    }

    /** Takes another picture. @param name of its file; may be empty */
    public void take(Raster other, String name) {
        take(other, new Canvas.Source(name, ""));
    }

    private void take(Raster other, Canvas.Source source) {
        history.push(board().with(other, source));
    }

    /** Opens a picture of any size. */
    public void openPicture(Path file) {
        if (OrdinaryFile.isSpecial(file)) {
            trouble(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("open.special", name(file))));
            return;
        }
        rememberFolder(file);
        work(ErrorBanner.Kind.OPEN, Message.of("task.open", name(file)), _ -> {
            try {
                RasterStore.Read read = pictures.read(file);
                parts.fx().later(() -> {
                    clear(ErrorBanner.Kind.OPEN);
                    take(read.picture(), read.source());
                });
            } catch (UnusablePictureException e) {
                parts.fx().later(() -> trouble(ErrorBanner.of(ErrorBanner.Kind.OPEN, e.why())));
            }
            return null;
        });
    }

    /** An empty sheet. @param side in pixels */
    public void newSheet(int side) {
        take(Raster.filled(side, side, Raster.WHITE), Canvas.Source.DRAWN);
    }

    /** Wipes the sheet. */
    public void clearSheet() {
        history.push(board().with(Raster.filled(picture.get().width(), picture.get().height(), Raster.WHITE)));
    }

    /** A sheet with the picture on it, to be drawn on. */
    public void sheetOfPicture(int side) {
        history.push(board().with(picture.get().onSheet(side)));
    }

    /** A sheet with the edges of the picture, to be drawn on. */
    public void sheetOfEdges(int side) {
        history.push(board().with(EdgeDetector.of(picture.get().onSheet(side))));
    }

    public void sample(SamplePictures sample) {
        take(sample.picture(sheet()), Canvas.Source.DRAWN);
    }

    /** The side of a sheet that suits: that of the active pane’s network, or that of the sheet there is. */
    public int sheet() {
        Raster now = picture.get();
        if (now.width() == now.height() && drawable()) return now.width();
        return modelSide().orElse(SHEET);
    }

    /** The side of the pictures that the active pane’s network was made for, where its file tells. */
    public Optional<Integer> modelSide() {
        return Optional.ofNullable(active.get()).map(pane -> pane.state().get().opened().chosen().translator().info().width())
                .filter(side -> side > 0 && side <= DrawingViewModel.LARGEST);
    }

    // The panes

    public ObservableList<PaneViewModel> panes() {
        return panesShown;
    }

    /** The pane that saving and folders mean; null while there is none. */
    public ReadOnlyObjectProperty<PaneViewModel> active() {
        return active.getReadOnlyProperty();
    }

    public void activate(PaneViewModel pane) {
        if (panes.contains(pane)) active.set(pane);
    }

    /** How many networks are being opened. */
    public ReadOnlyIntegerProperty opening() {
        return opening.getReadOnlyProperty();
    }

    /** Brings back what was there last time; called when the workspace is first shown. @param bundled what one begins with */
    public void begin(List<Path> bundled) {
        if (begun) return;
        begun = true;
        if (!panes.isEmpty() || opening.get() > 0) return;
        List<WindowState.Pane> last = session().panes().stream().filter(pane -> Files.isRegularFile(pane.file())).toList();
        if (last.isEmpty()) bundled.forEach(this::open);
        else
            last.forEach(pane -> {
                if (parts.store().openings().endedBadly(pane.file())) askAgain(pane);
                else
                    open(pane.file(), Map.of(), false, opened -> add(restored(pane, opened)));
            });
    }

    private void askAgain(WindowState.Pane pane) {
        banner.set(new Banner.Asks(new Question(Message.of("opening.badly", name(pane.file())), Message.of("opening.badly.why"),
                Message.of("action.openAnyway"),
                () -> open(pane.file(), Map.of(), true, opened -> add(restored(pane, opened))))));
    }

    /** The person wants what the banner asks for. */
    public void acceptQuestion() {
        if (!(banner.get() instanceof Banner.Asks(Question question))) return;
        dismissBanner();
        question.accept().run();
    }

    /** Opens a file: a picture to translate, or a network to translate it with, in a pane of its own. */
    public void open(Path file) {
        if (isPicture(file)) openPicture(file);
        else
            open(file, Map.of(), true, this::add);
    }

    /** Whether a file's name is that of a picture. */
    public static boolean isPicture(Path file) {
        return FolderTranslation.isPicture(file);
    }

    /** Opens a network in the place of a pane’s. */
    public void open(PaneViewModel pane, Path file) {
        int id = pane.id();
        open(file, Map.of(), true, opened -> change(id, state -> state.with(opened)));
    }

    /** A network that was opened elsewhere. */
    public void take(Translator translator, Path file, String hash, Map<String, String> answers) {
        begun = true;
        LoadedDirection side = new LoadedDirection(translator, file, hash);
        opening.set(opening.get() + 1);
        Task task = parts.tasks().start(Message.of("task.open", name(file)), row -> {
            OpenNetworks opened = files.paired(side, answers, row::cancelled);
            parts.fx().later(() -> add(opened));
            return null;
        });
        whenEnded(task, _ -> opening.set(opening.get() - 1));
    }

    /** Opens a pane’s file anew with another answer to one of its guesses, which is remembered. */
    public void answer(PaneViewModel pane, String guess, String option) {
        OpenNetworks now = pane.state().get().opened();
        Map<String, String> said = new HashMap<>(now.answers());
        said.put(guess, option);
        int id = pane.id();
        open(now.file(), said, true, opened -> {
            parts.store().update(session -> session.withAnswers(opened.chosen().hash(), opened.answers()));
            change(id, state -> state.with(opened));
        });
    }

    public void remove(PaneViewModel pane) {
        history.push(board().without(pane.id()));
    }

    public void mode(PaneViewModel pane, Translator.Mode mode) {
        change(pane.id(), state -> state.with(mode));
    }

    public void direction(PaneViewModel pane, Direction direction) {
        change(pane.id(), state -> state.with(direction));
    }

    /** Other features are forgotten. */
    public void dropoutSeed(PaneViewModel pane, long seed) {
        change(pane.id(), state -> state.withSeed(seed));
    }

    /** Side of the tiles that pictures are cut into, one of {@link #TILES}; 0 for all at once where memory allows. */
    public IntegerProperty tile() {
        return tile;
    }

    /** The file that was opened last and draws from latents, so that it belongs to Explore; null at first. */
    public ReadOnlyObjectProperty<Path> draws() {
        return draws.getReadOnlyProperty();
    }

    public CompareViewModel compare() {
        return compare;
    }

    // Every change

    public ReadOnlyBooleanProperty undoable() {
        return history.undoable();
    }

    public ReadOnlyBooleanProperty redoable() {
        return history.redoable();
    }

    public void undo() {
        history.undo();
    }

    public void redo() {
        history.redo();
    }

    // Taking it along

    /** A name for the active pane’s translation. @param factor how many times larger it is to be */
    public String targetName(int factor) {
        String from = pictureName().isEmpty() ? "drawing" : pictureName().replaceFirst("\\.[^.]*$", "");
        PaneViewModel pane = active.get();
        return from
                + (pane == null
                        ? ""
                        : "-" + pane.state().get().opened().chosen().translator().info().family().toLowerCase(Locale.ROOT))
                + PictureEnlarger.suffix(factor) + ".png";
    }

    /** Saves the active pane’s translation with its recipe inside, replacing what was there. */
    public void save(Path target) {
        save(target, 1);
    }

    /** Saves it so many times wider and higher, with the detail that a network puts in. */
    public void save(Path target, int factor) {
        PaneViewModel pane = active.get();
        TranslationResult answer = pane == null ? null : pane.answer().get();
        if (answer == null) return;
        rememberFolder(target);
        Canvas.Source source = answer.input() == picture.get() ? board().source() : board().source().changed();
        int side = tile.get();
        work(ErrorBanner.Kind.SAVE, Message.of("task.save", name(target)), row -> {
            Tensor pixels = factor == 1
                    ? answer.pixels()
                    : parts.enlarger().enlarge(answer.pixels(), factor, row::progress, row::cancelled);
            pictures.save(target, pixels, factor, source, answer.state(), side);
            return Message.of("picture.saved", name(target));
        });
    }

    /** Translates a folder of pictures with the active pane’s network. What is there already stays until a person says otherwise. */
    public void translateFolder(Path from, Path to) {
        if (active.get() == null) return;
        rememberFolder(to);
        run(new FolderTranslation(from, to, active.get().state().get(), tile.get(), false, List.of()));
    }

    private void run(FolderTranslation run) {
        work(ErrorBanner.Kind.FOLDER, Message.of("task.translate.folder", name(run.from())), row -> {
            FolderTranslation.Report report = run.run(parts.translators(), pictures, row);
            parts.fx().later(() -> report(report));
            return Message.of("translate.folder.done", report.done(), name(run.to()));
        });
    }

    private void report(FolderTranslation.Report report) {
        if (!report.leftOut().isEmpty()) {
            banner.set(new Banner.Broken(report.leftOut()));
        } else if (!report.there().isEmpty()) banner.set(new Banner.LeftAlone(report.there().size(), () -> {
            dismissBanner();
            run(report.run().again(report.there()));
        }));
    }

    // Trouble

    /** What the banner says; null when all is well. */
    public ReadOnlyObjectProperty<Banner> banner() {
        return banner.getReadOnlyProperty();
    }

    public void dismissBanner() {
        banner.set(null);
    }

    /** Whether the machine is needed here, by a hand that draws or a picture that is being translated. From any thread. */
    public boolean busy() {
        return parts.timers().nanos() - touched < BUSY.toNanos() || List.copyOf(running).stream().anyMatch(pane -> !pane.idle());
    }

    /** Whether every pane shows the translation of this very picture. */
    public boolean settled() {
        return opening.get() == 0 && panes.stream().allMatch(pane -> pane.settled(picture.get())) && compare.idle();
    }

    /** Works no more, and waits until all engines are put away. */
    @Override
    public void close() {
        rest.cancel();
        panes.forEach(PaneViewModel::close);
    }

    // Behind it

    /** The panes, for other threads. */
    private volatile List<PaneViewModel> running = List.of();

    private Canvas board() {
        return history.current().get();
    }

    private void change(int id, UnaryOperator<PaneState> change) {
        history.push(board().change(id, change));
    }

    private void add(OpenNetworks opened) {
        add(PaneState.of(++lastId, opened));
    }

    private void add(PaneState state) {
        if (panes.size() >= MOST_PANES) {
            trouble(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("translate.panes.most", MOST_PANES)));
            return;
        }
        clear(ErrorBanner.Kind.OPEN);
        history.push(board().with(state));
        activate(panes.getLast());
    }

    private PaneState restored(WindowState.Pane pane, OpenNetworks opened) {
        PaneState state = PaneState.of(++lastId, opened).withSeed(pane.dropoutSeed());
        for (Translator.Mode mode : opened.modes())
            if (word(mode).equals(pane.mode())) state = state.with(mode);
        for (Direction direction : Direction.values())
            if (direction.id().equals(pane.direction()) && opened.paired()) state = state.with(direction);
        return state;
    }

    /** A mode as the session and texts know it. */
    static String word(Translator.Mode mode) {
        return mode.statistics().name().toLowerCase(Locale.ROOT) + (mode.dropout() ? "+dropout" : "");
    }

    private void open(Path file, Map<String, String> said, boolean asked, Consumer<OpenNetworks> then) {
        rememberFolder(file);
        opening.set(opening.get() + 1);
        Task task = parts.tasks().start(Message.of("task.open", name(file)), row -> {
            TranslatorFiles.Found found = files.open(file, said, asked, row::progress, row::cancelled);
            parts.fx().later(() -> {
                if (!row.cancelled()) arrive(found, then);
            });
            return null;
        });
        whenEnded(task, _ -> opening.set(opening.get() - 1));
    }

    private void arrive(TranslatorFiles.Found found, Consumer<OpenNetworks> then) {
        switch (found) {
            case TranslatorFiles.Found.Translates(OpenNetworks opened) -> {
                clear(ErrorBanner.Kind.OPEN);
                then.accept(opened);
            }
            case TranslatorFiles.Found.Draws(Path file) -> {
                draws.set(null);
                draws.set(file);
            }
            case TranslatorFiles.Found.Refused(ErrorBanner why) -> trouble(why);
        }
    }

    /** Makes the panes what the board says, and lets them translate. */
    private void follow(Canvas before, Canvas now) {
        List<PaneViewModel> kept = new ArrayList<>();
        for (PaneState state : now.panes()) {
            PaneViewModel pane = panes.stream().filter(each -> each.id() == state.id()).findFirst().orElseGet(() -> pane(state));
            pane.become(state);
            kept.add(pane);
        }
        List<PaneViewModel> gone = panes.stream().filter(pane -> !kept.contains(pane)).toList();
        if (!kept.equals(panes)) {
            panes.setAll(kept);
            running = List.copyOf(kept);
        }
        gone.forEach(PaneViewModel::leave);
        if (!kept.contains(active.get())) active.set(kept.isEmpty() ? null : kept.getLast());
        if (!before.panes().equals(now.panes())) remember(now);
        picture.set(now.picture());
        translate(!history.held());
        beside();
    }

    /** While a hand draws, small pictures wait: the panes need the time. Those that are looked at in the panes' place do not. */
    private void beside() {
        if (!history.held() || compare.way().get() != null) compare.show(picture.get(), panes);
    }

    private PaneViewModel pane(PaneState state) {
        PaneViewModel pane = new PaneViewModel(state,
                new PaneViewModel.Parts(
                        translator -> new MarkedTranslator(parts.translators().apply(translator), parts.store().openings()),
                        parts.tasks(), parts.fx(), parts.timers(), parts.thread(), fault -> failed(state.id(), fault)));
        pane.answer().addListener((_, _, _) -> beside());
        return pane;
    }

    /** @param fault null when all is well again with this pane */
    private void failed(int id, ErrorBanner fault) {
        if (fault != null) {
            failing = id;
            trouble(fault);
        } else if (failing == id) clear(ErrorBanner.Kind.RENDER);
    }

    /** While a hand moves, previews are enough. */
    private void translate(boolean settle) {
        touched = parts.timers().nanos();
        rest.cancel();
        Raster now = picture.get();
        panes.forEach(pane -> pane.translate(now, tile.get(), settle));
        if (!settle) rest = parts.timers().after(REST, () -> translate(true));
    }

    private void remember(Canvas now) {
        parts.store().update(session -> session.withPanes(now.panes().stream().map(
                pane -> new WindowState.Pane(pane.opened().file(), word(pane.mode()), pane.direction().id(), pane.dropoutSeed()))
                .toList()));
    }

    private void trouble(ErrorBanner fault) {
        banner.set(new Banner.Trouble(fault));
    }

    private void clear(ErrorBanner.Kind kind) {
        if (banner.get() instanceof Banner.Trouble(ErrorBanner fault) && fault.kind() == kind) banner.set(null);
    }

    private void work(ErrorBanner.Kind kind, Message title, Task.Work work) {
        Task task = parts.tasks().start(title, work);
        whenEnded(task, state -> {
            switch (state) {
                case Task.State.Failed(Message why, Throwable cause) -> {
                    trouble(ErrorBanner.of(kind, why, cause));
                    parts.tasks().dismiss(task);
                }
                case Task.State.Done _ -> {
                    if (kind == ErrorBanner.Kind.SAVE) clear(kind);
                }
                case Task.State.Cancelled(),Task.State.Running() -> {
                }
            }
        });
    }

    private static void whenEnded(Task task, Consumer<Task.State> ended) {
        if (!(task.state().get() instanceof Task.State.Running)) ended.accept(task.state().get());
        else
            task.state().addListener((_, _, state) -> ended.accept(state));
    }

    private WindowState session() {
        return parts.store().session().get();
    }

    private void rememberFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) parts.store().update(session -> session.withFolder(folder));
    }

    private static String name(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }
}
