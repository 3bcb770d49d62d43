package meander.app.widgets;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** Long work in two lines: what it is and how to stop it; how far it is and how long it will take. */
public final class TaskRow extends VBox {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final ProgressBar bar = new ProgressBar(0);
    private final Label state = new Label();

    /** @param stop what the button says: cancel while it runs, close when it has failed */
    public TaskRow(String title, String stop, Runnable onStop) {
        getStyleClass().add("task-row");
        Label name = new Label(title);
        name.setMinWidth(0);
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        Button button = Icons.button(Material2OutlinedAL.CLOSE, stop, onStop);
        button.getStyleClass().add("flat");
        HBox head = new HBox(name, button);
        head.getStyleClass().add("head");
        state.getStyleClass().add("state");
        state.setMinHeight(Region.USE_PREF_SIZE);
        bar.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(head, bar, state);
    }

    /** 0 … 1; less than 0 while the end is not known. */
    public DoubleProperty progressProperty() {
        return bar.progressProperty();
    }

    /** How far it is, in words. */
    public StringProperty stateProperty() {
        return state.textProperty();
    }

    public void fail() {
        pseudoClassStateChanged(FAILED, true);
        bar.setVisible(false);
        bar.setManaged(false);
    }
}
