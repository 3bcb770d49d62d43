package meander.app.widgets;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * Something a hand takes hold of and drags: a drag is one change for the history, a double click goes back to where it began, and
 * keys do what the mouse does. Its parts are placed by itself and let the mouse through.
 */
abstract class ResizeHandle extends Region {
    private static final PseudoClass HELD = PseudoClass.getPseudoClass("held");

    private final DragGesture hand;
    private final ReadOnlyBooleanWrapper held = new ReadOnlyBooleanWrapper(this, "held");

    /** @param styleClass for the stylesheet */
    ResizeHandle(String styleClass, DragGesture hand) {
        this.hand = hand;
        getStyleClass().add(styleClass);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (turn(event)) event.consume();
        });
        held.addListener((_, _, now) -> pseudoClassStateChanged(HELD, now));
    }

    /** Whether a hand holds it. */
    public final ReadOnlyBooleanProperty heldProperty() {
        return held.getReadOnlyProperty();
    }

    /** What it consists of. @param parts from back to front */
    final void parts(Node... parts) {
        for (Node part : parts) {
            part.setManaged(false);
            part.setMouseTransparent(true);
            getChildren().add(part);
        }
    }

    /** Goes back to where it began, as one change. */
    final void reset() {
        hand.begin();
        home();
        hand.end();
    }

    /** A hand has taken hold here. */
    abstract void grip(MouseEvent event);

    /** The hand that holds it has moved. */
    abstract void pull(MouseEvent event);

    /** A key was pressed. @return whether it meant anything */
    abstract boolean turn(KeyEvent event);

    /** Moves to where it began. */
    abstract void home();

    private void press(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY) return;
        requestFocus();
        if (event.getClickCount() == 2) {
            reset();
        } else {
            hand.begin();
            held.set(true);
            grip(event);
        }
        event.consume();
    }

    private void drag(MouseEvent event) {
        if (held.get()) pull(event);
        event.consume();
    }

    private void release(MouseEvent event) {
        if (held.get()) {
            hand.end();
            held.set(false);
        }
        event.consume();
    }
}
