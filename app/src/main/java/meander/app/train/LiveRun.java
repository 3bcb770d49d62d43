package meander.app.train;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

import meander.app.base.Message;
import meander.app.base.Task;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingRun;
import meander.training.run.TrainingSpec;

/**
 * The training that goes on in this window: its events, which its own thread leaves here and the window's thread takes all at once, and what
 * a person asks of it.
 */
final class LiveRun {
    /** Hears of it on the window's thread. */
    interface Listener {
        /** It has gone on. */
        void changed(RunViewModel going);

        /** Other models of it are on the disk. */
        void modelsChanged();

        void ended(RunViewModel going, TrainingEvent.Ended end);

        /** A model was saved that a person waits for. */
        void explore(Path model);
    }

    private final TrainViewModel.Parts parts;
    private final BooleanSupplier closed;
    private final Listener listener;
    private final ReadOnlyObjectWrapper<RunViewModel> model = new ReadOnlyObjectWrapper<>(this, "model");
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper(this, "saving");
    private final BooleanProperty followInExplore = new SimpleBooleanProperty(this, "followInExplore");
    private final Queue<TrainingEvent> events = new ConcurrentLinkedQueue<>();
    private final Runnable drain;
    private TrainingRun run;
    private Task task;
    private boolean wantsExplore;
    private boolean exploring;

    LiveRun(TrainViewModel.Parts parts, BooleanSupplier closed, Listener listener) {
        this.parts = parts;
        this.closed = closed;
        this.listener = listener;
        this.drain = parts.fx().once(this::drain);
    }

    /** The run that goes on; null when none does. */
    ReadOnlyObjectProperty<RunViewModel> model() {
        return model.getReadOnlyProperty();
    }

    /** Whether a model is being saved in order to be explored. */
    ReadOnlyBooleanProperty saving() {
        return saving.getReadOnlyProperty();
    }

    /** Whether newer models of the run take the place of the one that is explored. */
    BooleanProperty followInExplore() {
        return followInExplore;
    }

    /** The training itself; null when none goes on. */
    TrainingRun run() {
        return run;
    }

    /** @throws RuntimeException if the engine does not start it */
    void begin(RunViewModel beginning, TrainingSpec spec, Function<Consumer<TrainingEvent>, TrainingRun> engine) {
        events.clear();
        run = engine.apply(event -> {
            events.add(event);
            drain.run();
        });
        run.stepAside(parts.handBusy());
        beginning.begin(spec);
        model.set(beginning);
        task = parts.tasks().follow(Message.of("task.train", beginning.name()), this::stop);
    }

    /** Takes what has happened since the last time. */
    void update() {
        drain.run();
    }

    private void drain() {
        RunViewModel going = model.get();
        if (going == null || closed.getAsBoolean()) return;
        List<TrainingEvent> happened = new ArrayList<>();
        for (TrainingEvent event = events.poll(); event != null; event = events.poll())
            happened.add(event);
        if (happened.isEmpty()) return;
        going.add(happened);
        parts.tasks().progress(task, going.share(), going.left());
        for (TrainingEvent event : happened)
            switch (event) {
                case TrainingEvent.Checkpoint checkpoint -> saved(going, checkpoint);
                case TrainingEvent.Ended end -> ended(going, end);
                default -> {
                }
            }
        listener.changed(going);
    }

    private void saved(RunViewModel going, TrainingEvent.Checkpoint checkpoint) {
        Path saved = going.folder().resolve(checkpoint.model());
        if (wantsExplore) {
            wantsExplore = false;
            exploring = true;
            saving.set(false);
            listener.explore(saved);
        } else if (exploring && followInExplore.get()) parts.replace().accept(saved);
        lookUpModels(going);
    }

    /** An engine keeps some of its checkpoints only. */
    private void lookUpModels(RunViewModel going) {
        parts.disk().execute(() -> {
            try {
                Set<String> found = RunViewModel.modelsIn(going.folder());
                parts.fx().later(() -> {
                    going.models(found);
                    listener.modelsChanged();
                });
            } catch (IOException e) {
                System.getLogger(LiveRun.class.getName()).log(Level.DEBUG, "no models", e);
            }
        });
    }

    private void ended(RunViewModel going, TrainingEvent.Ended end) {
        model.set(null);
        run = null;
        wantsExplore = false;
        exploring = false;
        saving.set(false);
        Message said = Message.of("train.done." + going.state().get().id(), going.name());
        parts.tasks().ended(task, switch (end.reason()) {
            case FINISHED, STOPPED -> new Task.State.Done(said);
            default -> new Task.State.Cancelled();
        });
        task = null;
        listener.ended(going, end);
    }

    void pause() {
        run.pause();
    }

    /** Goes on after a pause. */
    void resume() {
        run.resume();
    }

    /** Ends it, with a checkpoint. */
    void stop() {
        if (run != null) run.stop();
    }

    /** Saves a model and has it explored, while it goes on. */
    void explore() {
        wantsExplore = true;
        saving.set(true);
        run.checkpointNow();
    }

    /** Ends it, with a checkpoint. @return complete when it is saved */
    CompletableFuture<?> finish() {
        if (run == null) return CompletableFuture.completedFuture(null);
        run.stop();
        return run.ended();
    }
}
