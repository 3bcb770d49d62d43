package meander.models.family.progan;

import static meander.models.family.StateDictConverter.DENSE;
import static meander.models.family.StateDictConverter.KERNEL;
import static meander.models.family.StateDictConverter.MIRRORED;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.family.Dialect;
import meander.models.family.StateDictConverter;
import meander.models.family.TensorflowBuildArguments;
import meander.models.graph.Value;

/**
 * The authors' TensorFlow pickles. Kernels are {@code [kh,kw,I,O]}, of layers that double and convolve in one {@code [kh,kw,O,I]} and
 * mirrored; the first bias counts once for each feature map.
 */
final class ProGanTensorflowDialect implements Dialect {
    private static final String DENSE_LAYER = "4x4/Dense";
    private static final UnaryOperator<Value> SPREADING = x -> MIRRORED.apply(x.transpose(2, 3, 0, 1));

    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, DENSE_LAYER + "/weight", "ToRGB_lod0/weight")
                .map(network -> Reading.of(network, notes -> translated(network, notes)));
    }

    private static StateDict translated(StateDict network, List<String> notes) {
        TensorflowBuildArguments arguments = TensorflowBuildArguments.of(network);
        arguments.expect("label_size", 0.0);
        arguments.expect("tanh_at_end", false);
        for (String usual : new String[]{"normalize_latents", "use_wscale", "use_pixelnorm", "use_leakyrelu"})
            arguments.expect(usual, true);
        StateDictConverter to = new StateDictConverter(network);
        to.take(DENSE_LAYER + "/weight", "b4.dense.weight", DENSE);
        to.take(DENSE_LAYER + "/bias", "b4.dense.bias", ProGanTensorflowDialect::onceForEachPixel);
        layer(to, "4x4/Conv", "b4.conv", KERNEL);
        int size = 4;
        while (to.has(2 * size + "x" + 2 * size + "/Conv1/weight")) {
            size *= 2;
            String from = size + "x" + size + "/";
            layer(to, from + "Conv0_up", "b" + size + ".conv0", SPREADING);
            layer(to, from + "Conv0", "b" + size + ".conv0", KERNEL);
            layer(to, from + "Conv1", "b" + size + ".conv1", KERNEL);
        }
        int levels = Integer.numberOfTrailingZeros(size);
        for (int lod = 0; lod <= levels - 2; lod++)
            layer(to, "ToRGB_lod" + lod, "b" + (size >> lod) + ".torgb", KERNEL);
        if (to.has("lod")) to.put(ProGanModel.LEVEL, Double.toString(levels - to.number("lod")));
        notes.add("Written by TensorFlow: names and order of axes were translated.");
        return to.done("lod"::equals);
    }

    private static void layer(StateDictConverter to, String from, String name, UnaryOperator<Value> kernel) {
        to.take(from + "/weight", name + ".weight", kernel);
        to.take(from + "/bias", name + ".bias");
    }

    /** A bias per feature map {@code [C]} as one per number of a dense layer {@code [C·16]}. */
    static Value onceForEachPixel(Value x) {
        int width = x.shape().dim(0);
        Value[] again = new Value[15];
        Value column = x.reshape(width, 1);
        Arrays.fill(again, column);
        return column.concat(1, again).reshape(width * 16);
    }
}
