package meander.app.explore;

import java.util.Optional;

import meander.app.widgets.SliderRow;
import meander.models.request.Aspect;
import meander.models.request.Aspects;
import meander.models.request.Control;

/** ψ and cutoff, with the latent that they draw to the middle, as in the papers' figures. */
final class TruncationCard extends ControlCard<Control.Truncate> {
    TruncationCard() {
        super(Control.Truncate.class);
    }

    @Override
    CardContent content(Control.Truncate truncate, CardContext context) {
        SliderRow psi = context.row(context.explore().values().psi(), context.text("control.psi"),
                context.text("control.psi.tip"));
        if (truncate.layers() == 0) return CardContent.of(CardContent.fixed(""), psi);
        SliderRow cutoff = context.row(context.explore().values().cutoff(), context.text("control.cutoff"),
                context.text("control.cutoff.tip"));
        cutoff.setWords(
                value -> value >= truncate.layers() ? context.text("control.cutoff.all") : Long.toString(Math.round(value)));
        return CardContent.of(CardContent.fixed(""), psi, cutoff);

    }

    @Override
    Optional<Aspect<?>> joins() {
        return Optional.of(Aspects.LATENT);
    }
}
