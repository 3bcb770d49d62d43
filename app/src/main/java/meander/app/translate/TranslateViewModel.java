package meander.app.translate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import meander.app.base.BannerTasks;
import meander.app.base.ErrorBanner;
import meander.app.base.FileNames;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Question;
import meander.app.base.RenderLoop;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.base.UndoHistory;
import meander.app.model.ModelLoader.Consent;
import meander.app.model.ModelOpener;
import meander.app.picture.PictureEnlarger;
import meander.app.picture.Raster;
import meander.app.picture.SamplePictures;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.models.family.Translator;
import meander.models.render.PictureTranslator;

/**
 * The Translate workspace without a screen: one picture, which is drawn on or opened, and the panes that translate it. Everything public
 * belongs to the window’s thread.
 */
public final class TranslateViewModel implements AutoCloseable {
    /** Sides of tiles to choose from, in pixels. */
    public static final List<Integer> TILES = List.of(0, 256, 512);
    /** More would be too narrow to look at. */
    public static final int MOST_PANES = 4;
    private static final int UNDO_STEPS = 60;
    private static final Duration ONE_STEP = Duration.ofMillis(600);
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

    private final Parts parts;
    private final TranslateBanner banner = new TranslateBanner();
    private final TranslateLoader loader;
    private final InputPicture input;
    private final TranslationExports exports;
    private final RenderLoop loop;
    private final UndoHistory<Canvas> history;
    private final DrawingViewModel drawing;
    private final CompareViewModel compare;
    private final ObservableList<PaneViewModel> panes = FXCollections.observableArrayList();
    private final ObservableList<PaneViewModel> panesShown = FXCollections.unmodifiableObservableList(panes);
    private final ReadOnlyObjectWrapper<PaneViewModel> active = new ReadOnlyObjectWrapper<>();
    private final IntegerProperty tile = new SimpleIntegerProperty(this, "tile", 0);
    private boolean begun;
    private int lastId;
    /** The pane that the banner speaks of. */
    private int failing;

    public TranslateViewModel(Parts parts) {
        this(parts, new RasterFiles());
    }

    TranslateViewModel(Parts parts, RasterStore pictures) {
        this.parts = parts;
        loader = new TranslateLoader(parts, banner);
        Raster first = SamplePictures.BACKPACK.picture(InputPicture.SHEET);
        history = new UndoHistory<>(new Canvas(first, Canvas.Source.DRAWN, List.of()), UNDO_STEPS, ONE_STEP,
                parts.timers()::nanos, Canvas::tooLarge);
        BannerTasks work = new BannerTasks(parts.tasks(), banner::show, kind -> {
            // What a picture or a folder has to say comes by itself, before its work is done.
            if (kind == ErrorBanner.Kind.SAVE) banner.clear(kind);
        });
        input = new InputPicture(history, pictures, banner, work, parts.fx(), this::modelSide);
        exports = new TranslationExports(this, parts, pictures, work);
        loop = new RenderLoop(parts.timers(), this::translate, () -> running.stream().allMatch(PaneViewModel::idle));
        compare = new CompareViewModel(parts.fx(), parts.worker());
        compare.way().addListener((_, _, _) -> beside());
        drawing = new DrawingViewModel(input.picture()::get, new DrawingViewModel.Sheet() {
            @Override
            public void begin() {
                history.hold();
            }

            @Override
            public void change(Raster changed) {
                history.push(canvas().with(changed), "draw");
            }

            @Override
            public void end() {
                history.release();
                loop.changed(false);
                beside();
            }
        });
        history.current().addListener((_, before, now) -> follow(before, now));
        tile.addListener((_, _, _) -> loop.changed(false));
        compare.show(first, panes);
    }

    /** What is translated. */
    public InputPicture input() {
        return input;
    }

    /** What the banner says. */
    public TranslateBanner banner() {
        return banner;
    }

    /** What takes translations along. */
    public TranslationExports exports() {
        return exports;
    }

    /** What a hand draws with. */
    public DrawingViewModel drawing() {
        return drawing;
    }

    /** Opens a picture of any size. */
    public void openPicture(Path file) {
        exports.rememberFolder(file);
        input.open(file);
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
        return loader.opening();
    }

    /** Brings back what was there last time; called when the workspace is first shown. @param bundled what one begins with */
    public void begin(List<Path> bundled) {
        if (begun) return;
        begun = true;
        if (!panes.isEmpty() || loader.opening().get() > 0) return;
        List<WindowState.Pane> last = session().panes().stream().filter(pane -> Files.isRegularFile(pane.file())).toList();
        if (last.isEmpty()) bundled.forEach(this::open);
        else
            last.forEach(pane -> {
                if (parts.store().openings().endedBadly(pane.file())) askAgain(pane);
                else
                    open(pane.file(), Map.of(), Consent.UNASKED, opened -> add(PaneState.restored(++lastId, pane, opened)));
            });
    }

    private void askAgain(WindowState.Pane pane) {
        banner.show(new TranslateBanner.Content.Asks(new Question(Message.of("opening.badly", FileNames.of(pane.file())),
                Message.of("opening.badly.why"), Message.of("action.openAnyway"),
                () -> open(pane.file(), Map.of(), Consent.ASKED, opened -> add(PaneState.restored(++lastId, pane, opened))))));
    }

    /** Opens a file: a picture to translate, or a network to translate it with, in a pane of its own. */
    public void open(Path file) {
        if (isPicture(file)) openPicture(file);
        else
            open(file, Map.of(), Consent.ASKED, this::add);
    }

    /** Whether a file's name is that of a picture. */
    public static boolean isPicture(Path file) {
        return FolderTranslation.isPicture(file);
    }

    /** Opens a network in the place of a pane’s. */
    public void open(PaneViewModel pane, Path file) {
        int id = pane.id();
        open(file, Map.of(), Consent.ASKED, opened -> change(id, state -> state.with(opened)));
    }

    /** A network that was opened elsewhere. */
    public void take(Translator translator, Path file, String hash, Map<String, String> answers) {
        begun = true;
        loader.pair(new LoadedDirection(translator, file, hash), answers, this::add);
    }

    /** Opens a pane’s file anew with another answer to one of its guesses, which is remembered. */
    public void answer(PaneViewModel pane, String guess, String option) {
        OpenNetworks now = pane.state().get().opened();
        Map<String, String> said = new HashMap<>(now.answers());
        said.put(guess, option);
        int id = pane.id();
        open(now.file(), said, Consent.ASKED, opened -> {
            parts.store().update(session -> session.withAnswers(opened.chosen().hash(), opened.answers()));
            change(id, state -> state.with(opened));
        });
    }

    public void remove(PaneViewModel pane) {
        history.push(canvas().without(pane.id()));
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
        return loader.draws();
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

    /** Whether the machine is needed here, by a hand that draws or a picture that is being translated. From any thread. */
    public boolean busy() {
        return loop.busy();
    }

    /** Whether every pane shows the translation of this very picture. */
    public boolean settled() {
        return loader.opening().get() == 0 && panes.stream().allMatch(pane -> pane.settled(input.picture().get()))
                && compare.idle();
    }

    /** Works no more, and waits until all engines are put away. */
    @Override
    public void close() {
        loop.stop();
        panes.forEach(PaneViewModel::close);
    }

    // Behind it

    /** The panes, for other threads. */
    private volatile List<PaneViewModel> running = List.of();

    private Canvas canvas() {
        return history.current().get();
    }

    private void change(int id, UnaryOperator<PaneState> change) {
        history.push(canvas().change(id, change));
    }

    private void add(OpenNetworks opened) {
        add(PaneState.of(++lastId, opened));
    }

    private void add(PaneState state) {
        if (panes.size() >= MOST_PANES) {
            banner.show(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("translate.panes.most", MOST_PANES)));
            return;
        }
        banner.clear(ErrorBanner.Kind.OPEN);
        history.push(canvas().with(state));
        activate(panes.getLast());
    }

    private void open(Path file, Map<String, String> said, Consent consent, Consumer<OpenNetworks> then) {
        exports.rememberFolder(file);
        loader.open(file, said, consent, then);
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
        input.follow(now);
        loop.changed(history.held());
        beside();
    }

    /** While a hand draws, small pictures wait: the panes need the time. Those that are looked at in the panes' place do not. */
    private void beside() {
        if (!history.held() || compare.way().get() != null) compare.show(input.picture().get(), panes);
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
            banner.show(fault);
        } else if (failing == id) banner.clear(ErrorBanner.Kind.RENDER);
    }

    /** Lets the panes translate. @param settle whether previews are not enough */
    private void translate(boolean settle) {
        Raster now = input.picture().get();
        panes.forEach(pane -> pane.translate(now, tile.get(), settle));
    }

    private void remember(Canvas now) {
        parts.store().update(session -> session.withPanes(now.panes().stream().map(PaneState::saved).toList()));
    }

    private WindowState session() {
        return parts.store().session().get();
    }
}
