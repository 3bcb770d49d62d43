package meander.models.family.style.lucidrains;

import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.family.Dialect;
import meander.models.family.Family;

/** StyleGAN2 as lucidrains' port writes it, {@code model_N.pt} with its {@code .config.json}. */
public final class LucidrainsFamily implements Family {
    static final String NAME = "StyleGAN2 (lucidrains)";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Karras et al., arXiv:1912.04958";
    }

    @Override
    public List<List<String>> hallmarks() {
        return List.of(List.of("G.initial_block", "G.blocks.#.conv#.weight", "G.blocks.#.to_noise#.weight",
                "G.blocks.#.to_style#.weight", "G.blocks.#.to_rgb.conv.weight"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, "G.initial_conv.weight", "S.net.0.weight")
                .map(network -> Candidate.of(_ -> LucidrainsModel.open(checkpoint.file(), network),
                        _ -> List.of(LucidrainsModel.original(checkpoint.file(), network))));
    }
}
