package meander.models.family.style.stylegan2;

import static meander.models.family.StateDictConverter.DENSE;
import static meander.models.family.StateDictConverter.KERNEL;
import static meander.models.family.StateDictConverter.MIRRORED;
import static meander.models.family.StateDictConverter.PLANE;
import static meander.models.family.StateDictConverter.SINGLE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Dialect;
import meander.models.family.StateDictConverter;
import meander.models.family.TensorflowBuildArguments;
import meander.models.graph.Value;
import meander.models.nn.FirFilter;

/**
 * NVlabs' TensorFlow pickles of StyleGAN2 and StyleGAN2-ADA. Kernels are {@code [kh,kw,I,O]}, those of up-sampling layers mirrored;
 * dense weights are {@code [I,O]}; a style's bias is less by 1.
 */
final class StyleGan2TensorflowDialect implements Dialect {
    private static final UnaryOperator<Value> SPREADING = x -> MIRRORED.apply(KERNEL.apply(x));

    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, "synthesis/4x4/Conv/mod_weight")
                .map(network -> Reading.of(network, notes -> translated(network, notes)));
    }

    private static StateDict translated(StateDict network, List<String> notes) {
        TensorflowBuildArguments arguments = TensorflowBuildArguments.of(network);
        arguments.expect("nonlinearity", "lrelu");
        arguments.expect("mapping_nonlinearity", "lrelu");
        arguments.expect("normalize_latents", true);
        StateDictConverter to = new StateDictConverter(network);
        mapping(to);
        to.take("synthesis/4x4/Const/const", "synthesis.b4.const", SINGLE);
        layer(to, "synthesis/4x4/Conv", "synthesis.b4.conv1", KERNEL, 0);
        toRgb(to, 4);
        int noise = 1;
        for (int size = 8; to.has("synthesis/" + size + "x" + size + "/Conv1/weight"); size *= 2) {
            String from = "synthesis/" + size + "x" + size + "/";
            String block = "synthesis.b" + size + ".";
            layer(to, from + "Conv0_up", block + "conv0", SPREADING, noise++);
            layer(to, from + "Conv1", block + "conv1", KERNEL, noise++);
            to.take(from + "Skip/weight", block + "skip.weight", KERNEL);
            toRgb(to, size);
        }
        settings(to, arguments);
        notes.add("Written by TensorFlow: names and order of axes were translated.");
        return to.done(name -> name.equals("lod") || name.endsWith("/lod"));
    }

    private static void mapping(StateDictConverter to) {
        for (int i = 0; to.has("mapping/Dense" + i + "/weight"); i++)
            dense(to, "mapping/Dense" + i, "mapping.fc" + i);
        dense(to, "mapping/LabelEmbed", "mapping.embed");
        to.take("mapping/LabelConcat/weight", "mapping.label.weight", DENSE);
        to.take("dlatent_avg", StyleGan2Model.AVERAGE);
    }

    private static void dense(StateDictConverter to, String from, String name) {
        to.take(from + "/weight", name + ".weight", DENSE);
        to.take(from + "/bias", name + ".bias");
    }

    private static void layer(StateDictConverter to, String from, String name, UnaryOperator<Value> kernel, int noise) {
        styled(to, from, name, kernel);
        to.take(from + "/noise_strength", name + ".noise_strength");
        to.take("synthesis/noise" + noise, name + ".noise_const", PLANE);
    }

    private static void toRgb(StateDictConverter to, int size) {
        styled(to, "synthesis/" + size + "x" + size + "/ToRGB", "synthesis.b" + size + ".torgb", KERNEL);
    }

    private static void styled(StateDictConverter to, String from, String name, UnaryOperator<Value> kernel) {
        to.take(from + "/weight", name + ".weight", kernel);
        to.take(from + "/bias", name + ".bias");
        to.take(from + "/mod_weight", name + ".affine.weight", DENSE);
        to.take(from + "/mod_bias", name + ".affine.bias", x -> x.add(1));
    }

    /** What no tensor tells, where it is looked for among the arguments of NVlabs' PyTorch modules. */
    private static void settings(StateDictConverter to, TensorflowBuildArguments arguments) {
        Map<String, Object> said = new HashMap<>();
        arguments.number("mapping_lrmul").ifPresent(rate -> said.put("lr_multiplier", rate));
        arguments.number("conv_clamp").ifPresent(limit -> said.put("conv_clamp", limit));
        to.put("_init_kwargs", said);
        arguments.numbers("resample_kernel").ifPresent(
                taps -> to.put(StyleGan2Config.FILTER, StoredTensor.of(FirFilter.normalised(taps).row(), taps.length)));
    }
}
