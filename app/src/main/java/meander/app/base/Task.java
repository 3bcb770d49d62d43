package meander.app.base;

import java.time.Duration;
import java.util.Optional;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Long work as a row of the status bar's list: what it is, how far it is, how long it will take, and a way to stop it. */
public final class Task {
    /** Progress of work whose end is not known. */
    public static final double INDETERMINATE = -1;

    /** Where the work stands. */
    public sealed interface State {
        record Running() implements State {}

        /** It is done. @param message what came of it */
        record Done(Message message) implements State {}

        record Failed(Message message, Throwable cause) implements State {}

        record Cancelled() implements State {}
    }

    /** What the work sees of its row. Any thread may call it. */
    public interface Row {
        /** @param share 0 … 1, or {@link Task#INDETERMINATE} */
        void progress(double share);

        /** Whether a person has asked for the work to stop; asked now and then. */
        boolean cancelled();
    }

    /** The work itself. */
    @FunctionalInterface
    public interface Work {
        /** @return what to say when it is done; thrown exceptions become {@link State.Failed}, unless it was cancelled */
        Message run(Row row) throws Exception;
    }

    private final Message title;
    final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(INDETERMINATE);
    final ReadOnlyObjectWrapper<Optional<Duration>> timeLeft = new ReadOnlyObjectWrapper<>(Optional.empty());
    final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Running());
    private final Runnable onCancel;
    private volatile boolean cancelled;

    Task(Message title) {
        this(title, () -> {});
    }

    Task(Message title, Runnable onCancel) {
        this.title = title;
        this.onCancel = onCancel;
    }

    public Message title() {
        return title;
    }

    /** 0 … 1, or {@link #INDETERMINATE}. */
    public ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    /** Empty while there is too little to judge by. */
    public ReadOnlyObjectProperty<Optional<Duration>> timeLeft() {
        return timeLeft.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** Asks the work to stop; the state changes when it has. */
    public void cancel() {
        cancelled = true;
        onCancel.run();
    }

    public boolean cancelled() {
        return cancelled;
    }
}
