package meander.models.family.pix2pix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.family.Family;
import meander.models.family.LoadedTranslator;
import meander.models.family.ModuleView;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.StrictLoader;
import meander.models.family.Translator;

/**
 * U-Nets as the PyTorch code of Pix2Pix's authors writes them ({@code latest_net_G.pth}), of any depth and width, and as they are trained
 * here. Pix2Pix is tested as it was trained, with the batch statistics of the one picture and with dropout (arXiv:1611.07004 §3.2), so
 * that is its usual way where it has batch normalisation.
 */
public final class Pix2PixFamily implements Family {
    static final String NAME = "Pix2Pix";
    private static final String OUTER = "model.model.";
    private static final String FIRST = OUTER + "0.weight";
    private static final int DEEPEST = 16;
    /** Where a PatchGAN has its first convolutions, and the size of all its kernels. */
    private static final Map<String, Integer> JUDGES = Map.of("model.0.weight", 4, "model.2.weight", 4, "net.0.weight", 1,
            "net.2.weight", 1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Isola et al., arXiv:1611.07004";
    }

    @Override
    public List<List<String>> hallmarks() {
        return List.of(List.of("model.model.#.weight", "model.model.#.model.#.weight", "model.model.#.model.#.model.#.weight"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        List<ModuleView> networks = ModuleView.generators(checkpoint).stream()
                .filter(network -> network.holdsKernel(FIRST) && network.holds(OUTER + "1.model.1.weight")).toList();
        if (networks.isEmpty()) return judgesOnly(checkpoint);
        return Optional
                .of(Candidate.of(answers -> LoadedTranslator.open(networks, answers, chosen -> open(checkpoint.file(), chosen)),
                        answers -> List.of(LoadedTranslator.chosen(networks, answers).network().state())));
    }

    /** Said here, as a stack of convolutions could be taken for a generator of another kind. */
    private static Optional<Candidate> judgesOnly(Checkpoint checkpoint) {
        List<ModuleView> wholes = ModuleView.in(checkpoint).stream()
                .filter(network -> checkpoint.networks().containsKey(network.name())).toList();
        return !wholes.isEmpty() && wholes.stream().allMatch(Pix2PixFamily::judges)
                ? Optional.of(_ -> new OpenResult.Refused(Rejected.because(Rejected.Reason.DISCRIMINATOR_ONLY)))
                : Optional.empty();
    }

    /** A PatchGAN: convolutions of its size at its places, the last of which gives one number. */
    private static boolean judges(ModuleView network) {
        List<String> kernels = network.state().tensors().keySet().stream().filter(network::holdsKernel).toList();
        return kernels.size() >= 3 && JUDGES.keySet().containsAll(kernels.subList(0, 2))
                && kernels.stream().allMatch(kernel -> network.dim(kernel, 4, 3) == JUDGES.get(kernels.getFirst()))
                && network.dim(kernels.getLast(), 4, 0) == 1;
    }

    private static OpenResult open(Path file, LoadedTranslator.Chosen chosen) {
        ModuleView network = chosen.network();
        UNet definition;
        LoadedTranslator.Read read;
        try {
            List<String> levels = levels(network);
            int outputs = network.dim(OUTER + "3.weight", 4, 1);
            definition = new UNet(network.dim(FIRST, 4, 1), outputs, network.dim(FIRST, 4, 0), levels.size() + 1);
            String second = levels.getFirst();
            LoadedTranslator.Norm norm = LoadedTranslator.Norm.of(network, second + "2", second + "1");
            List<String> notes = new ArrayList<>();
            boolean dropout = dropout(network, levels, notes);
            read = new LoadedTranslator.Read(NAME, "U-Net of " + definition.depth() + " levels", network, norm, dropout, true,
                    definition.multiple(), notes);
        } catch (IllegalArgumentException e) {
            return StrictLoader.refused(NAME, e);
        }
        return LoadedTranslator.of(file, read, traits(definition), definition::picture, chosen.controls());
    }

    /** Pix2Pix as its paper has it, with random weights. @param definition what to build, @param seed of the weights */
    public static NetworkTranslator untrained(UNet definition, long seed) {
        LoadedTranslator.Read read = new LoadedTranslator.Read(NAME, "untrained", null, LoadedTranslator.Norm.BATCH, true, true,
                definition.multiple(), List.of());
        return LoadedTranslator.untrained(read, traits(definition), definition::picture, seed);
    }

    /** All of a picture decides over each of its pixels: through the innermost level, which is a single pixel at the own size. */
    private static Translator.Traits traits(UNet definition) {
        return new Translator.Traits(definition.pictures(), definition.drawn(), 1, definition.multiple(), definition.multiple(),
                definition.multiple(), Translator.Range.SIGNED, List.of());
    }

    /** The paths of all levels but the outermost, from outside to inside, each with a point at its end. */
    private static List<String> levels(ModuleView network) {
        List<String> levels = new ArrayList<>();
        for (String level = OUTER + "1.model."; levels.size() < DEEPEST; level += "3.model.") {
            levels.add(level);
            if (network.holds(level + "3.weight")) return levels;
        }
        throw new IllegalArgumentException("no level is the innermost one");
    }

    /** Only the list of modules names it, as it has no tensors. */
    private static boolean dropout(ModuleView network, List<String> levels, List<String> notes) {
        List<String> places = levels.size() < 5 ? List.of() : levels.subList(3, levels.size() - 1);
        if (places.isEmpty()) return false;
        boolean listed = network.state().modules().contains(places.getFirst() + "5");
        if (listed) return network.state().modules().contains(places.getFirst() + "7");
        notes.add("Dropout: the file does not tell; Pix2Pix's authors have it.");
        return true;
    }
}
