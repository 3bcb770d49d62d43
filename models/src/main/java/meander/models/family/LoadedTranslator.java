package meander.models.family;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Parameters;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.Dropout;
import meander.models.nn.NormalizationMode;
import meander.models.request.Control;
import meander.models.text.Phrase;

/** A translation network with a file's weights: what the families of such networks have in common once a file is understood. */
public final class LoadedTranslator implements NetworkTranslator {
    /** The {@link Control.Guess} of a file that holds several networks: which of them translates. */
    public static final String NETWORK = "network";

    /** A network of pictures in −1…1: x {@code [N,C,H,W]} → {@code [N,C′,scale·H,scale·W]}. */
    @FunctionalInterface
    public interface Definition {
        Value picture(Scope scope, Value x, NormalizationMode normalisation, Dropout dropout);
    }

    /** What hidden layers are normalised by, as a file's tensors tell it. */
    public enum Norm {
        /** It has weights and running statistics. */
        BATCH("batch norm"),
        /** It has nothing in the file, and leaves the convolutions their bias. */
        INSTANCE("instance norm"),
        /** Nothing normalises, and the convolutions have no bias either, as the authors' code has it. */
        NONE("no norm");

        private final String words;

        Norm(String words) {
            this.words = words;
        }

        /** @param norm path of a hidden layer's normalisation, @param convolution path of the convolution before it */
        public static Norm of(ModuleView file, String norm, String convolution) {
            if (file.holds(norm + ".weight")) return BATCH;
            return file.holds(convolution + ".bias") ? INSTANCE : NONE;
        }

        private NormalizationMode as(Statistics statistics) {
            return switch (this) {
                case BATCH -> switch (statistics) {
                    case RUNNING -> NormalizationMode.BATCH_RUNNING;
                    case OWN -> NormalizationMode.BATCH_OWN;
                };
                case INSTANCE -> NormalizationMode.INSTANCE;
                case NONE -> NormalizationMode.NONE;
            };
        }
    }

    /**
     * What a family made of a file.
     *
     * @param family     its name
     * @param variant    what sets this network apart
     * @param file       the network
     * @param norm       of hidden layers
     * @param dropout    whether it has places for dropout
     * @param asTrained  whether its authors test it as it was trained, so that this is the usual way
     * @param own        side of the pictures it was made for; 0 where the file does not tell
     * @param notes      where numbers came from
     */
    public record Read(String family, String variant, ModuleView file, Norm norm, boolean dropout, boolean asTrained, int own,
            List<String> notes) {
        private List<Mode> modes() {
            List<Mode> modes = new ArrayList<>();
            if (norm == Norm.BATCH) {
                modes.add(Mode.EVALUATION);
                modes.add(Mode.OWN_STATISTICS);
                if (dropout) modes.add(Mode.AS_TRAINED);
            } else {
                modes.add(Mode.EVALUATION);
                if (dropout) modes.add(new Mode(Statistics.RUNNING, true));
            }
            return asTrained ? modes.reversed() : modes;
        }
    }

    private final Definition definition;
    private final Norm norm;
    private final Weights weights;
    private final ModelInfo info;
    private final Traits traits;
    private final List<Control> controls;

    private LoadedTranslator(Definition definition, Read read, Weights weights, Traits traits, Path file, long parameters,
            List<Control> controls) {
        this.definition = definition;
        this.norm = read.norm;
        this.weights = weights;
        this.traits = traits;
        this.controls = List.copyOf(controls);
        String variant = read.variant + ", " + norm.words + (read.dropout ? ", dropout" : "");
        this.info = new ModelInfo(file, read.family, variant, read.own, read.own, traits.outputs(), 0, 0, 0, 0, parameters,
                read.notes);
    }

    /**
     * A file's network, or the first of several unless an answer to {@value #NETWORK} names another.
     *
     * @param networks those of the file that the family knows, at least one
     * @param opening  opens one
     */
    public static OpenResult open(List<ModuleView> networks, Map<String, String> answers, Function<Chosen, OpenResult> opening) {
        return opening.apply(chosen(networks, answers));
    }

    /** The network that {@link #open} opens. */
    public static Chosen chosen(List<ModuleView> networks, Map<String, String> answers) {
        List<String> names = networks.stream().map(ModuleView::name).toList();
        int chosen = Math.max(0, names.indexOf(answers.getOrDefault(NETWORK, names.getFirst())));
        return new Chosen(networks.get(chosen),
                names.size() < 2 ? List.of() : List.of(new Control.Guess(NETWORK, names, names.get(chosen))));
    }

    /** One network of a file, and how another one can be chosen. */
    public record Chosen(ModuleView network, List<Control> controls) {}

    /**
     * Builds it and compares every tensor.
     *
     * @param traits   with any modes: those that the network has take their place
     * @return the translator, or which tensors do not fit
     */
    public static OpenResult of(Path file, Read read, Traits traits, Definition definition, List<Control> controls) {
        Traits known = known(traits, read);
        Weights weights = read.file.weights();
        Graph graph;
        try {
            graph = new LoadedTranslator(definition, read, weights, known, file, 0, controls).smallest();
        } catch (IllegalArgumentException | ArithmeticException e) {
            return StrictLoader.refused(read.family, e);
        }
        List<Phrase> differences = StrictLoader.differences(read.file.shapes(), name -> leftBehind(name, read.norm),
                List.of(graph));
        if (!differences.isEmpty()) return StrictLoader.refused(read.family, differences);
        return new OpenResult.Translates(new LoadedTranslator(definition, read, weights, known, file, learned(graph), controls));
    }

    /** With weights as before a training, for measuring. @param read without a file */
    public static NetworkTranslator untrained(Read read, Traits traits, Definition definition, long seed) {
        Traits known = known(traits, read);
        Weights weights = Weights.untrained(seed);
        Path nowhere = Path.of(read.family);
        Graph graph = new LoadedTranslator(definition, read, weights, known, nowhere, 0, List.of()).smallest();
        return new LoadedTranslator(definition, read, weights, known, nowhere, learned(graph), List.of());
    }

    private static Traits known(Traits traits, Read read) {
        return new Traits(traits.inputs(), traits.outputs(), traits.scale(), traits.multiple(), traits.smallest(),
                traits.margin(), traits.range(), read.modes());
    }

    private Graph smallest() {
        int side = Math.ceilDiv(traits.smallest(), traits.multiple()) * traits.multiple();
        return network(side, side, Mode.EVALUATION).graph();
    }

    private static long learned(Graph graph) {
        return new Parameters(graph).table().stream().filter(Op.Parameter::learned)
                .mapToLong(parameter -> parameter.shape().elements()).sum();
    }

    private static final Set<String> STATISTICS = Set.of("running_mean", "running_var");

    /** A counter that nothing reads; and before PyTorch 0.4 instance normalisation kept statistics that nothing may use. */
    private static boolean leftBehind(String name, Norm norm) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.equals("num_batches_tracked") || norm != Norm.BATCH && STATISTICS.contains(last);
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Control> controls() {
        return controls;
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Network network(int height, int width, Mode mode) {
        if (height % traits.multiple() != 0 || width % traits.multiple() != 0)
            throw new IllegalArgumentException(
                    "pictures of " + width + " × " + height + " pixels are no multiples of " + traits.multiple());
        Graph graph = new Graph();
        Value x = graph.input(INPUT, 1, traits.inputs(), height, width);
        Dropout dropout = mode.dropout() ? Dropout.half((name, shape) -> graph.input(name, shape.dims())) : Dropout.NONE;
        graph.output(OUTPUT, definition.picture(Scope.root(graph), x, norm.as(mode.statistics()), dropout));
        return new Network(graph, weights);
    }
}
