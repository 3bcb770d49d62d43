package meander.app.widgets;

import javafx.scene.control.TextField;
import javafx.scene.input.MouseEvent;

/** Lets the first click into a field select all of it, so that what is typed next replaces it; a second click sets the caret as usual. */
final class SelectAllOnFocus {
    private boolean fresh;

    private SelectAllOnFocus() {}

    static void install(TextField field) {
        SelectAllOnFocus selection = new SelectAllOnFocus();
        field.focusedProperty().addListener((_, _, focused) -> {
            selection.fresh = focused;
            if (focused) field.selectAll();
        });
        // Press and release have both set the caret where the mouse is; a drag that selected something is left alone.
        field.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (selection.fresh && event.isStillSincePress()) field.selectAll();
            selection.fresh = false;
        });
    }
}
