package meander.models.family.progan;

import static meander.models.family.StateDictConverter.MIRRORED;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.family.Dialect;
import meander.models.family.StateDictConverter;
import meander.models.graph.Value;

/**
 * The port that GAN Dissection and Network Dissection use, {@code layer1.conv.weight}, and the older one from which it comes,
 * {@code features.0.conv.weight}. Only the largest resolution can draw.
 */
final class GandissectDialect implements Dialect {
    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Stream.of(false, true).flatMap(old -> Dialect.network(checkpoint, layer(1, old) + ".wscale.b")
                .map(network -> Reading.of(network, notes -> translated(network, old, notes))).stream()).findFirst();
    }

    private static String layer(int number, boolean old) {
        return old ? "features." + (number - 1) : "layer" + number;
    }

    private static StateDict translated(StateDict network, boolean old, List<String> notes) {
        StateDictConverter to = new StateDictConverter(network);
        to.take(layer(1, old) + ".conv.weight", "b4.dense.weight", GandissectDialect::dense);
        to.take(layer(1, old) + ".wscale.b", "b4.dense.bias", ProGanTensorflowDialect::onceForEachPixel);
        layer(to, layer(2, old), "b4.conv");
        int size = 4;
        for (int number = 3; to.has(layer(number, old) + ".conv.weight"); number++) {
            size = 4 << (number - 1) / 2;
            layer(to, layer(number, old), "b" + size + ".conv" + (1 - number % 2));
        }
        layer(to, old ? "output" : "output_" + size + "x" + size, "b" + size + ".torgb");
        notes.add("Written by a PyTorch port (GAN Dissection): names and layouts were translated.");
        return to.done(_ -> false);
    }

    private static void layer(StateDictConverter to, String from, String name) {
        to.take(from + ".conv.weight", name + ".weight");
        to.take(from + ".wscale.b", name + ".bias");
    }

    /** A kernel {@code [C,z,4,4]} that meets one pixel amid zeros is a dense layer {@code [C·16,z]}. */
    private static Value dense(Value x) {
        return MIRRORED.apply(x).transpose(0, 2, 3, 1).reshape(x.shape().dim(0) * 16, x.shape().dim(1));
    }
}
