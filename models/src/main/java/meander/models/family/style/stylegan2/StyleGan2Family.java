package meander.models.family.style.stylegan2;

import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.family.Dialect;
import meander.models.family.Family;
import meander.models.family.ModuleView;

/** StyleGAN2 and StyleGAN2-ADA as NVlabs' repositories write them, on PyTorch and on TensorFlow, and as rosinality's port does. */
public final class StyleGan2Family implements Family {
    private static final List<Dialect> DIALECTS = List.of(new NvlabsDialect(), new StyleGan2TensorflowDialect(),
            new StyleGan2RosinalityDialect());

    @Override
    public String name() {
        return "StyleGAN2";
    }

    @Override
    public String paper() {
        return "Karras et al., arXiv:1912.04958; augmentation arXiv:2006.06676";
    }

    @Override
    public List<List<String>> hallmarks() {
        return List.of(
                List.of("mapping.fc#.weight", "mapping.w_avg", "synthesis.b#.const", "synthesis.b#.conv#.affine.weight",
                        "synthesis.b#.conv#.noise_strength", "synthesis.b#.conv#.weight", "synthesis.b#.torgb.weight"),
                List.of("style.#.weight", "input.input", "conv#.conv.modulation.weight", "convs.#.conv.modulation.weight",
                        "convs.#.conv.weight", "convs.#.noise.weight", "to_rgbs.#.conv.weight"),
                List.of("dlatent_avg", "mapping/Dense#/weight", "synthesis/#x#/Const/const", "synthesis/#x#/Conv#/mod_weight",
                        "synthesis/#x#/Conv#_up/weight", "synthesis/#x#/ToRGB/weight"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        return Dialect.first(DIALECTS, checkpoint)
                .map(reading -> Candidate.of(_ -> StyleGan2Model.open(checkpoint.file(), reading), _ -> reading.original()));
    }

    @Override
    public Optional<Rejected> explain(Checkpoint checkpoint) {
        boolean draws = ModuleView.in(checkpoint).stream().anyMatch(network -> holds(network.state(), "mapping."));
        boolean judges = ModuleView.in(checkpoint).stream().anyMatch(network -> holds(network.state(), "b4.out."));
        return judges && !draws ? Optional.of(Rejected.because(Rejected.Reason.DISCRIMINATOR_ONLY)) : Optional.empty();
    }

    private static boolean holds(StateDict network, String prefix) {
        return network.tensors().keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
