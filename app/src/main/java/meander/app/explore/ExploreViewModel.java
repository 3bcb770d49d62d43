package meander.app.explore;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;

import meander.app.Fault;
import meander.app.FxThreads;
import meander.app.LatestOnly;
import meander.app.Message;
import meander.app.SessionStore;
import meander.app.Tasks;
import meander.app.Timers;
import meander.models.family.Control;
import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Edits;
import meander.models.latent.Noise;
import meander.models.latent.StyleMix;
import meander.models.render.Frame;
import meander.models.render.RenderRequest;
import meander.models.render.Renderer;

/**
 * The Explore workspace without a screen: a model, what is looked at in it, and the picture. All that a person can turn is one
 * immutable {@link RenderRequest}; dials and facets are views of it, undo is a list of them, and every change sends the newest
 * to the render thread. Everything public belongs to the window's thread.
 */
public final class ExploreViewModel implements AutoCloseable {

    /**
     * What this is made of.
     *
     * @param renderers    makes a model's renderer; quick
     * @param renderThread runs one thing at a time, see {@link LatestOnly#thread}; closed with the view model
     */
    public record Parts(Opener opener, Function<Model, Renderer> renderers, Exporter exporter, Pictures pictures,
            SessionStore store, Tasks tasks, FxThreads fx, Timers timers, Executor renderThread, RandomGenerator random) {}

    public ExploreViewModel(Parts parts, Message device) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    // The model

    /** The model on the stage; null before the first. */
    public ReadOnlyObjectProperty<Opened> opened() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Whether there is a model. */
    public ReadOnlyBooleanProperty loaded() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** What a person can turn, in the order in which it is shown. Changes with the model; dials got before belong to the old one. */
    public ObservableList<Control> controls() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Whether the model has controls of a group. */
    public ReadOnlyBooleanProperty has(Group group) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public ReadOnlyObjectProperty<Opening> opening() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Opens a model, or goes back to what a picture's recipe says. What is on the stage stays until that has worked. */
    public void open(Path file) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Calls opening off. */
    public void cancelOpening() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Opens the file anew with another answer to one of its guesses, which is remembered. What is looked at stays. */
    public void answer(String guess, String option) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    // What is looked at

    /** All that a person has turned. */
    public ReadOnlyObjectProperty<RenderRequest> request() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** A change that is one step of undo by itself. */
    public void change(UnaryOperator<RenderRequest> change) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** A hand takes hold: until {@link #end} all changes are one step of undo, and previews are enough while it moves. */
    public void begin() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The hand lets go. */
    public void end() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public ReadOnlyBooleanProperty undoable() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public ReadOnlyBooleanProperty redoable() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public void undo() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public void redo() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Whether anything stands elsewhere than at first. */
    public ReadOnlyBooleanProperty changed() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Whether anything of a group stands elsewhere than at first. */
    public ReadOnlyBooleanProperty changed(Group group) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public void reset(Group group) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public void resetAll() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The seed; setting it goes to that seed itself, x and y at 0. */
    public ObjectProperty<Long> seed() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Seeds that were looked at, latest first. */
    public ObservableList<Long> seeds() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public void randomSeed() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public void nextSeed() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public void previousSeed() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Moves over the plane of seeds, in seeds to the right and rows upwards. */
    public void move(double dx, double dy) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public Dial x() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public Dial y() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public Dial psi() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** A whole number, 0 … layers; all layers is its end. */
    public Dial cutoff() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public ObjectProperty<Noise.Mode> noiseMode() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public ObjectProperty<Long> noiseSeed() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public Dial noiseStrength() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public Dial noiseStrength(int layer) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public ObjectProperty<StyleMix> mix() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** One more source for the mixing matrix. */
    public void addDonor(long seed) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Another seed for a source. @param source 1, 2, … */
    public void changeDonor(int source, long seed) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** @param source 1, 2, … */
    public void removeDonor(int source) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Gives layers to one source alone. @param to the last of them */
    public void takeFrom(int source, int from, int to) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The weight of a source in a layer, 0 … 1, before all are divided by their sum. */
    public Dial mixWeight(int layer, int source) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Small pictures of the donors, by their seeds; they come when there is time. */
    public ObservableMap<Long, Frame> donorPictures() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public ObjectProperty<ClassMix> classes() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** One class alone. */
    public void chooseClass(int label) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The weight of a class, 0 … 1, before all are divided by their sum. */
    public Dial classWeight(int label) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public ObjectProperty<Edits> edits() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The offset of a dimension of z. */
    public Dial z(int dimension) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The offset of a dimension of w in all layers. */
    public Dial w(int dimension) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The offset of a dimension of w in one layer. */
    public Dial w(int layer, int dimension) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** One of the family's own sliders. */
    public Dial slider(Control.Slider slider) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    // The picture

    /** The newest picture; null before the first. */
    public ReadOnlyObjectProperty<Frame> frame() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The truncated, mixed and edited w of the last settled picture, {@code [layers,w_dim]}; null where there is none. */
    public ReadOnlyObjectProperty<Tensor> styles() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** What the last preview took, in ms; NaN before the first. */
    public ReadOnlyDoubleProperty previewMillis() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** What the last full picture took, in ms; NaN before the first. */
    public ReadOnlyDoubleProperty fullMillis() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Pictures a second in the last second of the last drag; NaN before the first. */
    public ReadOnlyDoubleProperty framesPerSecond() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Where networks run and, if not where one would expect, why. */
    public ReadOnlyObjectProperty<Message> device() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Draws with other renderers from now on, on another device for instance. */
    public void use(Function<Model, Renderer> renderers, Message device) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** What went wrong last; null when all is well. */
    public ReadOnlyObjectProperty<Fault> fault() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Takes the banner away. */
    public void dismissFault() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    // Taking it along

    /** Gives the full picture of what is looked at now, as soon as it is drawn. Not called if it cannot be drawn; the banner says why. */
    public void fullFrame(Consumer<Frame> receiver) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Saves the full picture with its recipe inside, replacing what was there. */
    public void save(Path target) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Writes the model for other programs. @param target decides by its ending */
    public void export(Path target) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** What was kept, oldest first; remains when the model changes. */
    public ObservableList<Snapshot> snapshots() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Keeps the place that is looked at. */
    public void snapshot() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public void remove(Snapshot snapshot) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Goes back to a place: in the model at hand, in one that is found among the recent files, or {@link #needsModel} asks for it. */
    public void goTo(Place place) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The place whose model is not at hand; null when none is asked for. Opening the model with {@link #open} answers. */
    public ReadOnlyObjectProperty<Place> needsModel() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Gives up on the place whose model is not at hand. */
    public void forgetPlace() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Draws no more, remembers what was looked at, and waits for the render thread to put its engine away. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("comes with the next commit");
    }
}
