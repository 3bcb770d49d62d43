package meander.app.train;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/** What can be done with the run that is looked at. */
final class RunControls {
    private final ReadOnlyBooleanWrapper pausable = new ReadOnlyBooleanWrapper(this, "pausable");
    private final ReadOnlyBooleanWrapper resumable = new ReadOnlyBooleanWrapper(this, "resumable");
    private final ReadOnlyBooleanWrapper stoppable = new ReadOnlyBooleanWrapper(this, "stoppable");
    private final ReadOnlyBooleanWrapper explorable = new ReadOnlyBooleanWrapper(this, "explorable");

    /** @param looked the run that is looked at; null for none, @param going whether it goes on in this window */
    void refresh(RunViewModel looked, boolean going) {
        RunState state = looked == null ? null : looked.state().get();
        pausable.set(going && state == RunState.RUNNING);
        resumable.set(looked != null && (state == RunState.PAUSED || !going && state.resumable()));
        stoppable.set(going);
        explorable.set(looked != null && (going ? state != RunState.PREPARING : looked.newestModel().isPresent()));
    }

    /** Whether it goes on and can be paused. */
    ReadOnlyBooleanProperty pausable() {
        return pausable.getReadOnlyProperty();
    }

    /** Whether it waits or has ended early. */
    ReadOnlyBooleanProperty resumable() {
        return resumable.getReadOnlyProperty();
    }

    /** Whether it goes on and can be stopped. */
    ReadOnlyBooleanProperty stoppable() {
        return stoppable.getReadOnlyProperty();
    }

    /** Whether it has a model for the sliders, or will have. */
    ReadOnlyBooleanProperty explorable() {
        return explorable.getReadOnlyProperty();
    }
}
