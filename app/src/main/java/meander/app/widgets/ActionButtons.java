package meander.app.widgets;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import meander.app.base.Command;
import meander.app.base.Commands;
import meander.app.base.KeyBindings;
import meander.app.base.Texts;

/**
 * Buttons of the top bar that give commands, and what stands at its left.
 *
 * @param takeFocus puts the focus where keys are commands again
 */
public record ActionButtons(Commands commands, Texts texts, Runnable takeFocus) {
    private static final String PALETTE = "palette.show";

    /** The button that shows every command. */
    public Button palette() {
        Button all = button(PALETTE);
        all.setText(KeyBindings.words(commands.get(PALETTE).shortcut()));
        all.getStyleClass().add("key-button");
        return all;
    }

    /** One without a name yet. */
    public Button button(String id) {
        Command command = commands.get(id);
        Button button = new Button();
        String keys = KeyBindings.words(command.shortcut());
        String title = texts.text(command.titleKey());
        button.setTooltip(new Tooltip(keys.isEmpty() ? title : title + "  " + keys));
        button.setId("action-" + id.replace('.', '-'));
        button.setOnAction(_ -> {
            command.run();
            if (!id.equals(PALETTE)) takeFocus.run();
        });
        button.disableProperty().bind(Bindings.not(command.enabled()));
        return button;
    }

    /** The workspace, and in it the place where one is. */
    public static HBox breadcrumb(String workspace, Label place) {
        Label where = new Label(workspace);
        where.getStyleClass().add("crumb");
        where.setMinWidth(Region.USE_PREF_SIZE);
        Label between = new Label("›");
        between.getStyleClass().add("between");
        between.setMinWidth(Region.USE_PREF_SIZE);
        between.visibleProperty().bind(place.textProperty().isNotEmpty());
        place.getStyleClass().addAll("crumb", "here");
        place.setMinWidth(0);
        HBox breadcrumb = new HBox(where, between, place);
        breadcrumb.getStyleClass().add("breadcrumb");
        return breadcrumb;
    }
}
