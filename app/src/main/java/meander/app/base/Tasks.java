package meander.app.base;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The status bar's list of long work. A row that is done or was cancelled goes; one that failed stays until it is dismissed. */
public final class Tasks {
    private static final Duration TOO_EARLY = Duration.ofMillis(500);

    private final FxThreads fx;
    private final Timers timers;
    private final Executor executor;
    private final ObservableList<Task> rows = FXCollections.observableArrayList();
    private final ObservableList<Task> shown = FXCollections.unmodifiableObservableList(rows);
    private final ReadOnlyObjectWrapper<Message> notice = new ReadOnlyObjectWrapper<>();

    /** @param executor runs the work; several at once */
    public Tasks(FxThreads fx, Timers timers, Executor executor) {
        this.fx = fx;
        this.timers = timers;
        this.executor = executor;
    }

    /** Work on virtual threads. */
    public static Tasks onThreads(FxThreads fx, Timers timers) {
        return new Tasks(fx, timers, Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("meander-task-", 0).factory()));
    }

    /** The rows, oldest first. */
    public ObservableList<Task> rows() {
        return shown;
    }

    /** What the last finished work had to say, for instance where a picture was saved; null at first. */
    public ReadOnlyObjectProperty<Message> notice() {
        return notice.getReadOnlyProperty();
    }

    /** Says something in the place where finished work does. */
    public void say(Message message) {
        notice.set(message);
    }

    /** Starts work and shows its row. Called on the window's thread, as all of this class. */
    public Task start(Message title, Task.Work work) {
        Task task = new Task(title);
        rows.add(task);
        executor.execute(() -> run(task, work));
        return task;
    }

    /**
     * Shows a row for work that goes on elsewhere. It stays until {@link #ended}.
     *
     * @param onCancel asks that work to stop
     */
    public Task follow(Message title, Runnable onCancel) {
        Task task = new Task(title, onCancel);
        rows.add(task);
        return task;
    }

    /** How far work is that goes on elsewhere. @param share 0 … 1, or {@link Task#INDETERMINATE} */
    public void progress(Task task, double share, Optional<Duration> left) {
        task.timeLeft.set(left);
        task.progress.set(share < 0 ? Task.INDETERMINATE : Math.min(share, 1));
    }

    /** Work that went on elsewhere has come to an end. */
    public void ended(Task task, Task.State state) {
        finish(task, state);
    }

    /** Takes a failed row away. */
    public void dismiss(Task task) {
        if (!(task.state().get() instanceof Task.State.Running)) rows.remove(task);
    }

    /** Asks all work to stop. */
    public void cancelAll() {
        List.copyOf(rows).forEach(Task::cancel); // some go at once
    }

    private void run(Task task, Task.Work work) {
        long started = timers.nanos();
        Consumer<Double> progress = fx.latest(share -> {
            task.progress.set(share);
            task.timeLeft.set(left(Duration.ofNanos(timers.nanos() - started), share));
        });
        Task.State end;
        try {
            Message said = work.run(new Task.Row() {
                @Override
                public void progress(double share) {
                    progress.accept(share < 0 ? Task.INDETERMINATE : Math.min(share, 1));
                }

                @Override
                public boolean cancelled() {
                    return task.cancelled();
                }
            });
            end = task.cancelled() ? new Task.State.Cancelled() : new Task.State.Done(said);
        } catch (CancellationException e) {
            end = new Task.State.Cancelled();
        } catch (Throwable e) {
            end = task.cancelled() ? new Task.State.Cancelled() : new Task.State.Failed(ErrorMessages.message(e), e);
        }
        Task.State last = end;
        fx.later(() -> finish(task, last));
    }

    private void finish(Task task, Task.State state) {
        switch (state) {
            case Task.State.Done(Message message) -> {
                task.progress.set(1);
                if (message != null) notice.set(message);
                rows.remove(task);
            }
            case Task.State.Cancelled() -> rows.remove(task);
            case Task.State.Failed _,Task.State.Running() -> {
            }
        }
        task.timeLeft.set(Optional.empty());
        task.state.set(state);
    }

    /** How long work will still take that has got so far in that time; empty while there is too little to judge by. */
    public static Optional<Duration> left(Duration spent, double share) {
        if (share <= 0 || spent.compareTo(TOO_EARLY) < 0) return Optional.empty();
        return Optional.of(Duration.ofNanos((long) (spent.toNanos() * (1 - share) / share)));
    }
}
