package meander.models.family.cyclegan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.family.Family;
import meander.models.family.LoadedTranslator;
import meander.models.family.ModuleView;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.StrictLoader;
import meander.models.family.Translator;

/**
 * Residual generators as the PyTorch code of CycleGAN's authors writes them ({@code latest_net_G_A.pth}), with any number of blocks and
 * any width, and as they are trained here. Old files keep statistics of instance normalisation, which were never meant to be used and are
 * left aside.
 */
public final class CycleGanFamily implements Family {
    static final String NAME = "CycleGAN";
    private static final String FIRST = "model.1.weight";
    private static final int BLOCKS_FROM = 10;
    private static final int MOST_BLOCKS = 64;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Zhu et al., arXiv:1703.10593";
    }

    @Override
    public List<List<String>> hallmarks() {
        return List.of(List.of("model.#.weight", "model.#.conv_block.#.weight", "model.#.conv_block.#.bias"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        List<ModuleView> networks = ModuleView.generators(checkpoint).stream()
                .filter(network -> network.holdsKernel(FIRST) && network.holdsKernel(block(0) + "1.weight")).toList();
        if (networks.isEmpty()) return Optional.empty();
        return Optional
                .of(Candidate.of(answers -> LoadedTranslator.open(networks, answers, chosen -> open(checkpoint.file(), chosen)),
                        answers -> List.of(LoadedTranslator.chosen(networks, answers).network().state())));
    }

    private static OpenResult open(Path file, LoadedTranslator.Chosen chosen) {
        ModuleView network = chosen.network();
        ResNet definition;
        LoadedTranslator.Read read;
        try {
            int blocks = 0;
            while (blocks < MOST_BLOCKS && network.holds(block(blocks) + "1.weight"))
                blocks++;
            boolean dropout = network.holdsKernel(block(0) + "6.weight");
            int behind = BLOCKS_FROM + blocks + 3 + 3 + 1; // two transposed convolutions with what follows each, and a padding
            definition = new ResNet(network.dim(FIRST, 4, 1), network.dim("model." + behind + ".weight", 4, 0),
                    network.dim(FIRST, 4, 0), blocks, dropout);
            LoadedTranslator.Norm norm = LoadedTranslator.Norm.of(network, "model.2", "model.1");
            read = new LoadedTranslator.Read(NAME, "ResNet of " + blocks + " blocks", network, norm, dropout, false, 0,
                    List.of());
        } catch (IllegalArgumentException e) {
            return StrictLoader.refused(NAME, e);
        }
        return LoadedTranslator.of(file, read, traits(definition), definition::picture, chosen.controls());
    }

    /** CycleGAN as its paper has it, with random weights. @param definition what to build, @param seed of the weights */
    public static NetworkTranslator untrained(ResNet definition, long seed) {
        LoadedTranslator.Read read = new LoadedTranslator.Read(NAME, "untrained", null, LoadedTranslator.Norm.INSTANCE,
                definition.dropout(), false, 0, List.of());
        return LoadedTranslator.untrained(read, traits(definition), definition::picture, seed);
    }

    private static Translator.Traits traits(ResNet definition) {
        return new Translator.Traits(definition.pictures(), definition.drawn(), 1, definition.multiple(), definition.smallest(),
                definition.reach(), Translator.Range.SIGNED, List.of());
    }

    private static String block(int index) {
        return "model." + (BLOCKS_FROM + index) + ".conv_block.";
    }
}
