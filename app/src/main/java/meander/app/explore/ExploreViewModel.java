package meander.app.explore;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableMap;

import meander.app.base.BannerTasks;
import meander.app.base.ErrorBanner;
import meander.app.base.FileNames;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Question;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.model.ImageStore;
import meander.app.model.LoadedModel;
import meander.app.model.ModelLoader.Consent;
import meander.app.model.ModelOpener;
import meander.app.model.TranslatorHandover;
import meander.app.picture.PictureEnlarger;
import meander.app.session.OpeningMarkers;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.models.family.Model;
import meander.models.render.Frame;
import meander.models.render.MemoryDemand;
import meander.models.render.Renderer;
import meander.models.request.RenderRequest;

/**
 * The Explore workspace without a screen: a model, what is looked at in it, and the picture. Its parts do the work: the loader opens files, the
 * {@link RequestEditor} changes the request, the {@link FrameLoop} draws it, {@link Snapshots} are kept. Everything public belongs to the window's
 * thread.
 */
public final class ExploreViewModel implements AutoCloseable {
    /** The hash of a place that is looked for in whatever model is opened. */
    private static final String ANY = "";

    /**
     * What this is made of.
     *
     * @param renderers    makes a model's renderer; quick
     * @param enlarger     makes full pictures larger
     * @param renderThread runs one thing at a time, see {@link meander.app.base.LatestOnlyExecutor#thread}; closed with the view model
     */
    public record Parts(ModelOpener opener, Function<Model, Renderer> renderers, ModelExporter exporter, PictureEnlarger enlarger,
            ImageStore pictures, WindowStateStore store, Tasks tasks, FxThreads fx, Timers timers, Executor renderThread,
            RandomGenerator random) {}

    private final Parts parts;
    private final ExploreLoader loader;
    private final RequestEditor editor;
    private final RequestValues values;
    private final FrameLoop frames;
    private final DonorPictures donors;
    private final PictureKeeper keeper;
    private final Snapshots snapshots = new Snapshots();
    private final PictureExports exports;
    private final ExploreBanner banner = new ExploreBanner();
    private final ReadOnlyObjectWrapper<LoadedModel> opened = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Message> device;
    private final ReadOnlyObjectWrapper<TranslatorHandover> translates = new ReadOnlyObjectWrapper<>();
    private Function<Model, Renderer> renderers;
    private boolean swapping;
    /** That of the model on the stage until its first picture is there. */
    private OpeningMarkers.Mark mark = OpeningMarkers.Mark.NONE;

    /** @param device what to say of where networks run */
    public ExploreViewModel(Parts parts, Message device) {
        this.parts = parts;
        this.renderers = parts.renderers();
        this.device = new ReadOnlyObjectWrapper<>(device);
        exports = new PictureExports(parts, new BannerTasks(parts.tasks(), banner::show, banner::clear));
        editor = new RequestEditor(parts.timers());
        values = new RequestValues(editor, parts.random());
        frames = new FrameLoop(editor, parts.timers(), parts.fx(), parts.renderThread(), banner, new Drawing());
        donors = new DonorPictures(frames);
        keeper = new PictureKeeper(parts, frames);
        loader = new ExploreLoader(parts, () -> renderers, banner, new Opening());
        editor.request().addListener((_, _, now) -> {
            if (!swapping && now == editor.request().get()) // else a listener has gone on to another one, which is drawn already
                frames.redraw();
        });
    }

    /** What is looked at, with undo. */
    public RequestEditor editor() {
        return editor;
    }

    /** The numbers and choices of what is looked at. */
    public RequestValues values() {
        return values;
    }

    /** The pictures. */
    public FrameLoop frames() {
        return frames;
    }

    /** What the banner says. */
    public ExploreBanner banner() {
        return banner;
    }

    /** What was kept. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /** Small pictures of the donors, by their seeds; they come when there is time. */
    public ObservableMap<Long, Frame> donorPictures() {
        return donors.shown();
    }

    // The model

    /** The model on the stage; null before the first. */
    public ReadOnlyObjectProperty<LoadedModel> opened() {
        return opened.getReadOnlyProperty();
    }

    /** Whether there is a model. */
    public ReadOnlyBooleanProperty loaded() {
        return loaded.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<LoadState> opening() {
        return loader.state();
    }

    /** Opens a model, or goes back to what a picture's recipe says. What is on the stage stays until that has worked. */
    public void open(Path file) {
        loader.open(new ExploreLoader.Request(file, Map.of(), banner.needsModel().get(), false, Consent.ASKED));
    }

    /** Opens a file that nobody has named, such as the first of a folder: as {@link #open(Path)}, but a program in it is not run unasked. */
    public void openUnasked(Path file) {
        if (parts.store().openings().endedBadly(file)) askAgain(file);
        else
            loader.open(new ExploreLoader.Request(file, Map.of(), banner.needsModel().get(), false, Consent.UNASKED));
    }

    /** Says that opening a file ended badly the time before, and offers to try again. */
    public void askAgain(Path file) {
        banner.ask(new Question(Message.of("opening.badly", FileNames.of(file)), Message.of("opening.badly.why"),
                Message.of("action.openAnyway"), () -> open(file)));
    }

    /** Opens a newer version of what is on the stage: what is looked at stays. */
    public void replace(Path file) {
        ViewBookmark anywhere = opened.get() == null ? null : new ViewBookmark(FileNames.of(file), ANY, request());
        loader.open(new ExploreLoader.Request(file, Map.of(), anywhere, false, Consent.ASKED));
    }

    /** Opens the file anew with another answer to one of its guesses, which is remembered. What is looked at stays. */
    public void answer(String guess, String option) {
        LoadedModel now = opened.get();
        if (now == null) return;
        Map<String, String> answers = new HashMap<>(now.answers());
        answers.put(guess, option);
        loader.open(new ExploreLoader.Request(now.file(), answers, place(), false, Consent.ASKED));
    }

    /** Calls opening off. */
    public void cancelOpening() {
        loader.cancel();
    }

    /** The network that was opened last and turned out to belong to Translate; null at first. */
    public ReadOnlyObjectProperty<TranslatorHandover> translates() {
        return translates.getReadOnlyProperty();
    }

    // The picture

    /** Where networks run and, if not where one would expect, why. */
    public ReadOnlyObjectProperty<Message> device() {
        return device.getReadOnlyProperty();
    }

    /** Draws with other renderers from now on, on another device for instance. */
    public void use(Function<Model, Renderer> renderers, Message device) {
        this.renderers = renderers;
        this.device.set(device);
        if (frames.renderer() != null) frames.use(renderers.apply(opened.get().model()));
    }

    /** Whether the machine is needed here, by a hand that moves or a picture that is being drawn. From any thread. */
    public boolean busy() {
        return frames.busy();
    }

    /** Gives the full picture of what is looked at now, as soon as it is drawn. Not called if it cannot be drawn; the banner says why. */
    public void fullFrame(Consumer<Frame> receiver) {
        frames.full(receiver);
    }

    /** Saves the full picture with its recipe inside, replacing what was there. */
    public void save(Path target) {
        save(target, 1);
    }

    /** Saves it so many times wider and higher, with the detail that a network puts in. */
    public void save(Path target, int factor) {
        LoadedModel from = opened.get();
        exports.rememberFolder(target);
        frames.full(full -> exports.save(full, from, target, factor));
    }

    /** Writes the model for other programs. @param target decides by its ending */
    public void export(Path target) {
        if (opened.get() != null) exports.export(opened.get(), target);
    }

    // Places

    /** Keeps the place that is looked at. */
    public void snapshot() {
        if (frames.frame().get() != null) snapshots.add(place(), frames.frame().get());
    }

    /** Goes back to a place: in the model at hand, in one that is found among the recent files, or the banner asks for it. */
    public void goTo(ViewBookmark place) {
        LoadedModel now = opened.get();
        if (now != null && now.hash().equals(place.hash())) {
            banner.need(null);
            editor.take(place.request());
            return;
        }
        Optional<WindowState.Recent> recent = session().recents().stream().filter(other -> other.hash().equals(place.hash()))
                .findFirst();
        // A picture can name any file that was ever opened here: of these, a program runs only if it was opened this time.
        if (recent.isPresent())
            loader.open(new ExploreLoader.Request(recent.get().file(), Map.of(), place, true,
                    loader.wasAskedFor(place.hash()) ? Consent.ASKED : Consent.UNASKED));
        else
            banner.need(place);
    }

    /** Draws no more, remembers what was looked at, and waits for the render thread to put its engine away. */
    @Override
    public void close() {
        loader.close();
        leave();
        endMark();
        frames.close();
    }

    // Behind it

    /** What comes of opening a file. */
    private final class Opening implements ExploreLoader.Listener {
        @Override
        public void opened(ExploreLoader.Request request, LoadedModel model, Renderer renderer, Optional<Frame> last,
                OpeningMarkers.Mark begun) {
            endMark();
            mark = begun;
            swap(model, renderer, request);
            last.ifPresent(picture -> keeper.showLast(model, picture, request()));
        }

        @Override
        public void recipe(ViewBookmark place) {
            goTo(place);
        }

        @Override
        public void translates(TranslatorHandover network) {
            translates.set(network);
        }

        @Override
        public void unused(Renderer renderer) {
            frames.putAway(renderer);
        }
    }

    /** What comes of drawing. */
    private final class Drawing implements FrameLoop.Listener {
        @Override
        public void engineHolds() {
            endMark();
        }

        @Override
        public void beyond(MemoryDemand demand) {
            ask(demand);
        }

        @Override
        public void settled(RenderRequest request, Frame picture) {
            if (!FiniteCheck.isFinite(picture)) sayNotFinite();
            remember();
            keeper.keepThumbnail(opened.get(), picture);
            donors.draw(request);
        }
    }

    private void swap(LoadedModel fresh, Renderer drawing, ExploreLoader.Request way) {
        leave();
        Model model = fresh.model();
        ViewBookmark wanted = way.wanted();
        boolean there = wanted != null && (wanted.hash().equals(ANY) || wanted.hash().equals(fresh.hash()));
        swapping = true;
        Renderer old = frames.replace(drawing);
        donors.clear();
        editor.restart(model.controls(), model.initial(),
                there ? wanted.request() : session().requests().getOrDefault(fresh.hash(), model.initial()));
        opened.set(fresh);
        loaded.set(true);
        swapping = false;
        banner.need(there ? null : wanted);
        parts.store().update(session -> {
            WindowState changed = session
                    .withRecent(new WindowState.Recent(fresh.file(), FileNames.of(fresh.file()), fresh.line(), fresh.hash()));
            return way.answered() ? changed.withAnswers(fresh.hash(), fresh.answers()) : changed;
        });
        frames.redraw();
        frames.putAway(old);
    }

    /** Remembers what was looked at in the model on the stage. */
    private void leave() {
        if (opened.get() == null) return;
        remember();
        keeper.keepLast(opened.get());
    }

    private void remember() {
        parts.store().update(session -> session.withRequest(opened.get().hash(), request().light()));
    }

    private void endMark() {
        mark.close();
        mark = OpeningMarkers.Mark.NONE;
    }

    /** Asks before more is taken than a machine should give unasked. */
    private void ask(MemoryDemand demand) {
        Renderer wanted = frames.renderer();
        banner.ask(new Question(Message.of("question.demand", FileNames.of(opened.get().file())),
                Message.of("question.demand.why", demand.memory(), MemoryDemand.machineMemory()), Message.of("action.drawAnyway"),
                () -> {
                    if (wanted != frames.renderer()) return;
                    mark = parts.store().openings().begin(opened.get().file());
                    wanted.allowAnyDemand();
                    frames.redraw();
                }));
    }

    private void sayNotFinite() {
        LoadedModel from = opened.get();
        frames.chore(() -> {
            Message why = FiniteCheck.reason(from);
            parts.fx().later(() -> {
                if (opened.get() == from) banner.show(ErrorBanner.of(ErrorBanner.Kind.RENDER, why));
            });
        });
    }

    private RenderRequest request() {
        return editor.request().get();
    }

    private WindowState session() {
        return parts.store().session().get();
    }

    private ViewBookmark place() {
        return new ViewBookmark(FileNames.of(opened.get().file()), opened.get().hash(), request());
    }
}
