package meander.app.explore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;

import meander.app.base.ErrorBanner;
import meander.app.base.ErrorMessages;
import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.Question;
import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.base.UndoHistory;
import meander.app.model.ImageStore;
import meander.app.model.LoadedModel;
import meander.app.model.ModelOpener;
import meander.app.model.TranslatorHandover;
import meander.app.picture.PictureEnlarger;
import meander.app.picture.PictureRecipe;
import meander.app.session.OpeningMarkers;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.models.checkpoint.NonFiniteTensors;
import meander.models.checkpoint.Rejected;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.OpenResult;
import meander.models.files.OrdinaryFile;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;
import meander.models.render.Frame;
import meander.models.render.MemoryDemand;
import meander.models.render.RenderFault;
import meander.models.render.RenderResult;
import meander.models.render.Renderer;
import meander.models.request.Aspect;
import meander.models.request.Aspects;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.models.text.Phrase;
import meander.training.run.RunFolder;

/**
 * The Explore workspace without a screen: a model, what is looked at in it, and the picture. All that a person can turn is one
 * immutable {@link RenderRequest}; dials and facets are views of it, undo is a list of them, and every change sends the newest
 * to the render thread. Everything public belongs to the window's thread.
 */
public final class ExploreViewModel implements AutoCloseable {
    private static final int UNDO_STEPS = 500;
    private static final int SEEDS_KEPT = 50;
    private static final int RANDOM_SEEDS = 1_000_000;
    private static final long SEEDS = 1L << 32;
    /** Changes of the same control that follow each other this closely are one step of undo. */
    private static final Duration ONE_STEP = Duration.ofMillis(600);
    /** A hand that has not moved for this long rests, and the picture settles. */
    private static final Duration REST = Duration.ofMillis(120);
    /** For so long after a hand has moved, other work had better wait. */
    private static final Duration BUSY = Duration.ofMillis(300);
    /** The hash of a place that is looked for in whatever model is opened. */
    private static final String ANY = "";
    /** The answer by which a person lets a program run that cannot be confined here; to no guess of any family. */
    private static final String UNCONFINED = "meander.unconfined";
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /**
     * What this is made of.
     *
     * @param renderers    makes a model's renderer; quick
     * @param enlarger     makes full pictures larger
     * @param renderThread runs one thing at a time, see {@link LatestOnlyExecutor#thread}; closed with the view model
     */
    public record Parts(ModelOpener opener, Function<Model, Renderer> renderers, ModelExporter exporter, PictureEnlarger enlarger,
            ImageStore pictures, WindowStateStore store, Tasks tasks, FxThreads fx, Timers timers, Executor renderThread,
            RandomGenerator random) {}

    /** Something for the render thread. @param settle whether a preview is not enough */
    private record Draw(Renderer renderer, RenderRequest request, boolean settle) {}

    /** What the render thread has made. @param preview ms of the preview on the way, NaN if there was none, @param settled whether more is to come */
    private record Drawn(Draw draw, RenderResult result, double preview, boolean settled, Tensor styles) {}

    /** What the worker has found in a file. */
    private sealed interface Loaded {
        /** @param last the picture that it was left with, if that was kept */
        record Fresh(LoadedModel opened, Renderer renderer, Optional<Frame> last, OpeningMarkers.Mark mark) implements Loaded {}

        record Picture(ViewBookmark place) implements Loaded {}

        /** It draws from pictures, which is another workspace's. */
        record Translates(TranslatorHandover network) implements Loaded {}

        record Refused(ErrorBanner why) implements Loaded {}

        /** It holds a program that is not run without being asked for. */
        record Program(Rejected why, String hash) implements Loaded {}

        /** A model, but not the one that was wanted. */
        record Other() implements Loaded {}
    }

    private final Parts parts;
    private final FxThreads fx;
    private final UndoHistory<RenderRequest> history;
    private final LatestOnlyExecutor<Draw> draws;
    private final Consumer<Drawn> toWindow;

    private final ReadOnlyObjectWrapper<LoadedModel> opened = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ObservableList<Control> controls = FXCollections.observableArrayList();
    private final ObservableList<Control> controlsShown = FXCollections.unmodifiableObservableList(controls);
    private final Map<Aspect<?>, ReadOnlyBooleanWrapper> has = new HashMap<>();
    private final ReadOnlyObjectWrapper<LoadState> opening = new ReadOnlyObjectWrapper<>(new LoadState.Idle());
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final Map<Aspect<?>, ReadOnlyBooleanWrapper> changedGroups = new HashMap<>();
    private final ObservableList<Long> seeds = FXCollections.observableArrayList();
    private final ObservableList<Long> seedsShown = FXCollections.unmodifiableObservableList(seeds);
    private final ObservableMap<Long, Frame> donorPictures = FXCollections.observableHashMap();
    private final ObservableMap<Long, Frame> donorPicturesShown = FXCollections.unmodifiableObservableMap(donorPictures);
    private final Map<Long, Object> donorsDrawnFor = new HashMap<>();
    private final ReadOnlyObjectWrapper<Frame> frame = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Tensor> styles = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyDoubleWrapper previewMillis = new ReadOnlyDoubleWrapper(Double.NaN);
    private final ReadOnlyDoubleWrapper fullMillis = new ReadOnlyDoubleWrapper(Double.NaN);
    private final ReadOnlyDoubleWrapper framesPerSecond = new ReadOnlyDoubleWrapper(Double.NaN);
    private final ReadOnlyObjectWrapper<Message> device;
    private final ReadOnlyObjectWrapper<ErrorBanner> fault = new ReadOnlyObjectWrapper<>();
    private final ObservableList<Snapshot> snapshots = FXCollections.observableArrayList();
    private final ObservableList<Snapshot> snapshotsShown = FXCollections.unmodifiableObservableList(snapshots);
    private final ReadOnlyObjectWrapper<ViewBookmark> needsModel = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<TranslatorHandover> translates = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Question> question = new ReadOnlyObjectWrapper<>();
    /** Hashes of what a person has opened in this window. */
    private final Set<String> asked = new HashSet<>();

    private final Map<String, NumericControl> dials = new HashMap<>();
    private final List<RequestProperty<?>> facets = new ArrayList<>();
    private final ObjectProperty<Long> seed = facet("seed", request -> request.point().seed(), this::goToSeed);
    private final ObjectProperty<Noise.Mode> noiseMode = facet("noise.mode", request -> request.noise().mode(), mode -> {
        if (mode != Noise.Mode.GIVEN) changeNoise(noise -> noise.withMode(mode), new Object());
    });
    private final ObjectProperty<Long> noiseSeed = facet("noise.seed", request -> request.noise().seed(), value -> {
        if (isSeed(value)) changeNoise(noise -> noise.withSeed(value), "noise.seed");
    });
    private final ObjectProperty<StyleMix> mix = facet("mix", RenderRequest::mix,
            value -> change(request -> request.withMix(value)));
    private final ObjectProperty<ClassMix> classes = facet("classes", RenderRequest::classes,
            value -> change(request -> request.withClasses(value)));
    private final ObjectProperty<ZOffsets> zOffsets = facet("editZ", RenderRequest::zOffsets,
            value -> change(request -> request.withZOffsets(value)));
    private final ObjectProperty<WOffsets> wOffsets = facet("editW", RenderRequest::wOffsets,
            value -> change(request -> request.withWOffsets(value)));

    private Function<Model, Renderer> renderers;
    private Renderer renderer;
    private Renderer shownBy;
    private RenderRequest initial = RenderRequest.DEFAULT;
    private boolean swapping;
    private boolean settling = true;
    private Timers.Pending rest = () -> {};
    private final Deque<Long> shownAt = new ArrayDeque<>();
    private Task loading;
    /** The picture that was there before the engine was; null where there was none. */
    private Frame lastSeen;
    private int turns;
    /** That of the model on the stage until its first picture is there. */
    private OpeningMarkers.Mark mark = OpeningMarkers.Mark.NONE;
    private boolean thumbnailAsked;
    private volatile boolean closing;
    /** When a hand last moved something. */
    private volatile long touched;
    /** The last thing drawn; the render thread's own. */
    private Drawn last;

    /** @param device what to say of where networks run */
    public ExploreViewModel(Parts parts, Message device) {
        this.parts = parts;
        this.fx = parts.fx();
        this.renderers = parts.renderers();
        this.device = new ReadOnlyObjectWrapper<>(device);
        for (Aspect<?> aspect : Aspects.ALL) {
            has.put(aspect, new ReadOnlyBooleanWrapper());
            changedGroups.put(aspect, new ReadOnlyBooleanWrapper());
        }
        touched = parts.timers().nanos() - BUSY.toNanos();
        history = new UndoHistory<>(RenderRequest.DEFAULT, UNDO_STEPS, ONE_STEP, parts.timers()::nanos);
        history.current().addListener((_, _, _) -> follow());
        toWindow = fx.latest(this::show);
        draws = new LatestOnlyExecutor<>(parts.renderThread(), this::draw, thrown -> fx
                .later(() -> fault.set(ErrorBanner.of(ErrorBanner.Kind.RENDER, ErrorMessages.message(thrown), thrown))));
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

    /** What a person can turn, in the order in which it is shown. Changes with the model; dials got before belong to the old one. */
    public ObservableList<Control> controls() {
        return controlsShown;
    }

    /** Whether the model has controls of an aspect. */
    public ReadOnlyBooleanProperty has(Aspect<?> aspect) {
        return has.get(aspect).getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<LoadState> opening() {
        return opening.getReadOnlyProperty();
    }

    /** Opens a model, or goes back to what a picture's recipe says. What is on the stage stays until that has worked. */
    public void open(Path file) {
        open(new Way(file, Map.of(), needsModel.get(), false, true, false));
    }

    /** Opens a file that nobody has named, such as the first of a folder: as {@link #open(Path)}, but a program in it is not run unasked. */
    public void openUnasked(Path file) {
        if (parts.store().openings().endedBadly(file)) askAgain(file);
        else
            open(new Way(file, Map.of(), needsModel.get(), false, false, false));
    }

    /** Says that opening a file ended badly the time before, and offers to try again. */
    public void askAgain(Path file) {
        question.set(new Question(Message.of("opening.badly", name(file)), Message.of("opening.badly.why"),
                Message.of("action.openAnyway"), () -> open(file)));
    }

    /** What is not done unasked; null when nothing is. */
    public ReadOnlyObjectProperty<Question> question() {
        return question.getReadOnlyProperty();
    }

    /** The person wants it. */
    public void acceptQuestion() {
        Question now = question.get();
        question.set(null);
        if (now != null) now.accept().run();
    }

    /** The person does not want it. */
    public void dismissQuestion() {
        question.set(null);
    }

    /** Opens a newer version of what is on the stage: what is looked at stays. */
    public void replace(Path file) {
        ViewBookmark anywhere = opened.get() == null ? null : new ViewBookmark(name(file), ANY, request().get());
        open(new Way(file, Map.of(), anywhere, false, true, false));
    }

    /** The network that was opened last and turned out to belong to Translate; null at first. */
    public ReadOnlyObjectProperty<TranslatorHandover> translates() {
        return translates.getReadOnlyProperty();
    }

    /** Calls opening off. */
    public void cancelOpening() {
        if (opening.get() instanceof LoadState.Working) {
            turns++;
            if (loading != null) loading.cancel();
            opening.set(new LoadState.Idle());
        }
    }

    /** Opens the file anew with another answer to one of its guesses, which is remembered. What is looked at stays. */
    public void answer(String guess, String option) {
        LoadedModel now = opened.get();
        if (now != null) {
            Map<String, String> answers = new HashMap<>(now.answers());
            answers.put(guess, option);
            open(new Way(now.file(), answers, place(), false, true, false));
        }
    }

    // What is looked at

    /** All that a person has turned. */
    public ReadOnlyObjectProperty<RenderRequest> request() {
        return history.current();
    }

    /** A change that is one step of undo by itself. */
    public void change(UnaryOperator<RenderRequest> change) {
        edit(new Object(), change);
    }

    /** A hand takes hold: until {@link #end} all changes are one step of undo, and previews are enough while it moves. */
    public void begin() {
        history.hold();
        shownAt.clear();
    }

    /** The hand lets go. */
    public void end() {
        history.release();
        if (!settling) settle();
    }

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

    /** Whether anything stands elsewhere than at first. */
    public ReadOnlyBooleanProperty changed() {
        return changed.getReadOnlyProperty();
    }

    /** Whether anything of an aspect stands elsewhere than at first. */
    public ReadOnlyBooleanProperty changed(Aspect<?> aspect) {
        return changedGroups.get(aspect).getReadOnlyProperty();
    }

    public void reset(Aspect<?> aspect) {
        change(request -> aspect.reset(request, initial));
    }

    public void resetAll() {
        change(_ -> initial);
    }

    /** The seed; setting it goes to that seed itself, x and y at 0. */
    public ObjectProperty<Long> seed() {
        return seed;
    }

    /** Seeds that were looked at, latest first. */
    public ObservableList<Long> seeds() {
        return seedsShown;
    }

    public void randomSeed() {
        long random = parts.random().nextInt(RANDOM_SEEDS);
        changePoint(_ -> SeedPlanePoint.of(random), new Object());
    }

    public void nextSeed() {
        goToSeed(Math.floorMod(seed.get() + 1, SEEDS));
    }

    public void previousSeed() {
        goToSeed(Math.floorMod(seed.get() - 1, SEEDS));
    }

    /** Moves over the plane of seeds, in seeds to the right and rows upwards. */
    public void move(double dx, double dy) {
        changePoint(point -> new SeedPlanePoint(point.seed(), point.x() + dx, point.y() + dy), "move");
    }

    public NumericControl x() {
        return dial("x", -3, 3, initial.point().x(), request -> request.point().x(),
                (request, value) -> elsewhere(request, new SeedPlanePoint(request.point().seed(), value, request.point().y())));
    }

    public NumericControl y() {
        return dial("y", -3, 3, initial.point().y(), request -> request.point().y(),
                (request, value) -> elsewhere(request, new SeedPlanePoint(request.point().seed(), request.point().x(), value)));
    }

    public NumericControl psi() {
        return dial("psi", -1, 2, initial.truncation().psi(), request -> request.truncation().psi(),
                (request, value) -> request.withTruncation(request.truncation().withPsi(value)));
    }

    /** A whole number, 0 … layers; all layers is its end. */
    public NumericControl cutoff() {
        int layers = controls.stream().mapToInt(control -> control instanceof Control.Truncate(int count) ? count : 0).max()
                .orElse(0);
        return wholeDial("cutoff", 0, layers, Math.min(layers, initial.truncation().cutoff()),
                request -> Math.min(layers, request.truncation().cutoff()), (request, value) -> request.withTruncation(
                        request.truncation().withCutoff(value >= layers ? Truncation.ALL_LAYERS : (int) Math.max(0, value))));
    }

    public ObjectProperty<Noise.Mode> noiseMode() {
        return noiseMode;
    }

    public ObjectProperty<Long> noiseSeed() {
        return noiseSeed;
    }

    public NumericControl noiseStrength() {
        return dial("noise", 0, 2, initial.noise().strength(), request -> request.noise().strength(),
                (request, value) -> request.withNoise(request.noise().withStrength(value)));
    }

    public NumericControl noiseStrength(int layer) {
        ToDoubleFunction<RenderRequest> read = request -> request.noise().layerStrength().getOrDefault(layer, 1.0);
        return dial("noise:" + layer, 0, 2, read.applyAsDouble(initial), read,
                (request, value) -> request.withNoise(request.noise().withLayerStrength(layer, value)));
    }

    public ObjectProperty<StyleMix> mix() {
        return mix;
    }

    /** One more source for the mixing matrix. */
    public void addDonor(long seed) {
        changeMix(mix -> mix.withDonor(seed));
    }

    /** Another seed for a source. @param source 1, 2, … */
    public void changeDonor(int source, long seed) {
        changeMix(mix -> mix.withDonor(source, seed));
    }

    /** @param source 1, 2, … */
    public void removeDonor(int source) {
        changeMix(mix -> mix.withoutDonor(source));
    }

    /** Gives layers to one source alone. @param to the last of them */
    public void takeFrom(int source, int from, int to) {
        edit("mix", request -> {
            StyleMix mixed = request.mix();
            for (int layer = from; layer <= to; layer++)
                mixed = source == 0 ? mixed.withWeights(layer, null) : mixed.withLayer(layer, source);
            return request.withMix(mixed);
        });
    }

    /** The weight of a source in a layer, 0 … 1, before all are divided by their sum. */
    public NumericControl mixWeight(int layer, int source) {
        return dial("mix:" + layer + ":" + source, 0, 1, weight(initial.mix(), layer, source),
                request -> weight(request.mix(), layer, source),
                (request, value) -> request.withMix(weighted(request.mix(), layer, source, value)));
    }

    /** Small pictures of the donors, by their seeds; they come when there is time. */
    public ObservableMap<Long, Frame> donorPictures() {
        return donorPicturesShown;
    }

    public ObjectProperty<ClassMix> classes() {
        return classes;
    }

    /** One class alone. */
    public void chooseClass(int label) {
        classes.set(ClassMix.of(label));
    }

    /** The weight of a class, 0 … 1, before all are divided by their sum. */
    public NumericControl classWeight(int label) {
        ToDoubleFunction<RenderRequest> read = request -> request.classes().weights().getOrDefault(label, 0.0);
        return dial("class:" + label, 0, 1, read.applyAsDouble(initial), read,
                (request, value) -> request.withClasses(request.classes().with(label, Math.max(0, value))));
    }

    public ObjectProperty<ZOffsets> zOffsets() {
        return zOffsets;
    }

    public ObjectProperty<WOffsets> wOffsets() {
        return wOffsets;
    }

    /** The offset of a dimension of z. */
    public NumericControl z(int dimension) {
        ToDoubleFunction<RenderRequest> read = request -> request.zOffsets().get(dimension);
        return dial("z:" + dimension, -3, 3, read.applyAsDouble(initial), read,
                (request, value) -> request.withZOffsets(request.zOffsets().with(dimension, value)));
    }

    /** The offset of a dimension of w in all layers. */
    public NumericControl w(int dimension) {
        ToDoubleFunction<RenderRequest> read = request -> request.wOffsets().get(dimension);
        return dial("w:" + dimension, -3, 3, read.applyAsDouble(initial), read,
                (request, value) -> request.withWOffsets(request.wOffsets().with(dimension, value)));
    }

    /** The offset of a dimension of w in one layer. */
    public NumericControl w(int layer, int dimension) {
        ToDoubleFunction<RenderRequest> read = request -> request.wOffsets().get(layer, dimension);
        return dial("w:" + layer + ":" + dimension, -3, 3, read.applyAsDouble(initial), read,
                (request, value) -> request.withWOffsets(request.wOffsets().with(layer, dimension, value)));
    }

    /** One of the family's own sliders. */
    public NumericControl slider(Control.Slider slider) {
        double start = initial.sliders().getOrDefault(slider.id(), slider.initial());
        return dial("slider:" + slider.id(), slider.min(), slider.max(), start,
                request -> request.sliders().getOrDefault(slider.id(), slider.initial()), (request, value) -> {
                    if (value != start || initial.sliders().containsKey(slider.id()))
                        return request.withSlider(slider.id(), value);
                    return request.with(Aspects.SLIDERS, request.get(Aspects.SLIDERS).without(slider.id()));
                });
    }

    // The picture

    /** The newest picture; null before the first. */
    public ReadOnlyObjectProperty<Frame> frame() {
        return frame.getReadOnlyProperty();
    }

    /** The truncated, mixed and edited w of the last settled picture, {@code [layers,w_dim]}; null where there is none. */
    public ReadOnlyObjectProperty<Tensor> styles() {
        return styles.getReadOnlyProperty();
    }

    /** What the last preview took, in ms; NaN before the first. */
    public ReadOnlyDoubleProperty previewMillis() {
        return previewMillis.getReadOnlyProperty();
    }

    /** What the last full picture took, in ms; NaN before the first. */
    public ReadOnlyDoubleProperty fullMillis() {
        return fullMillis.getReadOnlyProperty();
    }

    /** Pictures a second in the last second of the last drag; NaN before the first. */
    public ReadOnlyDoubleProperty framesPerSecond() {
        return framesPerSecond.getReadOnlyProperty();
    }

    /** Where networks run and, if not where one would expect, why. */
    public ReadOnlyObjectProperty<Message> device() {
        return device.getReadOnlyProperty();
    }

    /** Draws with other renderers from now on, on another device for instance. */
    public void use(Function<Model, Renderer> renderers, Message device) {
        this.renderers = renderers;
        this.device.set(device);
        if (renderer != null) {
            draws.chore(renderer::close);
            renderer = renderers.apply(opened.get().model());
            redraw();
        }
    }

    /** Whether the machine is needed here, by a hand that moves or a picture that is being drawn. From any thread. */
    public boolean busy() {
        return parts.timers().nanos() - touched < BUSY.toNanos() || !draws.idle();
    }

    /** What went wrong last; null when all is well. */
    public ReadOnlyObjectProperty<ErrorBanner> fault() {
        return fault.getReadOnlyProperty();
    }

    /** Takes the banner away. */
    public void dismissFault() {
        fault.set(null);
    }

    // Taking it along

    /** Gives the full picture of what is looked at now, as soon as it is drawn. Not called if it cannot be drawn; the banner says why. */
    public void fullFrame(Consumer<Frame> receiver) {
        RenderRequest wanted = request().get();
        Frame now = frame.get();
        if (renderer == null) return;
        if (now != null && now.full() && shownBy == renderer && now.request().equals(wanted)) {
            receiver.accept(now);
            return;
        }
        Draw draw = new Draw(renderer, wanted, true);
        draws.chore(() -> {
            RenderResult result = render(draw, Renderer.Quality.FULL, () -> closing);
            fx.later(() -> {
                show(new Drawn(draw, result, Double.NaN, false, null));
                if (result instanceof Frame full) receiver.accept(full);
            });
        });
    }

    /** Saves the full picture with its recipe inside, replacing what was there. */
    public void save(Path target) {
        save(target, 1);
    }

    /** Saves it so many times wider and higher, with the detail that a network puts in. */
    public void save(Path target, int factor) {
        LoadedModel from = opened.get();
        rememberFolder(target);
        fullFrame(full -> work(ErrorBanner.Kind.SAVE, Message.of("task.save", name(target)), row -> {
            Frame whole = factor == 1
                    ? full
                    : new Frame(parts.enlarger().enlarge(full.pixels(), factor, row::progress, row::cancelled), full.full(),
                            full.millis(), full.request());
            parts.pictures().save(target, whole, factor, from.model().info(), from.hash());
            return Message.of("picture.saved", name(target));
        }));
    }

    /** Writes the model for other programs. @param target decides by its ending */
    public void export(Path target) {
        LoadedModel from = opened.get();
        if (from == null) return;
        rememberFolder(target);
        work(ErrorBanner.Kind.EXPORT, Message.of("task.export", name(target)), row -> {
            parts.exporter().export(from.model(), target, row::progress, row::cancelled);
            return Message.of("model.exported", name(target));
        });
    }

    /** What was kept, oldest first; remains when the model changes. */
    public ObservableList<Snapshot> snapshots() {
        return snapshotsShown;
    }

    /** Keeps the place that is looked at. */
    public void snapshot() {
        if (frame.get() != null) snapshots.add(new Snapshot(place(), Thumbnails.of(frame.get(), Snapshot.SIDE)));
    }

    public void remove(Snapshot snapshot) {
        snapshots.remove(snapshot);
    }

    /** Goes back to a place: in the model at hand, in one that is found among the recent files, or {@link #needsModel} asks for it. */
    public void goTo(ViewBookmark place) {
        LoadedModel now = opened.get();
        if (now != null && now.hash().equals(place.hash())) {
            needsModel.set(null);
            change(_ -> place.request().fit(controls, initial));
            return;
        }
        Optional<WindowState.Recent> recent = session().recents().stream().filter(other -> other.hash().equals(place.hash()))
                .findFirst();
        // A picture can name any file that was ever opened here: of these, a program runs only if it was opened this time.
        if (recent.isPresent()) open(new Way(recent.get().file(), Map.of(), place, true, asked.contains(place.hash()), false));
        else
            needsModel.set(place);
    }

    /** The place whose model is not at hand; null when none is asked for. Opening the model with {@link #open} answers. */
    public ReadOnlyObjectProperty<ViewBookmark> needsModel() {
        return needsModel.getReadOnlyProperty();
    }

    /** Gives up on the place whose model is not at hand. */
    public void forgetPlace() {
        needsModel.set(null);
    }

    /** Draws no more, remembers what was looked at, and waits for the render thread to put its engine away. */
    @Override
    public void close() {
        cancelOpening();
        turns++;
        rest.cancel();
        remember();
        keepLast();
        endMark();
        closing = true;
        if (renderer != null) draws.chore(renderer::close);
        renderer = null;
        draws.close();
    }

    // Opening

    /**
     * How to open a file.
     *
     * @param answers besides those remembered
     * @param wanted  where to go in it, if it is the model of that place; may be null
     * @param only    whether any other model is of no use
     * @param asked   whether a person has named the file, so that a program in it may run
     * @param trusted whether it may run although this system cannot confine it
     */
    private record Way(Path file, Map<String, String> answers, ViewBookmark wanted, boolean only, boolean asked,
            boolean trusted) {}

    private void open(Way way) {
        cancelOpening();
        question.set(null);
        int turn = ++turns;
        opening.set(new LoadState.Working(way.file(), 0));
        WindowState session = session();
        Function<Model, Renderer> make = renderers;
        Consumer<Double> progress = fx.latest(share -> {
            if (turn == turns && opening.get() instanceof LoadState.Working)
                opening.set(new LoadState.Working(way.file(), share));
        });
        loading = parts.tasks().start(Message.of("task.open", name(way.file())), row -> {
            Loaded found = load(way, session, make, row, share -> {
                row.progress(share);
                progress.accept(share);
            });
            boolean cancelled = row.cancelled();
            fx.later(() -> arrive(turn, way, cancelled, found));
            return null;
        });
    }

    private Loaded load(Way way, WindowState session, Function<Model, Renderer> make, Task.Row row, DoubleConsumer progress) {
        Path file = way.file();
        try {
            if (RunFolder.is(file)) {
                Optional<Path> newest = new RunFolder(file).model();
                if (newest.isEmpty())
                    return new Loaded.Refused(
                            ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("open.run-without-model", name(file))));
                file = newest.get();
            }
            if (OrdinaryFile.isSpecial(file))
                return new Loaded.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("open.special", name(file))));
            if (parts.pictures().isPicture(file)) return switch (parts.pictures().recipe(file)) {
                case PictureRecipe.Reading.Found(PictureRecipe recipe) ->
                    new Loaded.Picture(new ViewBookmark(recipe.model(), recipe.sha256(), recipe.request()));
                case PictureRecipe.Reading.Translated _ ->
                    new Loaded.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("picture.translated", name(file))));
                case PictureRecipe.Reading.Absent() ->
                    new Loaded.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("picture.without-recipe", name(file))));
                case PictureRecipe.Reading.Refused(String sentence) ->
                    new Loaded.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.said(sentence)));
            };
            String hash = parts.pictures().hash(file);
            if (way.only() && !hash.equals(way.wanted().hash())) return new Loaded.Other();
            Map<String, String> answers = new HashMap<>(session.answersTo(hash));
            answers.putAll(way.answers());
            OpeningMarkers.Mark mark = parts.store().openings().begin(file);
            Loaded found = null;
            try {
                found = loaded(way, file, hash, answers, open(way, file, answers, progress, row), make, mark);
                return found;
            } finally {
                if (!(found instanceof Loaded.Fresh)) mark.close();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return new Loaded.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, ErrorMessages.message(e), e));
        }
    }

    private OpenResult open(Way way, Path file, Map<String, String> answers, DoubleConsumer progress, Task.Row row) {
        if (!way.asked()) return parts.opener().describe(file, answers, progress, row::cancelled);
        return way.trusted() || answers.containsKey(UNCONFINED)
                ? parts.opener().openUnconfined(file, answers, progress, row::cancelled)
                : parts.opener().open(file, answers, progress, row::cancelled);
    }

    private Loaded loaded(Way way, Path file, String hash, Map<String, String> answers, OpenResult result,
            Function<Model, Renderer> make, OpeningMarkers.Mark mark) {
        return switch (result) {
            case OpenResult.Ready(Model model) -> new Loaded.Fresh(new LoadedModel(model, file, hash, answers), make.apply(model),
                    way.answers().isEmpty() ? parts.pictures().last(hash) : Optional.empty(), mark);
            case OpenResult.Translates(var translator) ->
                new Loaded.Translates(new TranslatorHandover(translator, file, hash, answers));
            case OpenResult.Refused(Rejected why) -> switch (why.reason()) {
                case PROGRAM_NOT_RUN, PROGRAM_UNCONFINED -> new Loaded.Program(why, hash);
                default -> new Loaded.Refused(ErrorBanner.of(why));
            };
        };
    }

    private void arrive(int turn, Way way, boolean cancelled, Loaded found) {
        if (cancelled || turn != turns) { // called off, or something else is being opened
            if (found instanceof Loaded.Fresh(_, Renderer unused, _, OpeningMarkers.Mark begun)) {
                begun.close();
                if (!draws.chore(unused::close)) unused.close();
            }
            if (turn == turns) opening.set(new LoadState.Idle());
            return;
        }
        switch (found) {
            case Loaded.Picture(ViewBookmark place) -> {
                opening.set(new LoadState.Idle());
                clear(ErrorBanner.Kind.OPEN);
                goTo(place);
            }
            case Loaded.Other() -> {
                opening.set(new LoadState.Idle());
                needsModel.set(way.wanted());
            }
            case Loaded.Refused(ErrorBanner why) -> {
                opening.set(new LoadState.Refused(way.file(), why.message()));
                fault.set(why);
                if (way.only()) needsModel.set(way.wanted());
            }
            case Loaded.Program(Rejected why, String hash) -> {
                opening.set(new LoadState.Idle());
                clear(ErrorBanner.Kind.OPEN);
                ask(way, why, hash);
            }
            case Loaded.Translates(TranslatorHandover network) -> {
                opening.set(new LoadState.Idle());
                clear(ErrorBanner.Kind.OPEN);
                translates.set(network);
            }
            case Loaded.Fresh(LoadedModel fresh, Renderer drawing, Optional<Frame> last, OpeningMarkers.Mark begun) -> {
                mark.close();
                mark = begun;
                if (way.asked()) asked.add(fresh.hash());
                swap(fresh, drawing, !way.answers().isEmpty(), way.wanted());
                last.ifPresent(this::showLast);
                opening.set(new LoadState.Ready(way.file()));
                clear(ErrorBanner.Kind.OPEN);
            }
        }
    }

    /** A program is not run before a person says so. */
    private void ask(Way way, Rejected why, String hash) {
        boolean unconfined = why.reason() == Rejected.Reason.PROGRAM_UNCONFINED;
        question.set(new Question(Message.of(unconfined ? "question.unconfined" : "question.program"), Message.of(why),
                Message.of(unconfined ? "action.runAnyway" : "action.open"), () -> {
                    Map<String, String> answers = new HashMap<>(way.answers());
                    if (unconfined) {
                        answers.put(UNCONFINED, hash);
                        parts.store().update(session -> session.withAnswers(hash, with(session.answersTo(hash), answers)));
                    }
                    open(new Way(way.file(), answers, way.wanted(), way.only(), true, unconfined));
                }));
    }

    private static Map<String, String> with(Map<String, String> before, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(before);
        all.putAll(more);
        return all;
    }

    private void swap(LoadedModel fresh, Renderer drawing, boolean answered, ViewBookmark wanted) {
        remember();
        keepLast();
        Renderer old = renderer;
        Model model = fresh.model();
        boolean there = wanted != null && (wanted.hash().equals(ANY) || wanted.hash().equals(fresh.hash()));
        RenderRequest kept = there ? wanted.request() : session().requests().getOrDefault(fresh.hash(), model.initial());
        swapping = true;
        renderer = drawing;
        initial = model.initial();
        thumbnailAsked = false;
        lastSeen = null;
        styles.set(null);
        framesPerSecond.set(Double.NaN);
        previewMillis.set(Double.NaN);
        fullMillis.set(Double.NaN);
        dials.clear();
        donorPictures.clear();
        donorsDrawnFor.clear();
        controls.setAll(model.controls());
        history.restart(kept.fit(controls, initial));
        follow();
        for (Aspect<?> aspect : Aspects.ALL)
            has.get(aspect).set(controls.stream().anyMatch(control -> control.aspect().filter(aspect::equals).isPresent()));
        opened.set(fresh);
        loaded.set(true);
        swapping = false;
        needsModel.set(there ? null : wanted);
        parts.store().update(session -> {
            WindowState changed = session
                    .withRecent(new WindowState.Recent(fresh.file(), name(fresh.file()), line(model.info()), fresh.hash()));
            return answered ? changed.withAnswers(fresh.hash(), fresh.answers()) : changed;
        });
        redraw();
        if (old != null) draws.chore(old::close);
    }

    /** Shows the picture that the model was left with, until the engine is ready to draw the same. */
    private void showLast(Frame last) {
        RenderRequest now = request().get();
        ModelInfo info = opened.get().model().info();
        if (!last.request().equals(now) || last.width() != info.width() || last.height() != info.height()) return;
        lastSeen = new Frame(last.pixels(), false, Double.NaN, now);
        shownBy = renderer;
        frame.set(lastSeen);
    }

    /** Keeps the picture that is left behind. What is not kept of a request cannot be asked for again. */
    private void keepLast() {
        Frame seen = frame.get();
        LoadedModel from = opened.get();
        if (from == null || seen == null || !seen.full() || shownBy != renderer || !seen.request().equals(request().get())
                || !seen.request().equals(seen.request().light()))
            return;
        parts.pictures().keepLast(seen, from.model().info(), from.hash());
    }

    // Changing

    private void edit(Object kind, UnaryOperator<RenderRequest> change) {
        history.push(change.apply(request().get()), kind);
    }

    private void changePoint(UnaryOperator<SeedPlanePoint> change, Object kind) {
        edit(kind, request -> elsewhere(request, change.apply(request.point())));
    }

    private void changeNoise(UnaryOperator<Noise> change, Object kind) {
        edit(kind, request -> request.withNoise(change.apply(request.noise())));
    }

    private void changeMix(UnaryOperator<StyleMix> change) {
        change(request -> request.withMix(change.apply(request.mix())));
    }

    private void goToSeed(long wanted) {
        if (isSeed(wanted)) changePoint(_ -> SeedPlanePoint.of(wanted), "seed");
    }

    /** A request for another point; styles that were given belonged to the old one. */
    private static RenderRequest elsewhere(RenderRequest request, SeedPlanePoint point) {
        return request.withPoint(point).withStyles(Optional.empty());
    }

    private static boolean isSeed(long value) {
        return value >= 0 && value < SEEDS;
    }

    private static double weight(StyleMix mix, int layer, int source) {
        List<Double> row = mix.weights().get(layer);
        if (row == null || source >= row.size()) return row == null && source == 0 ? 1 : 0;
        return row.get(source);
    }

    private static StyleMix weighted(StyleMix mix, int layer, int source, double weight) {
        if (source >= mix.sources()) return mix;
        List<Double> row = new ArrayList<>();
        for (int other = 0; other < mix.sources(); other++)
            row.add(other == source ? Math.max(0, weight) : weight(mix, layer, other));
        boolean own = row.stream().skip(1).allMatch(share -> share == 0);
        return mix.withWeights(layer, own ? null : row);
    }

    private NumericControl dial(String id, double min, double max, double start, ToDoubleFunction<RenderRequest> read,
            BiFunction<RenderRequest, Double, RenderRequest> write) {
        return dials.computeIfAbsent(id,
                _ -> new NumericControl(
                        new NumericControl.Plan(id, min, max, start, false, read,
                                value -> edit(id, request -> write.apply(request, value)), this::begin, this::end),
                        request().get()));
    }

    private NumericControl wholeDial(String id, double min, double max, double start, ToDoubleFunction<RenderRequest> read,
            BiFunction<RenderRequest, Double, RenderRequest> write) {
        return dials.computeIfAbsent(id,
                _ -> new NumericControl(
                        new NumericControl.Plan(id, min, max, start, true, read,
                                value -> edit(id, request -> write.apply(request, value)), this::begin, this::end),
                        request().get()));
    }

    private <T> RequestProperty<T> facet(String name, Function<RenderRequest, T> read, Consumer<T> write) {
        RequestProperty<T> facet = new RequestProperty<>(name, RenderRequest.DEFAULT, read, write);
        facets.add(facet);
        return facet;
    }

    /** Lets everything that shows a part of the request follow it. */
    private void follow() {
        RenderRequest now = request().get();
        List.copyOf(dials.values()).forEach(dial -> dial.follow(now));
        facets.forEach(facet -> facet.follow(now));
        changedGroups.forEach((aspect, differs) -> differs.set(aspect.differs(now, initial)));
        changed.set(!now.equals(initial));
        if (seeds.isEmpty() || seeds.getFirst() != now.point().seed()) {
            seeds.remove(now.point().seed());
            seeds.addFirst(now.point().seed());
            if (seeds.size() > SEEDS_KEPT) seeds.removeLast();
        }
        if (!swapping && now == request().get()) // else a listener has gone on to another one, which is drawn already
            redraw();
    }

    // Drawing

    private void redraw() {
        touched = parts.timers().nanos();
        rest.cancel();
        if (renderer == null) return;
        settling = !history.held();
        draws.submit(new Draw(renderer, request().get(), settling));
        if (!settling) rest = parts.timers().after(REST, this::settle);
    }

    private void settle() {
        rest.cancel();
        settling = true;
        if (renderer != null) draws.submit(new Draw(renderer, request().get(), true));
    }

    /** On the render thread. A preview is never stopped by a newer request: a hand that moves faster would see nothing at all. */
    private void draw(Draw draw, BooleanSupplier superseded) {
        Frame shown;
        if (last != null && last.draw().renderer() == draw.renderer() && last.draw().request() == draw.request()
                && last.result() instanceof Frame before)
            shown = before;
        else
            switch (render(draw, Renderer.Quality.PREVIEW, () -> closing)) {
                case Frame preview -> {
                    shown = preview;
                    deliver(new Drawn(draw, preview, preview.millis(), false, null));
                }
                case RenderResult.Failed failed -> {
                    deliver(new Drawn(draw, failed, Double.NaN, true, null));
                    return;
                }
                case RenderResult.Superseded() -> {
                    return;
                }
            }
        if (!draw.settle() || superseded.getAsBoolean()) return;
        double preview = last.preview();
        RenderResult full = shown.full()
                ? shown
                : render(draw, Renderer.Quality.FULL, superseded,
                        refined -> toWindow.accept(new Drawn(draw, refined, preview, false, null)));
        if (!(full instanceof RenderResult.Superseded))
            deliver(new Drawn(draw, full, preview, true, full instanceof Frame ? draw.renderer().styles(draw.request()) : null));
    }

    private void deliver(Drawn drawn) {
        last = drawn;
        toWindow.accept(drawn);
    }

    private static RenderResult render(Draw draw, Renderer.Quality quality, BooleanSupplier superseded) {
        return render(draw, quality, superseded, _ -> {});
    }

    private static RenderResult render(Draw draw, Renderer.Quality quality, BooleanSupplier superseded, Consumer<Frame> refined) {
        try {
            return draw.renderer().render(draw.request(), quality, superseded, refined);
        } catch (RuntimeException | OutOfMemoryError e) {
            return new RenderResult.Failed(RenderFault.unforeseen(e), e);
        }
    }

    private void show(Drawn drawn) {
        if (drawn.draw().renderer() != renderer) return;
        if (!Double.isNaN(drawn.preview())) previewMillis.set(drawn.preview());
        switch (drawn.result()) {
            case Frame picture -> {
                if (picture.full()) endMark();
                shownBy = renderer;
                boolean coarser = lastSeen != null && frame.get() == lastSeen && !picture.full()
                        && picture.request().equals(lastSeen.request()) && picture.width() < lastSeen.width();
                if (!coarser) frame.set(picture);
                if (picture.full() && !Double.isNaN(picture.millis())) fullMillis.set(picture.millis());
                clear(ErrorBanner.Kind.RENDER);
                if (history.held()) count();
                if (drawn.settled()) settled(drawn, picture);
            }
            case RenderResult.Failed(Phrase why, Throwable cause) -> {
                endMark();
                if (shownBy != renderer) frame.set(null); // what is there is another model's
                if (cause instanceof MemoryDemand.Beyond beyond) askFor(beyond.demand());
                else
                    fault.set(ErrorBanner.of(ErrorBanner.Kind.RENDER, Message.of(why), cause));
            }
            case RenderResult.Superseded() -> {
            }
        }
    }

    private void endMark() {
        mark.close();
        mark = OpeningMarkers.Mark.NONE;
    }

    /** More than a machine should give unasked. */
    private void askFor(MemoryDemand demand) {
        Renderer wanted = renderer;
        question.set(new Question(Message.of("question.demand", name(opened.get().file())),
                Message.of("question.demand.why", demand.memory(), MemoryDemand.machineMemory()), Message.of("action.drawAnyway"),
                () -> {
                    if (wanted != renderer) return;
                    mark = parts.store().openings().begin(opened.get().file());
                    wanted.allowAnyDemand();
                    redraw();
                }));
    }

    private void count() {
        long now = parts.timers().nanos();
        shownAt.addLast(now);
        while (now - shownAt.getFirst() > SECOND)
            shownAt.removeFirst();
        if (now > shownAt.getFirst()) framesPerSecond.set((shownAt.size() - 1) * (double) SECOND / (now - shownAt.getFirst()));
    }

    /** There is time for what is not urgent. */
    private void settled(Drawn drawn, Frame picture) {
        if (!isFinite(picture)) sayNotFinite();
        styles.set(drawn.styles());
        remember();
        keepThumbnail(picture);
        drawDonors(drawn.draw());
    }

    private static boolean isFinite(Frame picture) {
        for (float number : picture.pixels().data())
            if (!Float.isFinite(number)) return false;
        return true;
    }

    /** Says which numbers of the file spoil the picture. */
    private void sayNotFinite() {
        LoadedModel from = opened.get();
        draws.chore(() -> {
            Optional<NonFiniteTensors> found = Families.installed().nonFinite(from.file());
            Message why = found.map(each -> Message.of("fault.notFinite", name(from.file()), each.tensor(), each.count()))
                    .orElse(Message.of("fault.notFinite.unknown", name(from.file())));
            fx.later(() -> {
                if (opened.get() == from) fault.set(ErrorBanner.of(ErrorBanner.Kind.RENDER, why));
            });
        });
    }

    private void keepThumbnail(Frame picture) {
        String hash = opened.get().hash();
        if (thumbnailAsked || parts.store().thumbnails().containsKey(hash)) return;
        thumbnailAsked = true;
        draws.chore(() -> {
            try {
                byte[] png = parts.pictures().thumbnail(picture);
                fx.later(() -> parts.store().keepThumbnail(hash, png));
            } catch (IOException e) {
                System.getLogger(ExploreViewModel.class.getName()).log(System.Logger.Level.WARNING, "no thumbnail", e);
            }
        });
    }

    /** Draws the sources that have no picture yet, one after the other, so that a hand that moves again waits for one at most. */
    private void drawDonors(Draw draw) {
        RenderRequest now = draw.request();
        if (now.mix().donors().isEmpty()) return;
        Object basis = List.of(now.truncation(), now.classes(), now.sliders());
        List<Long> sources = new ArrayList<>(now.mix().donors());
        sources.add(now.point().seed());
        Optional<Long> next = sources.stream().filter(source -> !basis.equals(donorsDrawnFor.get(source))).findFirst();
        if (next.isEmpty()) return;
        long source = next.get();
        donorsDrawnFor.put(source, basis);
        Draw alone = new Draw(draw.renderer(),
                now.withSeed(source).withStyles(Optional.empty()).withMix(StyleMix.NONE).withoutEdits(), false);
        draws.chore(() -> {
            if (closing) return;
            RenderResult result = render(alone, Renderer.Quality.PREVIEW, () -> closing);
            Optional<Frame> small = result instanceof Frame picture
                    ? Optional.of(Thumbnails.of(picture, Snapshot.SIDE / 2))
                    : Optional.empty();
            fx.later(() -> {
                if (renderer != alone.renderer()) return;
                small.ifPresent(picture -> donorPictures.put(source, picture));
                if (settling && request().get() == now) drawDonors(draw);
            });
        });
    }

    // Keeping

    private void work(ErrorBanner.Kind kind, Message title, Task.Work work) {
        Task task = parts.tasks().start(title, work);
        Consumer<Task.State> ended = state -> {
            switch (state) {
                case Task.State.Done _ -> clear(kind);
                case Task.State.Failed(Message why, Throwable cause) -> {
                    fault.set(ErrorBanner.of(kind, why, cause));
                    parts.tasks().dismiss(task);
                }
                case Task.State.Cancelled(),Task.State.Running() -> {
                }
            }
        };
        task.state().addListener((_, _, state) -> ended.accept(state));
        ended.accept(task.state().get());
    }

    private void clear(ErrorBanner.Kind kind) {
        if (fault.get() != null && fault.get().kind() == kind) fault.set(null);
    }

    private WindowState session() {
        return parts.store().session().get();
    }

    private ViewBookmark place() {
        return new ViewBookmark(name(opened.get().file()), opened.get().hash(), request().get());
    }

    private void remember() {
        if (opened.get() != null)
            parts.store().update(session -> session.withRequest(opened.get().hash(), request().get().light()));
    }

    private void rememberFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) parts.store().update(session -> session.withFolder(folder));
    }

    private static String name(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }

    /** What a model is, in one line that needs no language. */
    private static String line(ModelInfo info) {
        String size = info.width() == info.height() ? info.width() + " px" : info.width() + "×" + info.height() + " px";
        double parameters = info.parameters();
        String weight = parameters >= 1e6
                ? String.format(Locale.ROOT, "%.1f M", parameters / 1e6)
                : String.format(Locale.ROOT, "%.0f k", parameters / 1e3);
        return info.family() + " · " + size + " · " + weight;
    }
}
