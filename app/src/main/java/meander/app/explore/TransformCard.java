package meander.app.explore;

import javafx.scene.Node;

import meander.models.request.Control;

/** Moving and turning what is drawn, beside the family's own sliders. */
final class TransformCard extends ControlCard<Control.Transform> {
    TransformCard() {
        super(Control.Transform.class);
    }

    @Override
    CardContent content(Control.Transform transform, CardContext context) {
        return CardContent.of(CardContent.fixed(""),
                transform.sliders().stream().map(slider -> SliderCard.row(slider, context)).toArray(Node[]::new));
    }

    @Override
    boolean isLast() {
        return true;
    }
}
