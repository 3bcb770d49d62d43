package meander.app.library;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/**
 * What a person has changed in the library, for undo and redo. Unlike on the stage, the shelf also changes by itself while models are looked
 * at, so steps are ways there and back instead of states.
 */
final class LibraryHistory {
    private static final int STEPS = 200;

    /** A step. */
    record Edit(UnaryOperator<LibraryIndex> there, UnaryOperator<LibraryIndex> back) {}

    private final Deque<Edit> past = new ArrayDeque<>();
    private final Deque<Edit> future = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper redoable = new ReadOnlyBooleanWrapper();

    ReadOnlyBooleanProperty undoable() {
        return undoable.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty redoable() {
        return redoable.getReadOnlyProperty();
    }

    LibraryIndex make(LibraryIndex shelf, Edit edit) {
        future.clear();
        past.push(edit);
        if (past.size() > STEPS) past.removeLast();
        tell();
        return edit.there.apply(shelf);
    }

    LibraryIndex undo(LibraryIndex shelf) {
        if (past.isEmpty()) return shelf;
        Edit edit = past.pop();
        future.push(edit);
        tell();
        return edit.back.apply(shelf);
    }

    LibraryIndex redo(LibraryIndex shelf) {
        if (future.isEmpty()) return shelf;
        Edit edit = future.pop();
        past.push(edit);
        tell();
        return edit.there.apply(shelf);
    }

    private void tell() {
        undoable.set(!past.isEmpty());
        redoable.set(!future.isEmpty());
    }
}
