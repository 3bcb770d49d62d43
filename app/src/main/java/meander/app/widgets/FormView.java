package meander.app.widgets;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Pages that are read from top to bottom: a title and sections in a column of a width that the eye can follow. */
public final class FormView {
    private static final double WIDTH = 680;

    private FormView() {}

    /** Makes a page of a scroll pane. */
    public static void fill(ScrollPane pane, String title, Node... sections) {
        pane.getStyleClass().add("form");
        Label name = new Label(title);
        name.getStyleClass().add("page-title");
        VBox page = new VBox(name);
        page.getChildren().addAll(sections);
        page.getStyleClass().add("page");
        page.setMaxWidth(WIDTH);
        HBox middle = new HBox(page);
        middle.getStyleClass().add("page-middle");
        HBox.setHgrow(page, Priority.ALWAYS);
        pane.setContent(middle);
        pane.setFitToWidth(true);
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.setFocusTraversable(false);
    }

    /** What belongs together. @param title in capitals where the language has them */
    public static VBox section(String title, Node... content) {
        Label name = new Label(title);
        name.getStyleClass().add("section-title");
        VBox section = new VBox(name);
        section.getChildren().addAll(content);
        section.getStyleClass().add("section");
        return section;
    }

    /** Rows in one frame. */
    public static VBox box(Node... rows) {
        VBox box = new VBox(rows);
        box.getStyleClass().add("settings");
        return box;
    }
}
