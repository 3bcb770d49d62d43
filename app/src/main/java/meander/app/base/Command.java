package meander.app.base;

import javafx.beans.value.ObservableBooleanValue;

/**
 * Something a person can tell the window to do, in whichever way: a button, a menu, a key or the palette of all commands.
 *
 * @param id       for example {@code seed.random}
 * @param shortcut as {@code KeyCombination.valueOf} reads it, {@code Shortcut} being Ctrl or ⌘; empty for none
 * @param enabled  whether it can be done now
 * @param action   does it; called on the window's thread
 */
public record Command(String id, String shortcut, ObservableBooleanValue enabled, Runnable action) {
    /** The key of its title in the message bundles: {@code command.} and the id. */
    public String titleKey() {
        return "command." + id;
    }

    /** Does it, if it can be done now. @return whether it could */
    public boolean run() {
        if (!enabled.get()) return false;
        action.run();
        return true;
    }
}
