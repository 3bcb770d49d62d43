package meander.models.family.style.lucidrains;

import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
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
        return checkpoint.networks().values().stream().filter(LucidrainsFamily::isGenerator).findFirst()
                .map(network -> Candidate.of(_ -> LucidrainsModel.open(checkpoint.file(), network),
                        _ -> List.of(LucidrainsModel.original(checkpoint.file(), network))));
    }

    private static boolean isGenerator(StateDict network) {
        return network.tensors().containsKey("G.initial_conv.weight") && network.tensors().containsKey("S.net.0.weight");
    }
}
