package meander.app.library;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import meander.app.base.DelayedTaskRow;
import meander.app.base.ErrorMessages;
import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.models.checkpoint.TensorStatistics;

/** One model of the library in detail, without a screen. Another one takes the place of the one that is still read. */
public final class ModelDetailsViewModel implements AutoCloseable {
    /** What is known. */
    public sealed interface State {
        /** Nothing is looked at. */
        record None() implements State {}

        record Reading(Path file) implements State {}

        record Read(Path file, ModelDetails dossier) implements State {}

        /** It does not open. @param why as a sentence */
        record Refused(Path file, Message why) implements State {}
    }

    private record Wanted(Path file, Function<String, Map<String, String>> answers, int turn) {}

    private final ModelInspector look;
    private final Tasks tasks;
    private final Timers timers;
    private final FxThreads fx;
    private final LatestOnlyExecutor<Wanted> reader;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.None());
    private final ObservableList<TensorRow> tensors = FXCollections.observableArrayList();
    private final ObservableList<TensorRow> tensorsShown = FXCollections.unmodifiableObservableList(tensors);
    private final ReadOnlyBooleanWrapper counting = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private DelayedTaskRow row;
    private int turn;
    /** The turn that is to stop. */
    private volatile int stopped = -1;

    /** @param thread reads one file at a time; closed with this */
    ModelDetailsViewModel(ModelInspector look, Executor thread, Tasks tasks, Timers timers, FxThreads fx) {
        this.look = look;
        this.tasks = tasks;
        this.timers = timers;
        this.fx = fx;
        this.reader = new LatestOnlyExecutor<>(thread, this::read,
                thrown -> fx.later(() -> refuse(turn, ErrorMessages.message(thrown))));
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** The tensors, in the order of the file; their statistics come one after the other. */
    public ObservableList<TensorRow> tensors() {
        return tensorsShown;
    }

    /** Whether statistics are still being worked out. */
    public ReadOnlyBooleanProperty counting() {
        return counting.getReadOnlyProperty();
    }

    /** The share of the numbers that were counted, 0 … 1. */
    public ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    /** Reads a file or the folder of a training. @param answers what a person has said about guesses, by hash */
    void show(Path file, Function<String, Map<String, String>> answers) {
        stop();
        turn++;
        tensors.clear();
        state.set(new State.Reading(file));
        row = new DelayedTaskRow(tasks, timers, Message.of("task.details", file.getFileName().toString()), this::stop);
        reader.submit(new Wanted(file, answers, turn));
    }

    /** Looks at nothing. */
    void clear() {
        stop();
        turn++;
        tensors.clear();
        state.set(new State.None());
    }

    /** Stops the work: what is known stays, statistics that are missing do. */
    public void stop() {
        stopped = turn;
        end();
        if (state.get() instanceof State.Reading) state.set(new State.None());
    }

    private void end() {
        counting.set(false);
        if (row != null) row.end();
        row = null;
    }

    /** On the reader's thread. */
    private void read(Wanted wanted, BooleanSupplier superseded) {
        BooleanSupplier cancelled = () -> superseded.getAsBoolean() || stopped >= wanted.turn;
        switch (look.read(wanted.file, wanted.answers, cancelled)) {
            case ModelInspector.Reading.Refused(Message why) -> fx.later(() -> refuse(wanted.turn, why));
            case ModelInspector.Reading.Read(ModelDetails dossier) -> {
                List<TensorRow> rows = dossier.tensors().stream().map(TensorRow::of).toList();
                fx.later(() -> arrive(wanted, dossier, rows));
                count(wanted, dossier, rows, cancelled);
            }
        }
    }

    private void count(Wanted wanted, ModelDetails dossier, List<TensorRow> rows, BooleanSupplier cancelled) {
        TensorRow[] counted = rows.toArray(TensorRow[]::new);
        double all = Math.max(1, rows.stream().mapToLong(TensorRow::elements).sum());
        double done = 0;
        Runnable tell = fx.once(() -> tell(wanted.turn, counted));
        for (int i = 0; i < counted.length && !cancelled.getAsBoolean(); i++) {
            try {
                TensorRow known = rows.get(i).with(TensorStatistics.of(dossier.tensors().get(i).tensor()));
                synchronized (counted) {
                    counted[i] = known;
                }
            } catch (UncheckedIOException e) {
                System.getLogger(ModelDetailsViewModel.class.getName()).log(System.Logger.Level.INFO, "a tensor cannot be read",
                        e);
            }
            done += rows.get(i).elements();
            double share = done / all;
            tell.run();
            fx.later(() -> {
                if (wanted.turn != turn || row == null) return;
                progress.set(share);
                row.progress(share);
            });
        }
        fx.later(() -> {
            tell(wanted.turn, counted);
            if (wanted.turn == turn) end();
        });
    }

    private void arrive(Wanted wanted, ModelDetails dossier, List<TensorRow> rows) {
        if (wanted.turn != turn || stopped >= wanted.turn) return;
        progress.set(0);
        tensors.setAll(rows);
        counting.set(true);
        state.set(new State.Read(wanted.file, dossier));
    }

    private void tell(int which, TensorRow[] counted) {
        if (which != turn || tensors.size() != counted.length) return;
        synchronized (counted) {
            for (int i = 0; i < counted.length; i++)
                if (tensors.get(i) != counted[i] && counted[i].statistics() != null) tensors.set(i, counted[i]);
        }
    }

    private void refuse(int which, Message why) {
        if (which != turn || stopped >= which || !(state.get() instanceof State.Reading(Path file))) return;
        state.set(new State.Refused(file, why));
        end();
    }

    /** Reads no more and waits for the thread. */
    @Override
    public void close() {
        stop();
        reader.close();
    }
}
