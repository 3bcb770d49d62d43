package meander.app.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import meander.app.base.FxThreads;
import meander.training.run.TrainingEngine;

/** Reads the run that is wanted last, away from the window's thread. */
final class RunReader {
    private final TrainingEngine engine;
    private final FxThreads fx;
    private final Executor disk;
    private final Consumer<Exception> failed;
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper(this, "reading");
    private int turns;

    /** @param engine that knows recipes, @param failed told why a run cannot be read */
    RunReader(TrainingEngine engine, FxThreads fx, Executor disk, Consumer<Exception> failed) {
        this.engine = engine;
        this.fx = fx;
        this.disk = disk;
        this.failed = failed;
    }

    ReadOnlyBooleanProperty reading() {
        return reading.getReadOnlyProperty();
    }

    /** Whatever is being read is wanted no more. */
    void cancel() {
        turns++;
        reading.set(false);
    }

    /** Nothing is told any more. */
    void close() {
        turns++;
    }

    void read(Path folder, Consumer<RunViewModel> then) {
        int turn = ++turns;
        reading.set(true);
        disk.execute(() -> {
            RunViewModel found = null;
            Exception failure = null;
            try {
                found = RunViewModel.read(folder, engine);
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
            RunViewModel arrived = found;
            Exception why = failure;
            fx.later(() -> {
                if (turn != turns) return;
                reading.set(false);
                if (arrived != null) then.accept(arrived);
                else
                    failed.accept(why);
            });
        });
    }
}
