package meander.app.tour;

import java.util.List;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;

import meander.app.base.TourStep;

/** Where a person is in the tour. It stands beside what they do and never in its way. On the window's thread. */
public final class TourViewModel {
    private final List<TourStep> steps;
    private final ReadOnlyObjectWrapper<TourStep> step = new ReadOnlyObjectWrapper<>();
    private final ObservableSet<TourStep> done = FXCollections.observableSet();
    private final ObservableSet<TourStep> doneShown = FXCollections.unmodifiableObservableSet(done);

    /** @param steps at least one, in the order in which they are shown */
    public TourViewModel(List<TourStep> steps) {
        this.steps = List.copyOf(steps);
    }

    public List<TourStep> steps() {
        return steps;
    }

    /** The step that is shown; null while there is no tour. */
    public ReadOnlyObjectProperty<TourStep> step() {
        return step.getReadOnlyProperty();
    }

    /** Begins with the first step. */
    public void begin() {
        begin(steps.getFirst());
    }

    public void begin(TourStep first) {
        done.clear();
        step.set(first);
    }

    /** The next step; the last one ends the tour. */
    public void next() {
        if (step.get() != null) step.set(isLast() ? null : steps.get(at() + 1));
    }

    /** The step before, where there is one. */
    public void back() {
        if (step.get() != null && !isFirst()) step.set(steps.get(at() - 1));
    }

    /** No more of it. */
    public void end() {
        step.set(null);
    }

    public boolean isFirst() {
        return at() == 0;
    }

    public boolean isLast() {
        return at() == steps.size() - 1;
    }

    private int at() {
        return steps.indexOf(step.get());
    }

    /** The person has done what a step is about, whenever that was during the tour. */
    public void did(TourStep about) {
        if (step.get() != null) done.add(about);
    }

    /** What was done since the tour began. */
    public ObservableSet<TourStep> done() {
        return doneShown;
    }
}
