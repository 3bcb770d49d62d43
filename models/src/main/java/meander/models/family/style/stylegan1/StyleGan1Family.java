package meander.models.family.style.stylegan1;

import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.family.Dialect;
import meander.models.family.Family;
import meander.models.latent.Truncation;

/** StyleGAN as its authors' TensorFlow code writes it, and as the PyTorch ports of rosinality and huangzh13 do. */
public final class StyleGan1Family implements Family {
    static final String NAME = "StyleGAN";

    /**
     * A tool and what it does otherwise than the authors.
     *
     * @param usual     how it truncates unless told otherwise
     * @param allBlocks whether a file holds blocks for more than the resolution that was trained, and does not tell which that is
     */
    record Port(Dialect dialect, StyleGan1.Habits habits, Truncation usual, boolean allBlocks) {}

    private static final Truncation COARSE = new Truncation(0.7, 8);
    private static final List<Port> PORTS = List.of(
            new Port(new StyleGan1TensorflowDialect(), StyleGan1.Habits.OFFICIAL, COARSE, false),
            new Port(new HuangDialect(), new StyleGan1.Habits(1e-5, false, false), COARSE, false),
            new Port(new StyleGan1RosinalityDialect(), new StyleGan1.Habits(1e-5, true, true),
                    new Truncation(0.7, Truncation.ALL_LAYERS), true));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Karras et al., arXiv:1812.04948";
    }

    @Override
    public List<List<String>> hallmarks() {
        return List.of(
                List.of("style.#.linear.weight_orig", "generator.progression.#.adain#.style.linear.weight_orig",
                        "generator.progression.#.conv#.conv.weight_orig", "generator.progression.#.noise#.weight_orig",
                        "generator.to_rgb.#.conv.weight_orig"),
                List.of("g_mapping.map.dense#.weight", "g_synthesis.init_block.const", "g_synthesis.blocks.#.conv#.weight",
                        "g_synthesis.blocks.#.epi#.style_mod.lin.weight", "g_synthesis.to_rgb.#.weight"),
                List.of("dlatent_avg", "mapping/Dense#/weight", "synthesis/#x#/Const/const",
                        "synthesis/#x#/Conv#/StyleMod/weight", "synthesis/ToRGB_lod#/weight"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        for (Port port : PORTS) {
            Optional<Dialect.Reading> reading = port.dialect.recognise(checkpoint);
            if (reading.isPresent())
                return Optional.of(Candidate.of(answers -> StyleGan1Model.open(checkpoint.file(), port, reading.get(), answers),
                        _ -> reading.get().original()));
        }
        return Optional.empty();
    }
}
