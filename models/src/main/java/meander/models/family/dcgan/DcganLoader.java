package meander.models.family.dcgan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Assumptions;
import meander.models.family.Assumptions.Source;
import meander.models.family.ClassNames;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.dcgan.DcganLayer.Interpolation;
import meander.models.family.dcgan.DcganLayer.Joining;
import meander.models.family.dcgan.DcganStructure.Choices;
import meander.models.family.dcgan.DcganStructure.Layout;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Parameters;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.infer.ActivationFunction;
import meander.models.infer.InferenceException;
import meander.models.request.Control;

/**
 * Answers what a skeleton leaves open and makes the model. A person's answers come first, then what the file's running statistics
 * clearly say, then what is usual for the layout.
 */
final class DcganLoader {
    /** What answers in a file's own metadata begin with. */
    static final String PREFIX = "dcgan.";
    static final String STRIDES = "strides";
    static final String HIDDEN = "activation";
    static final String EPSILON = "batchNormEpsilon";
    static final String OUTPUT = "outputActivation";
    static final String RANGE = "dataRange";
    static final String JOINING = "conditioning";
    private static final List<Double> EPSILONS = List.of(1e-5, DcganStructure.MISTAKEN_EPSILON, 1e-3);
    private static final List<Boolean> FROM_ZERO = List.of(false, true);

    private final DcganStructure skeleton;
    private final Set<String> names;
    private final StateDict state;
    private final List<StrideCandidates.Way> ways;
    private final Assumptions guesses;

    /**
     * @param names of modules without tensors
     * @throws InferenceException if no strides work out, or a tensor beside those that the layers were told by has another shape
     */
    DcganLoader(DcganStructure skeleton, Set<String> names, StateDict state, Map<String, String> answers)
            throws InferenceException {
        this.skeleton = skeleton;
        this.names = names;
        this.state = state;
        this.ways = StrideCandidates.of(skeleton);
        this.guesses = new Assumptions(answers, state.attributes(), PREFIX);
        if (ways.isEmpty())
            throw new InferenceException(
                    skeleton.transposed().stream().map(conv -> conv.path() + ".weight").collect(Collectors.joining(", "))
                            + ": no strides make a picture of 4 to 4096 pixels with these kernels");
        check();
    }

    /** Strides and functions change no tensor, so any choices will do. */
    private void check() throws InferenceException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Graph graph = graph(usual(), false);
        for (String name : graph.parameters().keySet())
            if (state.tensors().containsKey(name)) shapes.put(name, Shape.of(state.tensors().get(name).shape()));
        List<Parameters.Difference> differences = new Parameters(graph).differences(shapes);
        if (!differences.isEmpty()) throw new InferenceException(differences.size(), differences.getFirst().toString());
    }

    /** @throws InferenceException if the picture grows beyond what a tensor holds */
    DcganModel model(Path file, List<String> origin) throws InferenceException {
        Choices choices = choices();
        boolean fromZero = guesses.choose(RANGE, "Data range", FROM_ZERO, DcganLoader::range,
                choices.output() == ActivationFunction.SIGMOID, Source.LAYOUT);
        Graph graph = graph(choices, fromZero);
        return new DcganModel(info(file, origin, graph), controls(), new Network(graph, parameter -> tensor(parameter.name())));
    }

    private Graph graph(Choices choices, boolean fromZero) throws InferenceException {
        try {
            return DcganNetwork.build(skeleton.with(choices), skeleton.zDim(), skeleton.classes(), fromZero);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InferenceException(e.getMessage());
        }
    }

    private ModelInfo info(Path file, List<String> origin, Graph graph) {
        Shape picture = graph.outputs().get(Model.PICTURE).shape(); // [1,C,H,W]
        long learned = new Parameters(graph).table().stream().filter(Op.Parameter::learned)
                .mapToLong(parameter -> parameter.shape().elements()).sum();
        String variant = switch (skeleton.layout()) {
            case PADDED, BLOCKS -> "transposed convolutions";
            case UPSAMPLING -> "up-sampling";
            case DENSE -> "dense";
        };
        List<String> notes = new ArrayList<>(origin);
        notes.addAll(skeleton.notes());
        notes.addAll(guesses.notes());
        return new ModelInfo(file, DcganFamily.NAME, variant + (skeleton.classes() > 0 ? ", conditional" : ""), picture.dim(3),
                picture.dim(2), picture.dim(1), skeleton.zDim(), 0, 0, skeleton.classes(), learned, notes);
    }

    private List<Control> controls() {
        List<Control> controls = new ArrayList<>();
        controls.add(new Control.Seed(skeleton.zDim()));
        if (skeleton.classes() > 0)
            controls.add(new Control.Classes(skeleton.classes(), ClassNames.of(state, skeleton.classes())));
        controls.add(new Control.EditZ(skeleton.zDim()));
        controls.addAll(guesses.controls());
        return controls;
    }

    private Choices choices() {
        Choices usual = usual();
        Choices best = byEvidence(usual);
        List<Stride> strides = best.strides();
        if (!strides.isEmpty())
            strides = guesses
                    .choose(STRIDES, "Kernel/stride/padding", ways, this::label, way(strides), source(strides, usual.strides()))
                    .strides();
        ActivationFunction hidden = best.hidden();
        if (skeleton.hasHiddenActivation())
            hidden = guesses.choose(HIDDEN, "Hidden activation", ActivationFunction.HIDDEN, ActivationFunction::label, hidden,
                    source(hidden, usual.hidden()));
        double epsilon = best.epsilon();
        if (skeleton.has(DcganLayer.BatchNorm.class))
            epsilon = guesses.choose(EPSILON, "Batch normalisation's ε", EPSILONS, DcganLoader::label, epsilon,
                    source(epsilon, usual.epsilon()));
        ActivationFunction output = guesses.choose(OUTPUT, "Output activation", ActivationFunction.OUTPUT,
                ActivationFunction::label, best.output(), Source.LAYOUT);
        Interpolation interpolation = best.interpolation();
        if (skeleton.has(DcganLayer.Upsample.class))
            interpolation = guesses.choose("upsampling", "Up-sampling", List.of(Interpolation.values()), Interpolation::label,
                    interpolation, Source.LAYOUT);
        Joining joining = best.joining();
        if (skeleton.layers().getFirst() instanceof DcganLayer.Embed)
            joining = guesses.choose(JOINING, "Class joins z as", joinings(), Joining::label, joining, Source.LAYOUT);
        return new Choices(strides, hidden, output, epsilon, interpolation, joining);
    }

    /** What networks of this layout mostly are, and what modules with telling names say. */
    private Choices usual() {
        // Up-sampling and dense generators mostly descend from one collection, which slopes and mistakes its ε.
        boolean collection = skeleton.layout() == Layout.UPSAMPLING || skeleton.layout() == Layout.DENSE;
        boolean leaky = named("leaky") || named("lrelu") || collection && !named("relu");
        // Its conditional dense network puts the class first, convolutional ones put it last.
        Joining joining = skeleton.layout() == Layout.DENSE ? joinings().getLast() : joinings().getFirst();
        return new Choices(ways.getFirst().strides(), leaky ? ActivationFunction.LEAKY_RELU_02 : ActivationFunction.RELU,
                named("sigm") ? ActivationFunction.SIGMOID : ActivationFunction.TANH,
                collection ? DcganStructure.MISTAKEN_EPSILON : EPSILONS.getFirst(), Interpolation.NEAREST, joining);
    }

    /** A table as wide as the first layer leaves no room for z beside it. */
    private List<Joining> joinings() {
        return skeleton.layers().getFirst() instanceof DcganLayer.Embed(_, _, _, Joining joining) && joining == Joining.PRODUCT
                ? List.of(Joining.PRODUCT)
                : List.of(Joining.Z_FIRST, Joining.CLASS_FIRST);
    }

    private Choices byEvidence(Choices usual) {
        NormStatisticsEvidence evidence = new NormStatisticsEvidence(this::tensor);
        List<Choices> candidates = candidates(usual);
        OptionalDouble bar = evidence.unexplained(skeleton.with(candidates.getFirst()));
        Choices best = candidates.getFirst();
        OptionalDouble least = bar;
        for (Choices choices : candidates) {
            OptionalDouble left = evidence.unexplained(skeleton.with(choices));
            if (NormStatisticsEvidence.favours(left, bar) && left.getAsDouble() < least.getAsDouble()) {
                best = choices;
                least = left;
            }
        }
        // Only what is responsible for the better fit stays unusual; the rest was luck.
        List<UnaryOperator<Choices>> plainer = List.of(choices -> choices.withEpsilon(usual.epsilon()),
                choices -> choices.withHidden(usual.hidden()), choices -> choices.withStrides(usual.strides()));
        for (UnaryOperator<Choices> step : plainer) {
            Choices plain = step.apply(best);
            if (candidates.contains(plain) && !NormStatisticsEvidence.favours(least, evidence.unexplained(skeleton.with(plain))))
                best = plain;
        }
        return best;
    }

    /** All that answers leave open, the most usual first. */
    private List<Choices> candidates(Choices usual) {
        List<StrideCandidates.Way> openWays = guesses.open(STRIDES, ways, this::label);
        List<ActivationFunction> openHidden = usualFirst(
                guesses.open(HIDDEN, ActivationFunction.HIDDEN, ActivationFunction::label), usual.hidden());
        List<Double> openEpsilons = usualFirst(guesses.open(EPSILON, EPSILONS, DcganLoader::label), usual.epsilon());
        return openWays.stream()
                .flatMap(way -> openHidden.stream()
                        .flatMap(hidden -> openEpsilons.stream()
                                .map(epsilon -> usual.withStrides(way.strides()).withHidden(hidden).withEpsilon(epsilon))))
                .toList();
    }

    private static <T> List<T> usualFirst(List<T> open, T usual) {
        List<T> sorted = new ArrayList<>(open);
        if (sorted.remove(usual)) sorted.addFirst(usual);
        return sorted;
    }

    private static Source source(Object best, Object usual) {
        return best.equals(usual) ? Source.LAYOUT : Source.STATISTICS;
    }

    private StrideCandidates.Way way(List<Stride> strides) {
        return ways.stream().filter(way -> way.strides().equals(strides)).findFirst().orElseThrow();
    }

    private String label(StrideCandidates.Way way) {
        return way.label(skeleton.transposed());
    }

    static String range(boolean fromZero) {
        return fromZero ? "0..1" : "-1..1";
    }

    static String label(double epsilon) {
        return epsilon == DcganStructure.MISTAKEN_EPSILON ? "0.8" : epsilon == 1e-3 ? "1e-3" : "1e-5";
    }

    private boolean named(String part) {
        return names.stream().anyMatch(name -> name.contains(part));
    }

    private Tensor tensor(String name) {
        StoredTensor stored = state.tensors().get(name);
        return new Tensor(Shape.of(stored.shape()), stored.floats());
    }
}
