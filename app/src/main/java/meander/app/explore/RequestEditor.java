package meander.app.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import meander.app.base.Timers;
import meander.app.base.UndoHistory;
import meander.models.request.Aspect;
import meander.models.request.Aspects;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/**
 * What is looked at in a model: one immutable {@link RenderRequest}, of which numbers and choices are views, with undo. A number or choice of an aspect
 * is made by {@link #number}, {@link #wholeNumber} or {@link #choice}; undo, reset and what has changed go by {@link Aspects}.
 */
public final class RequestEditor {
    private static final int UNDO_STEPS = 500;
    private static final int SEEDS_KEPT = 50;
    /** Changes of the same control that follow each other this closely are one step of undo. */
    private static final Duration ONE_STEP = Duration.ofMillis(600);

    private final UndoHistory<RenderRequest> history;
    private final ObservableList<Control> controls = FXCollections.observableArrayList();
    private final ObservableList<Control> controlsShown = FXCollections.unmodifiableObservableList(controls);
    private final Map<Aspect<?>, ReadOnlyBooleanWrapper> has = new HashMap<>();
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final Map<Aspect<?>, ReadOnlyBooleanWrapper> changedAspects = new HashMap<>();
    private final ObservableList<Long> seeds = FXCollections.observableArrayList();
    private final ObservableList<Long> seedsShown = FXCollections.unmodifiableObservableList(seeds);
    private final Map<String, NumericControl> numbers = new HashMap<>();
    private final List<RequestProperty<?>> choices = new ArrayList<>();
    private RenderRequest initial = RenderRequest.DEFAULT;
    private Runnable begun = () -> {};
    private Runnable ended = () -> {};

    RequestEditor(Timers timers) {
        for (Aspect<?> aspect : Aspects.ALL) {
            has.put(aspect, new ReadOnlyBooleanWrapper());
            changedAspects.put(aspect, new ReadOnlyBooleanWrapper());
        }
        history = new UndoHistory<>(RenderRequest.DEFAULT, UNDO_STEPS, ONE_STEP, timers::nanos);
        history.current().addListener((_, _, _) -> follow());
    }

    /** Tells when a hand takes hold and lets go. */
    void onGesture(Runnable begun, Runnable ended) {
        this.begun = begun;
        this.ended = ended;
    }

    /** Begins anew with another model: no way back, and the numbers that there were are gone. @param kept what to begin with, as far as it fits */
    void restart(List<Control> controls, RenderRequest initial, RenderRequest kept) {
        this.initial = initial;
        numbers.clear();
        this.controls.setAll(controls);
        history.restart(kept.fit(controls, initial));
        follow();
        has.forEach((aspect, there) -> there
                .set(controls.stream().anyMatch(control -> control.aspect().filter(aspect::equals).isPresent())));
    }

    /** All that a person has turned. */
    public ReadOnlyObjectProperty<RenderRequest> request() {
        return history.current();
    }

    /** Where the model begins, and a reset leads. */
    public RenderRequest initial() {
        return initial;
    }

    /** What a person can turn, in the order in which it is shown. Changes with the model; numbers got before belong to the old one. */
    public ObservableList<Control> controls() {
        return controlsShown;
    }

    /** Whether the model has controls of an aspect. */
    public ReadOnlyBooleanProperty has(Aspect<?> aspect) {
        return has.get(aspect).getReadOnlyProperty();
    }

    /** A change that is one step of undo by itself. */
    public void change(UnaryOperator<RenderRequest> change) {
        edit(new Object(), change);
    }

    /** A change that is one step of undo with those of the same kind which follow closely. */
    public void edit(Object kind, UnaryOperator<RenderRequest> change) {
        history.push(change.apply(request().get()), kind);
    }

    /** Goes to another request, as far as it fits the model; one step of undo. */
    void take(RenderRequest wanted) {
        change(_ -> wanted.fit(controls, initial));
    }

    /** A hand takes hold: until {@link #end} all changes are one step of undo, and previews are enough while it moves. */
    public void begin() {
        history.hold();
        begun.run();
    }

    /** The hand lets go. */
    public void end() {
        history.release();
        ended.run();
    }

    /** Whether a hand holds on. */
    boolean held() {
        return history.held();
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

    /** Whether an aspect stands elsewhere than at first. */
    public ReadOnlyBooleanProperty changed(Aspect<?> aspect) {
        return changedAspects.get(aspect).getReadOnlyProperty();
    }

    public void reset(Aspect<?> aspect) {
        change(request -> aspect.reset(request, initial));
    }

    public void resetAll() {
        change(_ -> initial);
    }

    /** Seeds that were looked at, latest first. */
    public ObservableList<Long> seeds() {
        return seedsShown;
    }

    /** A number of the request, the same one for an id until the model changes. See {@link NumericControl}. */
    public NumericControl number(String id, double min, double max, ToDoubleFunction<RenderRequest> read,
            BiFunction<RenderRequest, Double, RenderRequest> write) {
        return number(id, min, max, false, read, write);
    }

    /** A number that takes whole values only. */
    public NumericControl wholeNumber(String id, double min, double max, ToDoubleFunction<RenderRequest> read,
            BiFunction<RenderRequest, Double, RenderRequest> write) {
        return number(id, min, max, true, read, write);
    }

    private NumericControl number(String id, double min, double max, boolean whole, ToDoubleFunction<RenderRequest> read,
            BiFunction<RenderRequest, Double, RenderRequest> write) {
        return numbers.computeIfAbsent(id,
                _ -> new NumericControl(
                        new NumericControl.Plan(id, min, max, read.applyAsDouble(initial), whole, read,
                                value -> edit(id, request -> write.apply(request, value)), this::begin, this::end),
                        request().get()));
    }

    /** A part of the request that is chosen, for good. @param write changes the request */
    public <T> ObjectProperty<T> choice(String name, Function<RenderRequest, T> read, Consumer<T> write) {
        RequestProperty<T> choice = new RequestProperty<>(name, request().get(), read, write);
        choices.add(choice);
        return choice;
    }

    /** Lets everything that shows a part of the request follow it. */
    private void follow() {
        RenderRequest now = request().get();
        List.copyOf(numbers.values()).forEach(number -> number.follow(now));
        choices.forEach(choice -> choice.follow(now));
        changedAspects.forEach((aspect, differs) -> differs.set(aspect.differs(now, initial)));
        changed.set(!now.equals(initial));
        if (seeds.isEmpty() || seeds.getFirst() != now.point().seed()) {
            seeds.remove(now.point().seed());
            seeds.addFirst(now.point().seed());
            if (seeds.size() > SEEDS_KEPT) seeds.removeLast();
        }
    }
}
