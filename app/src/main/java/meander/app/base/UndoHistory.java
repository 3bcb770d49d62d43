package meander.app.base;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The states that something has been in, for undo and redo. States are immutable, so keeping them is keeping references. All
 * that one gesture does is one step: a drag until it is released, key presses on the same control while they follow each other
 * closely.
 *
 * @param <T> the state
 */
public final class UndoHistory<T> {
    private final int limit;
    private final long idleNanos;
    private final LongSupplier nanos;
    private final Predicate<Collection<T>> tooMuch;
    private final Deque<T> past = new ArrayDeque<>();
    private final Deque<T> future = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<T> current;
    private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper redoable = new ReadOnlyBooleanWrapper();
    private Object open;
    private boolean held;
    private long touched;

    /**
     * @param limit how many steps back are kept
     * @param idle  how long after the last change of the same kind a change still belongs to it
     * @param nanos a steady clock
     */
    public UndoHistory(T initial, int limit, Duration idle, LongSupplier nanos) {
        this(initial, limit, idle, nanos, _ -> false);
    }

    /** One of states that may be large. @param tooMuch whether these past states, latest first, are more than should be kept */
    public UndoHistory(T initial, int limit, Duration idle, LongSupplier nanos, Predicate<Collection<T>> tooMuch) {
        this.tooMuch = tooMuch;
        this.current = new ReadOnlyObjectWrapper<>(initial);
        this.limit = limit;
        this.idleNanos = idle.toNanos();
        this.nanos = nanos;
    }

    public ReadOnlyObjectProperty<T> current() {
        return current.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty undoable() {
        return undoable.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty redoable() {
        return redoable.getReadOnlyProperty();
    }

    /** A hand takes hold: all changes until {@link #release} are one step, however long it rests in between. */
    public void hold() {
        open = null;
        held = true;
    }

    /** The hand lets go; the next change is a step of its own. */
    public void release() {
        open = null;
        held = false;
    }

    /** Whether a hand holds on. */
    public boolean held() {
        return held;
    }

    /** A change that is a step of its own, unless a hand holds on. */
    public void push(T state) {
        push(state, new Object());
    }

    /**
     * A change.
     *
     * @param kind what was changed; changes of equal kinds that follow closely are one step
     */
    public void push(T state, Object kind) {
        Objects.requireNonNull(kind);
        if (state.equals(current.get())) return;
        long now = nanos.getAsLong();
        boolean continues = held ? open != null : kind.equals(open) && now - touched < idleNanos;
        if (!continues) {
            past.push(current.get());
            while (past.size() > limit || !past.isEmpty() && tooMuch.test(past))
                past.removeLast();
        }
        future.clear();
        open = kind;
        touched = now;
        show(state);
    }

    /** One step back; nothing happens where there is none. */
    public void undo() {
        step(past, future);
    }

    /** One step forward again; nothing happens where there is none. */
    public void redo() {
        step(future, past);
    }

    /** Begins anew: no way back. */
    public void restart(T state) {
        past.clear();
        future.clear();
        release();
        show(state);
    }

    private void step(Deque<T> from, Deque<T> to) {
        open = null;
        if (from.isEmpty()) return;
        to.push(current.get());
        show(from.pop());
    }

    private void show(T state) {
        undoable.set(!past.isEmpty());
        redoable.set(!future.isEmpty());
        current.set(state);
    }
}
