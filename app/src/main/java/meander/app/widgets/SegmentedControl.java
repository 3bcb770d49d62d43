package meander.app.widgets;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** A few choices side by side, of which one holds, or none when the value is something else. */
public final class SegmentedControl<T> extends HBox {
    private final ToggleGroup group = new ToggleGroup();
    private final ObjectProperty<T> value = new SimpleObjectProperty<>(this, "value");

    /** @param tips one for each choice, may be empty strings */
    public SegmentedControl(List<T> choices, Function<T, String> names, Function<T, String> tips) {
        getStyleClass().add("segments");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        for (T choice : choices) {
            ToggleButton button = new ToggleButton(names.apply(choice));
            button.setUserData(choice);
            button.setToggleGroup(group);
            button.getStyleClass().add("segment");
            if (!tips.apply(choice).isEmpty()) button.setTooltip(new Tooltip(tips.apply(choice)));
            // A click on the chosen one would leave none chosen.
            button.setOnAction(_ -> {
                button.setSelected(true);
                value.set(choice);
            });
            button.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(button, Priority.ALWAYS);
            getChildren().add(button);
        }
        value.addListener((_, _, now) -> show(now));
    }

    /** Shows pictures in place of the words, which a screen reader still says. */
    public SegmentedControl<T> withGraphics(Function<T, Node> graphics) {
        for (Toggle toggle : group.getToggles()) {
            ToggleButton button = (ToggleButton) toggle;
            @SuppressWarnings("unchecked") // put there by the constructor
            T choice = (T) button.getUserData();
            button.setAccessibleText(button.getText());
            button.setText("");
            button.setGraphic(graphics.apply(choice));
        }
        return this;
    }

    public ObjectProperty<T> valueProperty() {
        return value;
    }

    private void show(T now) {
        group.getToggles().forEach(toggle -> toggle.setSelected(Objects.equals(toggle.getUserData(), now)));
    }
}
