package meander.app.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * Lets the keyboard give commands. A key that stands for itself, such as Space or 1, is left to a field that is being typed
 * into and to a control that uses it; one with Ctrl or ⌘ always commands.
 */
public final class KeyBindings {
    private record Bound(KeyCombination keys, boolean plain, Command command) {}

    private final List<Bound> bound = new ArrayList<>();
    private final BooleanSupplier here;

    /** @param here whether these are the commands of the workspace that is shown */
    public KeyBindings(Commands commands, BooleanSupplier here) {
        this.here = here;
        for (Command command : commands.all())
            if (!command.shortcut().isEmpty()) {
                KeyCombination keys = KeyCombination.valueOf(command.shortcut());
                bound.add(new Bound(keys, keys.getShortcut() == KeyCombination.ModifierValue.UP, command));
            }
    }

    /** Listens at a part of the window. */
    public void listen(Node part) {
        part.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            // Buttons would take arrows for walking to their neighbours; seeds are what arrows are for.
            if (isArrow(event.getCode()) && focus(part.getScene()) instanceof ButtonBase) run(event, true);
        });
        part.addEventHandler(KeyEvent.KEY_PRESSED, event -> run(event, !(focus(part.getScene()) instanceof TextInputControl)));
    }

    /** How a person reads a shortcut: {@code Ctrl Z}, {@code ⇧ ⌘ Z}. */
    public static String words(String shortcut) {
        if (shortcut.isEmpty()) return "";
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        return shortcut.replace("Shortcut+", mac ? "⌘ " : "Ctrl ").replace("Shift+", mac ? "⇧ " : "Shift ").replace("Right", "→")
                .replace("Left", "←").replace("Comma", ",").replace("Open_Bracket", "[").replace("Close_Bracket", "]");
    }

    private void run(KeyEvent event, boolean plainToo) {
        if (!here.getAsBoolean()) return;
        for (Bound each : bound)
            if ((plainToo || !each.plain) && matches(each.keys, event)) {
                if (each.command.run()) event.consume();
                return;
            }
    }

    private static boolean matches(KeyCombination keys, KeyEvent event) {
        if (keys.match(event)) return true;
        // The number pad's digits are digits too.
        return keys instanceof KeyCodeCombination code && code.getCode().isDigitKey() && event.getCode().isKeypadKey()
                && event.getCode().getName().endsWith(code.getCode().getName());
    }

    private static boolean isArrow(KeyCode code) {
        return code == KeyCode.LEFT || code == KeyCode.RIGHT;
    }

    private static Node focus(Scene scene) {
        return scene == null ? null : scene.getFocusOwner();
    }
}
