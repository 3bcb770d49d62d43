package meander.app.explore;

import javafx.beans.property.ReadOnlyStringWrapper;

import meander.app.widgets.VectorGrid;
import meander.models.request.Control;

/** The single dimensions of z. */
final class ZOffsetsCard extends ControlCard<Control.EditZ> {
    ZOffsetsCard() {
        super(Control.EditZ.class);
    }

    @Override
    CardContent content(Control.EditZ z, CardContext context) {
        VectorGrid.Vector vector = new VectorGrid.Vector() {
            @Override
            public int dimensions() {
                return z.dimensions();
            }

            @Override
            public double get(int dimension) {
                return context.explore().values().zOffsets().get().get(dimension);
            }

            @Override
            public void set(int dimension, double value) {
                context.explore().values().z(dimension).value().set(value);
            }
        };
        VectorGrid grid = context.grid(vector);
        ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper();
        context.onRefresh(() -> {
            grid.refresh();
            caption.set(context.text("control.editZ.caption", context.explore().values().zOffsets().get().offsets().size(),
                    Integer.toString(z.dimensions())));
        });
        return CardContent.of(caption, grid);

    }
}
