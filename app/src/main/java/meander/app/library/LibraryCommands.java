package meander.app.library;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;

import meander.app.base.Commands;

/** The commands of the Library workspace, with their keys. */
public final class LibraryCommands {
    private LibraryCommands() {}

    /** Adds them all. @param search puts the focus into the search field */
    public static void register(Commands commands, LibraryViewModel library, LibraryActions hands, Runnable search) {
        ObservableBooleanValue there = Bindings.createBooleanBinding(
                () -> library.selected().get() != null && !library.selected().get().missing(), library.selected());
        ObservableBooleanValue own = Bindings.createBooleanBinding(
                () -> library.selected().get() != null && library.selected().get().item().source() != EntrySource.BUNDLED,
                library.selected());
        ObservableBooleanValue gone = Bindings.createBooleanBinding(
                () -> library.selected().get() != null && library.selected().get().missing(), library.selected());
        commands.add("library.open", "Shortcut+O", hands::chooseModels);
        commands.add("library.search", "Shortcut+F", search);
        commands.add("library.use", "Shortcut+Enter", there, () -> hands.open(library.selected().get().file()));
        commands.add("library.remove", "", own, () -> library.remove(library.selected().get().file()));
        commands.add("library.locate", "", gone, () -> hands.locate(library.selected().get().file()));
        commands.add("library.undo", "Shortcut+Z", library.undoable(), library::undo);
        commands.add("library.redo", "Shift+Shortcut+Z", library.redoable(), library::redo);
    }

    /** Adds what can be done to the library elsewhere in the window, where the keys are taken. */
    public static void registerElsewhere(Commands commands, LibraryViewModel library) {
        commands.add("library.undo", "", library.undoable(), library::undo);
        commands.add("library.redo", "", library.redoable(), library::redo);
    }
}
