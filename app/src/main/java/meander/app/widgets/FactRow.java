package meander.app.widgets;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A name at the left, a value at the right. */
public final class FactRow extends HBox {
    private final Label name = new Label();
    private final Label value = new Label();

    public FactRow() {
        getStyleClass().add("fact");
        name.getStyleClass().add("fact-name");
        name.setMinWidth(0);
        value.getStyleClass().add("fact-value");
        value.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        getChildren().addAll(name, gap, value);
    }

    public FactRow(String what, String is) {
        this();
        say(what, is);
    }

    public void say(String what, String is) {
        name.setText(what);
        value.setText(is);
    }
}
