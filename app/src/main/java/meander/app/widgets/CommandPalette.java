package meander.app.widgets;

import java.util.List;
import java.util.function.Function;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Every command in one list that narrows while one types. Lies over the window; Escape or a click beside it puts it away. */
public final class CommandPalette extends StackPane {
    private static final double ROW = 36;
    private static final int ROWS = 9;

    /** A command. @param keys its shortcut as a person reads it; may be empty */
    public record Entry(String title, String keys, Runnable run) {}

    private final Function<String, List<Entry>> search;
    private final TextField field = new TextField();
    private final ListView<Entry> list = new ListView<>();
    private Node before;

    /** @param search the commands that suit what was typed, best first */
    public CommandPalette(String prompt, String none, Function<String, List<Entry>> search) {
        this.search = search;
        getStyleClass().add("palette-veil");
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
        field.textProperty().addListener((_, _, typed) -> narrow(typed));
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setPlaceholder(new Label(none));
        list.setCellFactory(_ -> new Cell());
        VBox box = new VBox(field, list);
        box.getStyleClass().add("palette");
        box.setMaxHeight(Region.USE_PREF_SIZE);
        getChildren().add(box);
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getTarget() == this) close();
        });
        setVisible(false);
    }

    public void open() {
        before = getScene().getFocusOwner();
        field.clear();
        narrow("");
        setVisible(true);
        field.requestFocus();
    }

    public void close() {
        setVisible(false);
        if (before != null) before.requestFocus();
    }

    private void narrow(String typed) {
        List<Entry> found = search.apply(typed);
        list.getItems().setAll(found);
        list.getSelectionModel().selectFirst();
        list.scrollTo(0);
        double height = ROW * Math.clamp(found.size(), 1, ROWS);
        list.setPrefHeight(height);
        list.setMinHeight(height);
    }

    private void key(KeyEvent event) {
        int at = list.getSelectionModel().getSelectedIndex();
        switch (event.getCode()) {
            case ESCAPE -> close();
            case ENTER -> run(list.getSelectionModel().getSelectedItem());
            case DOWN -> select(at + 1);
            case UP -> select(at - 1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void select(int wanted) {
        int size = list.getItems().size();
        if (size == 0) return;
        int index = Math.floorMod(wanted, size);
        list.getSelectionModel().select(index);
        list.scrollTo(Math.max(0, index - ROWS + 2));
    }

    private void run(Entry entry) {
        close();
        if (entry != null) entry.run().run();
    }

    private final class Cell extends ListCell<Entry> {
        private final Label title = new Label();
        private final Label keys = new Label();
        private final HBox row = new HBox();

        Cell() {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            keys.getStyleClass().add("key-cap");
            keys.setMinWidth(Region.USE_PREF_SIZE);
            row.getStyleClass().add("command-row");
            row.getChildren().addAll(title, gap, keys);
            setOnMouseClicked(_ -> {
                if (!isEmpty()) run(getItem());
            });
        }

        @Override
        protected void updateItem(Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setGraphic(empty ? null : row);
            if (empty) return;
            title.setText(entry.title());
            keys.setText(entry.keys());
            keys.setVisible(!entry.keys().isEmpty());
        }
    }
}
