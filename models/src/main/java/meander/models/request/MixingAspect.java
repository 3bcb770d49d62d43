package meander.models.request;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.latent.StyleMix;

/** Donors and which layer takes what from them. */
final class MixingAspect extends Aspect<StyleMix> {
    MixingAspect() {
        super("mixing", StyleMix.NONE);
    }

    @Override
    public void write(StyleMix value, ObjectNode request) {
        if (value.equals(StyleMix.NONE)) return;
        ObjectNode node = request.putObject("mix");
        value.donors().forEach(node.putArray("donors")::add);
        ObjectNode layers = node.putObject("layers");
        value.weights().forEach((layer, row) -> row.forEach(layers.putArray(layer.toString())::add));
    }

    @Override
    public StyleMix read(JsonFields request) {
        JsonFields node = request.object("mix");
        return new StyleMix(node.wholes("donors", 0, (1L << 32) - 1), node.entries("layers", JsonFields::index, JsonFields::row));
    }

    @Override
    public StyleMix fit(StyleMix value, StyleMix initial, List<Control> controls) {
        return control(controls, Control.Mixing.class)
                .map(mixing -> new StyleMix(value.donors(), kept(value.weights(), within(mixing.layers())))).orElse(initial);
    }

    @Override
    public List<String> describe(StyleMix value) {
        return value.weights().entrySet().stream()
                .map(layer -> "layer " + layer.getKey() + " mixed " + layer.getValue() + " from seeds " + value.donors())
                .toList();
    }
}
