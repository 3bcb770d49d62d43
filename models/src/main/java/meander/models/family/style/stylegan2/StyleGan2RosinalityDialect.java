package meander.models.family.style.stylegan2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Dialect;
import meander.models.family.Family;
import meander.models.family.ModuleView;
import meander.models.family.StateDictConverter;

/**
 * rosinality's port, in its own files and as the decoder inside those of the encoders pSp and e4e. Kernels have a leading axis for the
 * batch; the low-pass filters carry the factor 4 of up-sampling.
 */
final class StyleGan2RosinalityDialect implements Dialect {
    private static final String CONST = "input.input";
    private static final String AVERAGE = "latent_avg";

    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, CONST, "conv1.conv.modulation.weight").map(network -> {
            Optional<StateDict> beside = beside(checkpoint, network);
            List<StateDict> original = new ArrayList<>(List.of(network));
            beside.ifPresent(loose -> original.add(Family.Candidate.some(loose, AVERAGE::equals)));
            StoredTensor average = beside.orElse(network).tensors().get(AVERAGE);
            return new Reading(original, notes -> translated(network, average, notes));
        });
    }

    /** What holds the average of w, where that is not the network itself. */
    private static Optional<StateDict> beside(Checkpoint checkpoint, StateDict network) {
        return ModuleView.in(checkpoint).stream().map(ModuleView::state)
                .filter(state -> state != network && state.tensors().containsKey(AVERAGE)).findFirst();
    }

    /** @param average of w, null where the file has none */
    private static StateDict translated(StateDict network, StoredTensor average, List<String> notes) {
        StateDictConverter to = new StateDictConverter(network);
        for (int i = 1; to.has("style." + i + ".weight"); i++) {
            to.take("style." + i + ".weight", "mapping.fc" + (i - 1) + ".weight");
            to.take("style." + i + ".bias", "mapping.fc" + (i - 1) + ".bias");
        }
        to.take(CONST, "synthesis.b4.const", StateDictConverter.SINGLE);
        layer(to, "conv1", "synthesis.b4.conv1", 0);
        toRgb(to, "to_rgb1", "synthesis.b4.torgb");
        for (int i = 0; to.has("convs." + i + ".conv.weight"); i++)
            layer(to, "convs." + i, "synthesis.b" + (8 << i / 2) + ".conv" + i % 2, i + 1);
        for (int i = 0; to.has("to_rgbs." + i + ".conv.weight"); i++)
            toRgb(to, "to_rgbs." + i, "synthesis.b" + (8 << i) + ".torgb");
        to.take("convs.0.conv.blur.kernel", StyleGan2Config.FILTER, x -> x.mul(0.25));
        // Encoders keep the average once for each layer.
        if (average != null)
            to.put(StyleGan2Model.AVERAGE, StateDictConverter.changed(AVERAGE, average,
                    x -> x.shape().rank() < 2 ? x : x.slice(0, 0, 1).reshape(x.shape().dim(-1))));
        notes.add("Written by rosinality's port: names and layouts were translated.");
        return to.done(name -> name.equals(AVERAGE) || name.endsWith(".kernel"));
    }

    private static void layer(StateDictConverter to, String from, String name, int noise) {
        styled(to, from, name);
        to.take(from + ".activate.bias", name + ".bias");
        to.take(from + ".noise.weight", name + ".noise_strength", x -> x.reshape());
        to.take("noises.noise_" + noise, name + ".noise_const", StateDictConverter.PLANE);
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
