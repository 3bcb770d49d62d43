package meander.app.explore;

import java.util.List;
import java.util.Locale;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import meander.app.widgets.SeedField;
import meander.app.widgets.SegmentedControl;
import meander.app.widgets.SliderRow;
import meander.models.latent.Noise;
import meander.models.request.Control;

/** Noise mode, seed and strengths. */
final class NoiseCard extends ControlCard<Control.NoiseLevels> {
    NoiseCard() {
        super(Control.NoiseLevels.class);
    }

    @Override
    CardContent content(Control.NoiseLevels noise, CardContext context) {
        SegmentedControl<Noise.Mode> mode = new SegmentedControl<>(List.of(Noise.Mode.CONST, Noise.Mode.RANDOM, Noise.Mode.NONE),
                each -> context.text("control.noise." + word(each)), _ -> "");
        mode.valueProperty().bindBidirectional(context.explore().values().noiseMode());
        SeedField seed = new SeedField(context.text("control.noise.seed"),
                value -> context.explore().values().noiseSeed().set(value));
        HBox seedLine = context.line("control.noise.seed", "control.noise.seed.tip", new HBox(seed));
        SliderRow strength = context.row(context.explore().values().noiseStrength(), context.text("control.noise.strength"),
                context.text("control.noise.strength.tip"));
        VBox layers = new VBox();
        layers.getStyleClass().add("card-content");
        for (int i = 0; i < noise.layers().size(); i++) {
            Control.Layer layer = noise.layers().get(i);
            boolean second = i > 0 && noise.layers().get(i - 1).resolution() == layer.resolution();
            layers.getChildren()
                    .add(context.row(context.explore().values().noiseStrength(layer.index()),
                            context.text(second ? "control.noise.layer.second" : "control.noise.layer",
                                    Integer.toString(layer.resolution())),
                            context.text("control.noise.layer.tip", layer.index(), Integer.toString(layer.resolution()))));
        }
        ToggleButton more = CardContext.disclosure(context.text("control.noise.layers"), layers);
        ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper();
        context.onRefresh(() -> {
            Noise now = context.explore().editor().request().get().noise();
            seed.setSeed(now.seed());
            boolean random = now.mode() == Noise.Mode.RANDOM;
            seedLine.setVisible(random);
            seedLine.setManaged(random);
            strength.setDisable(now.mode() == Noise.Mode.NONE);
            layers.setDisable(now.mode() == Noise.Mode.NONE);
            caption.set(context.text("control.noise.caption." + word(now.mode()), Long.toString(now.seed())));
        });
        return CardContent.of(caption, context.line("control.noise.mode", "control.noise.mode.tip", mode), seedLine, strength,
                more, layers);

    }

    private static String word(Noise.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
