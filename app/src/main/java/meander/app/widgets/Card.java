package meander.app.widgets;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** A group of the inspector: a title that folds it, a caption at its right, and a reset that shows when there is something to reset. */
public final class Card extends VBox {
    private static final PseudoClass FOLDED = PseudoClass.getPseudoClass("folded");
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");

    private final ToggleButton title = new ToggleButton();
    private final Label caption = new Label();
    private final VBox content = new VBox();
    private final Button reset;
    private final BooleanProperty changed = new SimpleBooleanProperty(this, "changed");

    /** @param fold what a screen reader says of the title, @param resetTip what the reset says */
    public Card(String name, String fold, String resetTip, Runnable onReset) {
        getStyleClass().add("m-card");
        title.setText(name);
        title.getStyleClass().add("card-title");
        title.setGraphic(Icons.of(Material2OutlinedAL.EXPAND_MORE));
        title.setSelected(true);
        title.setAccessibleText(name);
        title.setAccessibleHelp(fold);
        title.setMinWidth(Region.USE_PREF_SIZE);
        caption.getStyleClass().add("card-caption");
        reset = Icons.button(Material2OutlinedMZ.REPLAY, resetTip, onReset);
        reset.getStyleClass().add("card-reset");
        reset.visibleProperty().bind(changed);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox header = new HBox(title, gap, reset, caption);
        header.getStyleClass().add("card-header");
        content.getStyleClass().add("card-content");
        content.managedProperty().bind(title.selectedProperty());
        content.visibleProperty().bind(title.selectedProperty());
        title.selectedProperty().addListener((_, _, open) -> pseudoClassStateChanged(FOLDED, !open));
        changed.addListener((_, _, now) -> pseudoClassStateChanged(CHANGED, now));
        getChildren().addAll(header, content);
    }

    /** Adds rows. */
    public Card with(Node... rows) {
        content.getChildren().addAll(rows);
        return this;
    }

    /** Shows other rows. */
    public void setRows(Node... rows) {
        content.getChildren().setAll(rows);
    }

    /** Lets the rows take what height there is. */
    public void fill() {
        VBox.setVgrow(content, Priority.ALWAYS);
    }

    public StringProperty captionProperty() {
        return caption.textProperty();
    }

    /** Whether a reset would change something. */
    public BooleanProperty changedProperty() {
        return changed;
    }

    public BooleanProperty openProperty() {
        return title.selectedProperty();
    }

    /** Puts the focus on the first control inside, unfolding the card if need be. */
    public void enter() {
        title.setSelected(true);
        title.requestFocus();
    }
}
