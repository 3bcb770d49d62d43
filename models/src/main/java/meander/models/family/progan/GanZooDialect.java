package meander.models.family.progan;

import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.family.Dialect;
import meander.models.family.StateDictConverter;
import meander.models.graph.Shape;

/** Facebook Research's GAN zoo. Its equalised layers scale their biases too, all by {@code √(2/fan_in)}. */
final class GanZooDialect implements Dialect {
    private static final String FIRST = "formatLayer";

    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, FIRST + ".module.weight")
                .map(network -> Reading.of(network, notes -> translated(network, notes)));
    }

    private static StateDict translated(StateDict network, List<String> notes) {
        StateDictConverter to = new StateDictConverter(network);
        // Where the definition's first gain is √2/4, as the paper's authors have it, this port's is √2.
        layer(to, FIRST, "b4.dense", 2, 4);
        layer(to, "groupScale0.0", "b4.conv", 4, 1);
        for (int i = 0; to.has("scaleLayers." + i + ".0.module.weight"); i++) {
            layer(to, "scaleLayers." + i + ".0", "b" + (8 << i) + ".conv0", 4, 1);
            layer(to, "scaleLayers." + i + ".1", "b" + (8 << i) + ".conv1", 4, 1);
        }
        for (int i = 0; to.has("toRGBLayers." + i + ".module.weight"); i++)
            layer(to, "toRGBLayers." + i, "b" + (4 << i) + ".torgb", 4, Math.sqrt(2));
        notes.add("Written by GAN zoo: names were translated, biases scaled.");
        return to.done(_ -> false);
    }

    private static void layer(StateDictConverter to, String from, String name, int rank, double factor) {
        String weight = from + ".module.weight";
        if (!to.has(weight)) return;
        Shape shape = to.shape(weight, rank);
        double scale = Math.sqrt(2.0 * shape.dim(0) / shape.elements());
        to.take(weight, name + ".weight", x -> x.mul(factor));
        to.take(from + ".module.bias", name + ".bias", x -> x.mul(scale));
    }
}
