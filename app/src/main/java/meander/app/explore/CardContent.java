package meander.app.explore;

import java.util.List;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/**
 * A card's inside.
 *
 * @param caption at the right of its title
 * @param end     what stands below the rows of all controls that share the card; only the first one's is shown
 */
record CardContent(ObservableValue<String> caption, List<Node> rows, List<Node> end) {
    static CardContent of(ObservableValue<String> caption, Node... rows) {
        return new CardContent(caption, List.of(rows), List.of());
    }

    static ObservableValue<String> fixed(String text) {
        return new ReadOnlyStringWrapper(text);
    }

    CardContent withEnd(Node last) {
        return new CardContent(caption, rows, List.of(last));
    }
}
