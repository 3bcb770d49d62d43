package meander.training.run;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One training, on a thread of its own. Every method may be called from any thread and returns at once. */
public interface TrainingRun {
    /** What it is doing. */
    enum State {
        PREPARING, RUNNING, PAUSED, ENDED
    }

    TrainingSpec spec();

    Path folder();

    State state();

    /** Waits before the next step, keeping everything in memory, until {@link #resume}. */
    void pause();

    void resume();

    /** Ends after the step that is running, with a checkpoint. */
    void stop();

    /** Makes a checkpoint after the step that is running, so that the model as it is now can be opened. */
    void checkpointNow();

    /** Steps aside: no step begins while the supplier says that the machine is needed, by a hand on a slider above all. */
    void stepAside(BooleanSupplier busy);

    /** Complete when the thread has ended, with the last event; never exceptionally. */
    CompletableFuture<TrainingEvent.Ended> ended();
}
