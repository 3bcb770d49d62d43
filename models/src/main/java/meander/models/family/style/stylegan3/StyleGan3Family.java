package meander.models.family.style.stylegan3;

import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.family.Dialect;
import meander.models.family.Family;

/** StyleGAN3 as NVlabs' repository writes it, and any file of tensors with the same names. */
public final class StyleGan3Family implements Family {
    static final String NAME = "StyleGAN3";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Karras et al., arXiv:2106.12423";
    }

    /** The class has the same name as StyleGAN2's, but only this one begins with Fourier features. */
    @Override
    public List<List<String>> hallmarks() {
        return List.of(List.of("mapping.fc#.weight", "mapping.w_avg", "synthesis.input.freqs", "synthesis.input.transform",
                "synthesis.L#_#_#.affine.weight", "synthesis.L#_#_#.magnitude_ema", "synthesis.L#_#_#.weight"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, "synthesis.input.freqs")
                .map(network -> Candidate.of(_ -> StyleGan3Model.open(checkpoint.file(), network), _ -> List.of(network)));
    }
}
