package meander.models.family.style.stylegan1;

import static meander.models.family.StateDictConverter.MIRRORED;
import static meander.models.family.StateDictConverter.SINGLE;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Dialect;
import meander.models.family.StateDictConverter;
import meander.models.graph.Shape;
import meander.models.graph.Value;

/**
 * rosinality's port. All its layers are equalised by {@code √(2/fan_in)}, styles, noise and pictures too; a style's first half is not less
 * by 1; where doubling and convolving are one operation, four kernels are averaged instead of added.
 */
final class StyleGan1RosinalityDialect implements Dialect {
    private static final String BLOCKS = "generator.progression.";
    private static final UnaryOperator<Value> SPREADING = x -> MIRRORED.apply(x.transpose(1, 0, 2, 3)).mul(0.25);
    private static final Pattern BLUR = Pattern.compile(".*\\.conv1\\.[12]\\.weight(_flip)?");

    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, BLOCKS + "0.conv1.input")
                .map(network -> Reading.of(network, notes -> translated(network, notes)));
    }

    private static StateDict translated(StateDict network, List<String> notes) {
        StateDictConverter to = new StateDictConverter(network);
        for (int i = 0; to.has("style." + (2 * i + 1) + ".linear.weight_orig"); i++)
            pair(to, "style." + (2 * i + 1) + ".linear", "mapping.fc" + i, 1);
        to.put(StyleGan1Model.RATE, 1.0);
        to.take(BLOCKS + "0.conv1.input", "synthesis.b4.const", SINGLE);
        int depth = to.shape(BLOCKS + "0.conv1.input", 4).dim(1);
        to.put("synthesis.b4.conv0.bias", StoredTensor.of(new float[depth], depth));
        for (int i = 0; to.has(BLOCKS + i + ".conv2.conv.weight_orig"); i++) {
            String from = BLOCKS + i;
            String block = "synthesis.b" + (4 << i);
            pair(to, from + ".conv1.1.conv", block + ".conv0", 1);
            to.take(from + ".conv1.0.weight", block + ".conv0.weight", SPREADING);
            to.take(from + ".conv1.0.bias", block + ".conv0.bias");
            pair(to, from + ".conv2.conv", block + ".conv1", 1);
            for (int layer = 1; layer <= 2; layer++)
                styled(to, from, layer, block + ".conv" + (layer - 1));
            pair(to, "generator.to_rgb." + i + ".conv", block + ".torgb", Math.sqrt(2));
        }
        notes.add("Written by rosinality's port: names and units were translated.");
        return to.done(name -> BLUR.matcher(name).matches());
    }

    private static void pair(StateDictConverter to, String from, String name, double gain) {
        to.take(from + ".weight_orig", name + ".weight", x -> x.mul(gain));
        to.take(from + ".bias", name + ".bias");
    }

    private static void styled(StateDictConverter to, String block, int layer, String name) {
        to.take(block + ".noise" + layer + ".weight_orig", name + ".noise_strength", x -> {
            Shape shape = x.shape();
            return x.mul(Math.sqrt(2.0 / shape.dim(1))).reshape(shape.dim(1));
        });
        String style = block + ".adain" + layer + ".style.linear";
        to.take(style + ".weight_orig", name + ".style.weight", x -> x.mul(Math.sqrt(2)));
        to.take(style + ".bias", name + ".style.bias", x -> {
            int half = x.shape().dim(0) / 2;
            return x.slice(0, 0, half).sub(1).concat(0, x.slice(0, half, x.shape().dim(0)));
        });
    }
}
