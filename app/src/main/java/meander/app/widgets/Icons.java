package meander.app.widgets;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons and buttons that are one. */
public final class Icons {
    private Icons() {}

    /** An icon whose size and colour the stylesheet decides. */
    public static FontIcon of(Ikon ikon) {
        return new FontIcon(ikon);
    }

    /** A button that shows an icon only. @param name what a tooltip and a screen reader say */
    public static Button button(Ikon ikon, String name, Runnable action) {
        Button button = new Button();
        button.setGraphic(of(ikon));
        button.getStyleClass().add("icon-button");
        button.setAccessibleRole(AccessibleRole.BUTTON);
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        button.setOnAction(_ -> action.run());
        return button;
    }
}
