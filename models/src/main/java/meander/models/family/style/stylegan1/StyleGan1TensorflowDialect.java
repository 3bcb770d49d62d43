package meander.models.family.style.stylegan1;

import static meander.models.family.StateDictConverter.DENSE;
import static meander.models.family.StateDictConverter.KERNEL;
import static meander.models.family.StateDictConverter.MIRRORED;
import static meander.models.family.StateDictConverter.PLANE;
import static meander.models.family.StateDictConverter.SINGLE;

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
 * NVlabs' TensorFlow pickles. Kernels are {@code [kh,kw,I,O]}, dense weights {@code [I,O]}; where doubling and convolving are one
 * operation, which large layers do unless told otherwise, the kernel is mirrored.
 */
final class StyleGan1TensorflowDialect implements Dialect {
    private static final UnaryOperator<Value> SPREADING = x -> MIRRORED.apply(KERNEL.apply(x));

    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, "synthesis/4x4/Const/StyleMod/weight")
                .map(network -> Reading.of(network, notes -> translated(network, notes)));
    }

    private static StateDict translated(StateDict network, List<String> notes) {
        TensorflowBuildArguments arguments = TensorflowBuildArguments.of(network);
        arguments.expect("nonlinearity", "lrelu");
        arguments.expect("mapping_nonlinearity", "lrelu");
        arguments.expect("blur_filter", List.of(1L, 2L, 1L));
        arguments.expect("use_pixel_norm", false);
        for (String usual : new String[]{"normalize_latents", "use_wscale", "use_instance_norm", "use_styles", "use_noise"})
            arguments.expect(usual, true);
        StateDictConverter to = new StateDictConverter(network);
        for (int i = 0; to.has("mapping/Dense" + i + "/weight"); i++)
            dense(to, "mapping/Dense" + i, "mapping.fc" + i);
        to.take("mapping/LabelConcat/weight", "mapping.label.weight", DENSE);
        to.take("dlatent_avg", StyleGan1Model.AVERAGE);
        to.put(StyleGan1Model.RATE, arguments.number("mapping_lrmul").orElse(StyleGan1Model.USUAL_RATE));
        to.take("synthesis/4x4/Const/const", "synthesis.b4.const", SINGLE);
        layer(to, "4x4/Const", "b4.conv0", KERNEL, 0);
        layer(to, "4x4/Conv", "b4.conv1", KERNEL, 1);
        int size = 4;
        int noise = 2;
        while (to.has("synthesis/" + 2 * size + "x" + 2 * size + "/Conv1/weight")) {
            size *= 2;
            boolean fused = arguments.flag("fused_scale").orElse(size >= StyleGan1Model.FUSED_FROM);
            layer(to, size + "x" + size + "/Conv0_up", "b" + size + ".conv0", fused ? SPREADING : KERNEL, noise++);
            layer(to, size + "x" + size + "/Conv1", "b" + size + ".conv1", KERNEL, noise++);
        }
        int levels = Integer.numberOfTrailingZeros(size);
        for (int lod = 0; lod <= levels - 2; lod++) {
            String name = "synthesis.b" + (size >> lod) + ".torgb";
            to.take("synthesis/ToRGB_lod" + lod + "/weight", name + ".weight", KERNEL);
            to.take("synthesis/ToRGB_lod" + lod + "/bias", name + ".bias");
        }
        if (to.has("synthesis/lod")) to.put(StyleGan1Model.LEVEL, levels - to.number("synthesis/lod"));
        notes.add("Written by TensorFlow: names and order of axes were translated.");
        return to.done(name -> name.equals("lod") || name.equals("synthesis/lod"));
    }

    private static void dense(StateDictConverter to, String from, String name) {
        to.take(from + "/weight", name + ".weight", DENSE);
        to.take(from + "/bias", name + ".bias");
    }

    private static void layer(StateDictConverter to, String from, String name, UnaryOperator<Value> kernel, int noise) {
        String at = "synthesis/" + from;
        to.take(at + "/weight", "synthesis." + name + ".weight", kernel);
        to.take(at + "/bias", "synthesis." + name + ".bias");
        to.take(at + "/Noise/weight", "synthesis." + name + ".noise_strength");
        dense(to, at + "/StyleMod", "synthesis." + name + ".style");
        to.take("synthesis/noise" + noise, "synthesis." + name + ".noise_const", PLANE);
    }
}
