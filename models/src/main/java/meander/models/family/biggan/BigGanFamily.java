package meander.models.family.biggan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.family.Family;
import meander.models.family.ModuleView;

/** BigGAN and BigGAN-deep, as the PyTorch code of the first author and as Hugging Face write them. */
public final class BigGanFamily implements Family {
    static final String NAME = "BigGAN";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Brock et al., arXiv:1809.11096";
    }

    @Override
    public List<List<String>> hallmarks() {
        return List.of(
                List.of("linear.weight", "blocks.#.#.bn#.gain.weight", "blocks.#.#.conv#.weight", "blocks.#.#.conv#.sv#",
                        "output_layer.#.weight"),
                List.of("embeddings.weight", "generator.gen_z.weight_orig", "generator.layers.#.bn_#.scale.weight_orig",
                        "generator.layers.#.conv_#.weight_orig", "generator.conv_to_rgb.weight_orig"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        return ModuleView.generators(checkpoint).stream().map(ModuleView::state)
                .filter(network -> isHuggingFace(network) || isBrock(network)).findFirst()
                .map(network -> Candidate.of(_ -> BigGanModel.open(checkpoint.file(), network),
                        _ -> List.of(Candidate.told(network,
                                isHuggingFace(network) ? BigGanConfigFile.of(checkpoint.file(), network).facts() : Map.of()))));
    }

    private static boolean isBrock(StateDict network) {
        return network.tensors().containsKey("blocks.0.0.bn1.gain.weight")
                && network.tensors().containsKey("output_layer.0.gain");
    }

    static boolean isHuggingFace(StateDict network) {
        return network.tensors().containsKey("generator.gen_z.weight_orig") && network.tensors().containsKey("embeddings.weight");
    }
}
