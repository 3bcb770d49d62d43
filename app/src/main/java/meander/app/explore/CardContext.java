package meander.app.explore;

import java.util.function.Consumer;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.Texts;
import meander.app.widgets.DragGesture;
import meander.app.widgets.Icons;
import meander.app.widgets.SliderRow;
import meander.app.widgets.VectorGrid;

/**
 * What cards are built with, and rows that several of them have.
 *
 * @param refreshers    takes what is to be called when the request has changed
 * @param subscriptions takes what is to be ended with the card
 */
record CardContext(ExploreViewModel explore, Texts texts, SliderRowFactory rows, Consumer<Runnable> refreshers,
        Consumer<Subscription> subscriptions) {
    String text(String key, Object... arguments) {
        return texts.text(key, arguments);
    }

    /** Calls this whenever the request has changed. */
    void onRefresh(Runnable refresh) {
        refreshers.accept(refresh);
    }

    /** Ends this with the card. */
    void own(Subscription subscription) {
        subscriptions.accept(subscription);
    }

    SliderRow row(NumericControl control, String name, String about) {
        return rows.row(control, name, about);
    }

    /** One gesture, one step of undo. */
    DragGesture drag() {
        return DragGesture.of(explore.editor()::begin, explore.editor()::end);
    }

    VectorGrid grid(VectorGrid.Vector vector) {
        return new VectorGrid(vector, new VectorGrid.Words(texts.text("control.edit.search"), texts.text("control.edit.changed"),
                texts.text("control.edit.none"), dimension -> texts.text("control.edit.tip", Integer.toString(dimension))),
                drag());
    }

    /** A control with its name before it. @param name and @param tip keys of texts */
    HBox line(String name, String tip, Node control) {
        return labelled(texts.text(name), texts.text(tip), control);
    }

    static HBox labelled(String name, String tip, Node control) {
        Label label = new Label(name);
        label.getStyleClass().add("row-name");
        label.setTooltip(new Tooltip(tip));
        label.setLabelFor(control);
        HBox line = new HBox(label, control);
        line.getStyleClass().add("control-row");
        HBox.setHgrow(control, Priority.ALWAYS);
        return line;
    }

    static ToggleButton disclosure(String title, Node content) {
        ToggleButton button = new ToggleButton(title, Icons.of(Material2OutlinedAL.EXPAND_MORE));
        button.getStyleClass().add("sub-title");
        content.visibleProperty().bind(button.selectedProperty());
        content.managedProperty().bind(button.selectedProperty());
        return button;
    }
}
