package meander.models.family.style.stylegan2;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Dialect;
import meander.models.family.Family;
import meander.models.family.StateDictConverter;

/**
 * rosinality's port, in its own files and as the decoder inside those of the encoders pSp and e4e. Kernels have a leading axis for the
 * batch; the low-pass filters carry the factor 4 of up-sampling.
 */
final class StyleGan2RosinalityDialect implements Dialect {
    private static final List<String> PREFIXES = List.of("", "module.", "decoder.");
    private static final String CONST = "input.input";
    private static final String AVERAGE = "latent_avg";

    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        for (StateDict network : Stream
                .concat(Stream.of("g_ema", "g").map(checkpoint.networks()::get), checkpoint.networks().values().stream())
                .toList())
            for (String prefix : PREFIXES)
                if (network != null && network.tensors().containsKey(prefix + CONST)
                        && network.tensors().containsKey(prefix + "conv1.conv.modulation.weight"))
                    return Optional.of(new Reading(original(checkpoint, network),
                            notes -> translated(network, prefix, average(checkpoint, network), notes)));
        return Optional.empty();
    }

    /** The network, and the average that may lie beside it. */
    private static List<StateDict> original(Checkpoint checkpoint, StateDict network) {
        StateDict loose = checkpoint.networks().get("");
        if (loose == null || loose == network || !loose.tensors().containsKey(AVERAGE)) return List.of(network);
        return List.of(network, Family.Candidate.some(loose, AVERAGE::equals));
    }

    /** It lies beside the networks, or null. */
    private static StoredTensor average(Checkpoint checkpoint, StateDict network) {
        StateDict loose = checkpoint.networks().get("");
        StoredTensor average = loose == null ? null : loose.tensors().get(AVERAGE);
        return average == null ? network.tensors().get(AVERAGE) : average;
    }

    private static StateDict translated(StateDict network, String prefix, StoredTensor average, List<String> notes) {
        StateDictConverter to = new StateDictConverter(network);
        for (int i = 1; to.has(prefix + "style." + i + ".weight"); i++) {
            to.take(prefix + "style." + i + ".weight", "mapping.fc" + (i - 1) + ".weight");
            to.take(prefix + "style." + i + ".bias", "mapping.fc" + (i - 1) + ".bias");
        }
        to.take(prefix + CONST, "synthesis.b4.const", StateDictConverter.SINGLE);
        layer(to, prefix, "conv1", "synthesis.b4.conv1", 0);
        toRgb(to, prefix + "to_rgb1", "synthesis.b4.torgb");
        for (int i = 0; to.has(prefix + "convs." + i + ".conv.weight"); i++)
            layer(to, prefix, "convs." + i, "synthesis.b" + (8 << i / 2) + ".conv" + i % 2, i + 1);
        for (int i = 0; to.has(prefix + "to_rgbs." + i + ".conv.weight"); i++)
            toRgb(to, prefix + "to_rgbs." + i, "synthesis.b" + (8 << i) + ".torgb");
        to.take(prefix + "convs.0.conv.blur.kernel", StyleGan2Config.FILTER, x -> x.mul(0.25));
        // Encoders keep the average once for each layer.
        if (average != null)
            to.put(StyleGan2Model.AVERAGE, StateDictConverter.changed(AVERAGE, average,
                    x -> x.shape().rank() < 2 ? x : x.slice(0, 0, 1).reshape(x.shape().dim(-1))));
        notes.add("Written by rosinality's port: names and layouts were translated.");
        return to.done(name -> !name.startsWith(prefix) || name.equals(AVERAGE) || name.endsWith(".kernel"));
    }

    private static void layer(StateDictConverter to, String prefix, String from, String name, int noise) {
        styled(to, prefix + from, name);
        to.take(prefix + from + ".activate.bias", name + ".bias");
        to.take(prefix + from + ".noise.weight", name + ".noise_strength", x -> x.reshape());
        to.take(prefix + "noises.noise_" + noise, name + ".noise_const", StateDictConverter.PLANE);
    }

    private static void toRgb(StateDictConverter to, String from, String name) {
        styled(to, from, name);
        to.take(from + ".bias", name + ".bias", x -> x.reshape(x.shape().dim(1)));
    }

    private static void styled(StateDictConverter to, String from, String name) {
        to.take(from + ".conv.weight", name + ".weight", StateDictConverter.SINGLE);
        to.take(from + ".conv.modulation.weight", name + ".affine.weight");
        to.take(from + ".conv.modulation.bias", name + ".affine.bias");
    }
}
