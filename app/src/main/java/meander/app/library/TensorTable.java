package meander.app.library;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import meander.app.base.Texts;
import meander.models.checkpoint.TensorStatistics;

/** The tensors of a model, with their statistics as they are counted. */
final class TensorTable extends TableView<TensorRow> {
    private final Texts texts;
    private final HBox counting = new HBox();

    TensorTable(ModelDetailsViewModel details, Texts texts) {
        this.texts = texts;
        setItems(details.tensors());
        getStyleClass().add("tensor-table");
        setId("tensor-table");
        setAccessibleText(texts.text("library.tensors"));
        setPlaceholder(new Label());
        setMinHeight(220);
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        VBox.setVgrow(this, Priority.ALWAYS);
        TableColumn<TensorRow, String> called = words("library.tensor.name", 260, TensorRow::name);
        getColumns().add(called);
        TableColumn<TensorRow, String> shape = words("library.tensor.shape", 130, TensorRow::shape);
        shape.setComparator(null);
        getColumns().add(shape);
        getColumns().add(words("library.tensor.type", 56, TensorRow::type));
        getColumns().add(number("library.tensor.mean", TensorStatistics::mean));
        getColumns().add(number("library.tensor.std", TensorStatistics::std));
        getColumns().add(number("library.tensor.min", TensorStatistics::min));
        getColumns().add(number("library.tensor.max", TensorStatistics::max));
        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(details.progress());
        Label words = new Label(texts.text("library.counting"));
        words.getStyleClass().add("card-hint");
        Button stop = new Button(texts.text("action.cancel"));
        stop.setOnAction(_ -> details.stop());
        counting.getChildren().setAll(words, bar, stop);
        counting.getStyleClass().add("details-counting");
        counting.setAlignment(Pos.CENTER_LEFT);
        counting.visibleProperty().bind(details.counting());
        counting.managedProperty().bind(counting.visibleProperty());
    }

    /** What stands below while the statistics are counted. */
    Node counting() {
        return counting;
    }

    /** Follows no more. */
    void close() {
        setItems(null);
    }

    private TableColumn<TensorRow, String> words(String key, double width, Function<TensorRow, String> value) {
        TableColumn<TensorRow, String> column = new TableColumn<>(texts.text(key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(String item, boolean nothing) {
                super.updateItem(item, nothing);
                setText(nothing ? null : item);
                setTooltip(nothing || item.length() < 30 ? null : new Tooltip(item));
            }
        });
        return column;
    }

    private TableColumn<TensorRow, TensorRow> number(String key, ToDoubleFunction<TensorStatistics> value) {
        TableColumn<TensorRow, TensorRow> column = new TableColumn<>(texts.text(key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setComparator(Comparator.comparingDouble(
                row -> row.statistics() == null ? Double.NEGATIVE_INFINITY : value.applyAsDouble(row.statistics())));
        column.setPrefWidth(86);
        column.getStyleClass().add("number");
        column.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(TensorRow row, boolean nothing) {
                super.updateItem(row, nothing);
                boolean known = !nothing && row != null && row.statistics() != null;
                setText(nothing || row == null ? null : known ? statistic(value.applyAsDouble(row.statistics())) : "…");
                setTooltip(known && row.statistics().notFinite() > 0
                        ? new Tooltip(texts.text("library.tensor.notFinite", row.statistics().notFinite()))
                        : null);
                pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("careful"),
                        known && row.statistics().notFinite() > 0);
            }
        });
        return column;
    }

    /** Four figures; a minus sign as wide as a plus. */
    static String statistic(double value) {
        if (Double.isNaN(value)) return "–";
        if (value == 0) return "0";
        double size = Math.abs(value);
        String text = size >= 1e5 || size < 1e-3
                ? String.format(Locale.ROOT, "%.2e", value)
                : String.format(Locale.ROOT, size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.4f", value);
        return text.replace('-', '−');
    }
}
