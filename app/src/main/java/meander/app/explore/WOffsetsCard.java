package meander.app.explore;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Tooltip;

import meander.app.widgets.ChoiceNames;
import meander.app.widgets.VectorGrid;
import meander.models.request.Control;

/** The single dimensions of w, for all layers or for one. */
final class WOffsetsCard extends ControlCard<Control.EditW> {
    WOffsetsCard() {
        super(Control.EditW.class);
    }

    @Override
    CardContent content(Control.EditW w, CardContext context) {
        WOffsetsModel edits = new WOffsetsModel(context.explore(), w.dimensions());
        VectorGrid grid = context.grid(edits);
        ComboBox<Integer> layer = new ComboBox<>();
        layer.getItems().add(WOffsetsModel.ALL);
        w.layers().forEach(each -> layer.getItems().add(each.index()));
        layer.setConverter(ChoiceNames.named(index -> index == WOffsetsModel.ALL
                ? context.text("control.edit.layer.all")
                : context.text("control.edit.layer", index, Integer.toString(w.layers().get(index).resolution()))));
        layer.setValue(WOffsetsModel.ALL);
        layer.setTooltip(new Tooltip(context.text("control.edit.layer.tip")));
        layer.setAccessibleText(context.text("control.edit.layer.tip"));
        layer.setPrefWidth(136);
        layer.setMinWidth(136);
        layer.valueProperty().addListener((_, _, index) -> {
            edits.show(index);
            grid.refresh();
        });
        grid.beside(layer);
        ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper();
        context.onRefresh(() -> {
            grid.refresh();
            caption.set(context.text("control.editZ.caption", edits.changed(), Integer.toString(w.dimensions())));
        });
        return CardContent.of(caption, grid);

    }
}
