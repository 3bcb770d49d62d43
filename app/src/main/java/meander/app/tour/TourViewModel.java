package meander.app.tour;

import java.util.EnumSet;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;

/** Where a person is in the tour. It stands beside what they do and never in its way. On the window's thread. */
public final class TourViewModel {
    private static final TourStep[] STEPS = TourStep.values();

    private final ReadOnlyObjectWrapper<TourStep> step = new ReadOnlyObjectWrapper<>();
    private final ObservableSet<TourStep> done = FXCollections.observableSet(EnumSet.noneOf(TourStep.class));
    private final ObservableSet<TourStep> doneShown = FXCollections.unmodifiableObservableSet(done);

    /** The step that is shown; null while there is no tour. */
    public ReadOnlyObjectProperty<TourStep> step() {
        return step.getReadOnlyProperty();
    }

    /** Begins with the first step. */
    public void begin() {
        begin(STEPS[0]);
    }

    public void begin(TourStep first) {
        done.clear();
        step.set(first);
    }

    /** The next step; the last one ends the tour. */
    public void next() {
        if (step.get() != null) step.set(isLast() ? null : STEPS[step.get().ordinal() + 1]);
    }

    /** The step before, where there is one. */
    public void back() {
        if (step.get() != null && !isFirst()) step.set(STEPS[step.get().ordinal() - 1]);
    }

    /** No more of it. */
    public void end() {
        step.set(null);
    }

    public boolean isFirst() {
        return step.get() == STEPS[0];
    }

    public boolean isLast() {
        return step.get() == STEPS[STEPS.length - 1];
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
