package meander.app.widgets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The single dimensions of a vector as small sliders, three in a row. Only the rows in sight exist, so that 512 dimensions cost no
 * more than thirty. The search takes a number, a range such as 10-20, or a word for those that were changed.
 */
public final class VectorGrid extends VBox {
    private static final int ACROSS = 3;
    private static final double ROW = 28;
    private static final int ROWS = 7;
    private static final double RANGE = 3;

    /** The vector. */
    public interface Vector {
        int dimensions();

        double get(int dimension);

        void set(int dimension, double value);
    }

    /** Words of the grid, in the person's language. @param about what a screen reader says of a dimension */
    public record Words(String search, String changed, String none, IntFunction<String> about) {}

    private final Vector vector;
    private final Words words;
    private final DragGesture hand;
    private final TextField search = new TextField();
    private final ObservableList<int[]> rows = FXCollections.observableArrayList();
    private final ListView<int[]> list = new ListView<>(rows);

    public VectorGrid(Vector vector, Words words, DragGesture hand) {
        this.vector = vector;
        this.words = words;
        this.hand = hand;
        getStyleClass().add("vector-grid");
        search.setPromptText(words.search());
        search.getStyleClass().add("search-field");
        search.setAccessibleText(words.search());
        search.textProperty().addListener((_, _, _) -> filter());
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setPlaceholder(new Label(words.none()));
        list.setCellFactory(_ -> new Row());
        getChildren().addAll(search, list);
        filter();
    }

    /** Puts something beside the search, such as a choice of the layer. */
    public void beside(javafx.scene.Node node) {
        getChildren().remove(search);
        HBox line = new HBox(search, node);
        line.getStyleClass().add("search-line");
        HBox.setHgrow(search, Priority.ALWAYS);
        getChildren().addFirst(line);
    }

    /** Shows what the vector now is. */
    public void refresh() {
        list.lookupAll(".vector-row").forEach(row -> {
            if (row instanceof Row shown) shown.values();
        });
    }

    private void filter() {
        List<Integer> wanted = new ArrayList<>();
        String typed = search.getText().strip().toLowerCase(Locale.ROOT);
        for (int i = 0; i < vector.dimensions(); i++)
            if (matches(i, typed)) wanted.add(i);
        List<int[]> lines = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i += ACROSS)
            lines.add(wanted.subList(i, Math.min(i + ACROSS, wanted.size())).stream().mapToInt(Integer::intValue).toArray());
        rows.setAll(lines);
        double height = ROW * Math.clamp(lines.size(), 2, ROWS) + 2;
        list.setPrefHeight(height);
        list.setMinHeight(height);
    }

    private boolean matches(int dimension, String typed) {
        if (typed.isEmpty()) return true;
        String[] ends = typed.split("\\s*[-–…]\\s*", 2);
        if (ends.length == 2 && ends[0].matches("\\d{1,6}") && ends[1].matches("\\d{1,6}"))
            return dimension >= Integer.parseInt(ends[0]) && dimension <= Integer.parseInt(ends[1]);
        if (typed.matches("\\d+")) return Integer.toString(dimension).startsWith(typed);
        return words.changed().startsWith(typed) && vector.get(dimension) != 0;
    }

    /** Three sliders in a line. */
    private final class Row extends ListCell<int[]> {
        private final List<MiniSlider> sliders = new ArrayList<>();
        private final HBox line = new HBox();

        Row() {
            getStyleClass().add("vector-row");
            line.getStyleClass().add("vector-line");
            for (int i = 0; i < ACROSS; i++) {
                MiniSlider slider = new MiniSlider(RANGE, hand);
                slider.setPrefWidth(60);
                HBox.setHgrow(slider, Priority.ALWAYS);
                sliders.add(slider);
            }
            line.getChildren().addAll(sliders);
        }

        @Override
        protected void updateItem(int[] item, boolean empty) {
            super.updateItem(item, empty);
            setGraphic(empty ? null : line);
            if (empty) return;
            for (int i = 0; i < ACROSS; i++) {
                MiniSlider slider = sliders.get(i);
                slider.setVisible(i < item.length);
                if (i < item.length) {
                    int dimension = item[i];
                    slider.show(Integer.toString(dimension), words.about().apply(dimension), vector.get(dimension),
                            value -> vector.set(dimension, value));
                }
            }
        }

        void values() {
            if (!isEmpty() && getItem() != null) for (int i = 0; i < getItem().length; i++)
                sliders.get(i).setValue(vector.get(getItem()[i]));
        }
    }
}
