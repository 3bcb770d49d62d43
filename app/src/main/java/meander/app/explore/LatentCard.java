package meander.app.explore;

import javafx.scene.Node;

import meander.app.widgets.VectorBars;
import meander.models.request.Control;

/** Seed and plane of seeds, and w at a glance. */
final class LatentCard extends ControlCard<Control.Seed> {
    LatentCard() {
        super(Control.Seed.class);
    }

    @Override
    CardContent content(Control.Seed seed, CardContext context) {
        int w = context.explore().opened().get().model().info().wDim();
        String caption = w > 0
                ? context.text("control.latent.caption.w", Integer.toString(seed.dimensions()), Integer.toString(w))
                : context.text("control.latent.caption", Integer.toString(seed.dimensions()));
        SeedCard card = new SeedCard(context.explore(), context.texts());
        context.onRefresh(card::refresh);
        return CardContent.of(CardContent.fixed(caption), card).withEnd(bars(context));

    }

    /** w at a glance. */
    private static Node bars(CardContext context) {
        VectorBars bars = new VectorBars();
        context.own(context.explore().frames().styles().subscribe(styles -> {
            bars.setVisible(styles != null);
            bars.setManaged(styles != null);
            if (styles != null) bars.show(styles.data(), styles.shape().dim(1));
        }));
        return bars;
    }
}
