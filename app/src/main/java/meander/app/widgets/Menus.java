package meander.app.widgets;

import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;

/** Rows of menus. */
public final class Menus {
    private Menus() {}

    public static MenuItem item(String name, Runnable action) {
        return wired(new MenuItem(name), action);
    }

    /** One of several choices, of which one holds. */
    public static MenuItem choice(String name, ToggleGroup group, boolean chosen, Runnable choose) {
        RadioMenuItem item = new RadioMenuItem(name);
        item.setToggleGroup(group);
        item.setSelected(chosen);
        return wired(item, choose);
    }

    private static MenuItem wired(MenuItem item, Runnable action) {
        item.setOnAction(_ -> action.run());
        return item;
    }
}
