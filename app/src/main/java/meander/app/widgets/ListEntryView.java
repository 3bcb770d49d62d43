package meander.app.widgets;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The name of an entry of a list over a line about it; takes what room there is and is cut where there is less. */
public final class ListEntryView extends VBox {
    public ListEntryView(Label name, Label line) {
        super(name, line);
        name.getStyleClass().add("entry-name");
        line.getStyleClass().add("entry-line");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(0);
        HBox.setHgrow(this, Priority.ALWAYS);
    }
}
