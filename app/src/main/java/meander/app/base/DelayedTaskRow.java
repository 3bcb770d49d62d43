package meander.app.base;

import java.time.Duration;
import java.util.Optional;

/** A row of the task list for work that goes on elsewhere and is usually quick: it shows once the work has taken a second. On the window's thread. */
public final class DelayedTaskRow {
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Tasks tasks;
    private final Timers.Pending showing;
    private Task row;
    private double share = Task.INDETERMINATE;

    /** @param onCancel asks the work to stop */
    public DelayedTaskRow(Tasks tasks, Timers timers, Message title, Runnable onCancel) {
        this.tasks = tasks;
        this.showing = timers.after(LATE, () -> {
            row = tasks.follow(title, onCancel);
            tasks.progress(row, share, Optional.empty());
        });
    }

    /** @param done 0 … 1, or {@link Task#INDETERMINATE} */
    public void progress(double done) {
        share = done;
        if (row != null) tasks.progress(row, done, Optional.empty());
    }

    /** The work has come to an end. */
    public void end() {
        showing.cancel();
        if (row != null) tasks.ended(row, new Task.State.Cancelled());
        row = null;
    }
}
