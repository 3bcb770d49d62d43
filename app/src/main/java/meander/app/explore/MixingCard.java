package meander.app.explore;

import javafx.scene.control.Label;

import meander.app.widgets.MixingMatrix;
import meander.models.request.Control;

/** The matrix of layers and sources. */
final class MixingCard extends ControlCard<Control.Mixing> {
    MixingCard() {
        super(Control.Mixing.class);
    }

    @Override
    CardContent content(Control.Mixing mixing, CardContext context) {
        StyleMixModel mix = new StyleMixModel(context.explore(), context.texts(), mixing.layers());
        MixingMatrix matrix = new MixingMatrix(mix, new MixingMatrix.Words(context.text("control.mixing.own.tip"),
                context.text("control.mixing.tip"), context.text("control.mixing.add"), context.text("action.remove")),
                context.drag());
        matrix.setId("mixing-matrix");
        Label hint = new Label();
        hint.getStyleClass().add("card-hint");
        context.onRefresh(() -> {
            matrix.refresh();
            hint.setText(context.text(
                    context.explore().values().mix().get().donors().isEmpty() ? "control.mixing.empty" : "control.mixing.hint"));
        });
        context.own(mix.follow(matrix::refresh));
        return CardContent.of(CardContent.fixed(context.text("control.mixing.caption")), matrix, hint);

    }
}
