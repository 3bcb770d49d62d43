package meander.models.request;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.graph.Tensor;
import meander.models.latent.Noise;

/** Noise mode, seed and strengths. */
final class NoiseAspect extends Aspect<Noise> {
    NoiseAspect() {
        super("noise", Noise.AS_TRAINED);
    }

    @Override
    public void write(Noise value, ObjectNode request) {
        ObjectNode node = request.putObject("noise");
        node.put("mode", word(value.mode())).put("seed", value.seed()).put("strength", value.strength());
        if (!value.layerStrength().isEmpty()) write(node.putObject("layers"), value.layerStrength());
        for (Tensor given : value.given())
            JsonTensors.write(node.withArray("given").addObject(), given);
    }

    @Override
    public Noise read(JsonFields request) {
        JsonFields node = request.object("noise");
        return new Noise(node.choice("mode", Noise.Mode.class, Noise.Mode.CONST), node.whole("seed", 0L, Long.MAX_VALUE, 0L),
                node.number("strength", 1), node.object("layers").numbers(JsonFields::index),
                node.list("given").stream().map(JsonTensors::read).toList());
    }

    @Override
    public Noise fit(Noise value, Noise initial, List<Control> controls) {
        Optional<List<Control.Layer>> layers = control(controls, Control.NoiseLevels.class).map(Control.NoiseLevels::layers);
        if (layers.isEmpty()) return initial;
        Noise taken = value.mode() == Noise.Mode.GIVEN && value.given().size() != layers.get().size()
                ? value.withMode(Noise.Mode.CONST)
                : value;
        return new Noise(taken.mode(), taken.seed(), taken.strength(), kept(taken.layerStrength(), within(layers.get())),
                taken.given());
    }

    @Override
    public Noise light(Noise value) {
        return value.mode() == Noise.Mode.GIVEN ? value.withMode(Noise.Mode.CONST) : value;
    }

    @Override
    public List<String> describe(Noise value) {
        StringBuilder words = new StringBuilder("noise ").append(word(value.mode()));
        if (value.mode() == Noise.Mode.RANDOM) words.append(", seed ").append(value.seed());
        if (value.strength() != 1) words.append(", strength ").append(value.strength());
        value.layerStrength().forEach((layer, strength) -> words.append(", layer ").append(layer).append(" × ").append(strength));
        return List.of(words.toString());
    }

    private static String word(Noise.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
