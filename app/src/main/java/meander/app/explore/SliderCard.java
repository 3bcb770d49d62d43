package meander.app.explore;

import meander.app.widgets.SliderRow;
import meander.models.request.Control;

/** A slider of the family's own; all of them stand in one card. */
final class SliderCard extends ControlCard<Control.Slider> {
    SliderCard() {
        super(Control.Slider.class);
    }

    @Override
    CardContent content(Control.Slider slider, CardContext context) {
        return CardContent.of(CardContent.fixed(""), row(slider, context));
    }

    @Override
    boolean isLast() {
        return true;
    }

    static SliderRow row(Control.Slider slider, CardContext context) {
        return context.row(context.explore().values().slider(slider),
                context.texts().messages().textOr("slider." + slider.id(), slider.id()),
                context.texts().messages().textOr("slider." + slider.id() + ".about", ""));
    }
}
