package meander.models.family.dcgan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    static final String HEAD = "headActivation";
    static final String EPSILON = "batchNormEpsilon";
    static final String OUTPUT = "outputActivation";
    static final String RANGE = "dataRange";
    static final String JOINING = "conditioning";
    static final String INTERPOLATION = "upsampling";
    static final String ORDER = "normOrder";
    static final String CLASSES = "classes";
    static final double USUAL_EPSILON = 1e-5;
    /** PyTorch-StudioGAN's. */
    static final double STUDIO_EPSILON = 1e-4;
    private static final List<Double> EPSILONS = List.of(USUAL_EPSILON, DcganStructure.MISTAKEN_EPSILON, 1e-3, STUDIO_EPSILON);
    private static final List<ActivationFunction> HIDDEN_FUNCTIONS = Stream
            .concat(ActivationFunction.HIDDEN.stream(), Stream.of(ActivationFunction.LEAKY_RELU_01)).toList();
    private static final List<ActivationFunction> HEADS = Stream
            .concat(HIDDEN_FUNCTIONS.stream(), Stream.of(ActivationFunction.NONE)).toList();
    private static final List<Boolean> FROM_ZERO = List.of(false, true);
    private static final Pattern CODES = Pattern.compile("z, class, (\\d{1,3}) codes?");
    /** Strides that are less usual than this, and that no statistics speak for, are not drawn without being asked for. */
    private static final double DOUBTFUL = 6;

    private final DcganStructure skeleton;
    private final Set<String> names;
    private final StateDict state;
    private final List<StrideCandidates.Way> ways;
    private final Assumptions guesses;
    private final Map<String, float[]> read = new HashMap<>();

    /**
     * @param told  by shapes and names
     * @param names of modules without tensors
     * @throws InferenceException if no strides work out, or a tensor beside those that the layers were told by has another shape
     */
    DcganLoader(DcganStructure told, Set<String> names, StateDict state, Map<String, String> answers) throws InferenceException {
        this.names = names;
        this.state = state;
        this.ways = StrideCandidates.of(told);
        this.guesses = new Assumptions(answers, state.attributes(), PREFIX);
        if (ways.isEmpty() && guesses.answer(STRIDES, text -> StrideCandidates.said(text, told)).isEmpty())
            throw new InferenceException(
                    told.transposed().stream().map(conv -> conv.path() + ".weight").collect(Collectors.joining(", "))
                            + ": no strides make a picture of 4 to 4096 pixels with these kernels");
        this.skeleton = withClasses(told);
        check();
    }

    /** Classes that enter as they are, told by nothing but the sizes of weights. */
    private DcganStructure withClasses(DcganStructure told) {
        DcganLayer first = told.layers().getFirst();
        boolean joins = told.classes() == 0 && told.zDim() > 3
                && (first instanceof DcganLayer.Dense || first instanceof DcganLayer.TransposedConv);
        if (!joins) return told;
        ColumnNorms columns = ColumnNorms.of(told, this::values);
        Optional<ColumnNorms.Block> block = columns.block();
        SequencedMap<Integer, Double> odds = new LinkedHashMap<>();
        double doubt = 1 / (1 + Math.exp(Math.min(50, block.map(ColumnNorms.Block::gain).orElse(0.0))));
        block.ifPresent(found -> odds.put(found.classes(), 1 - doubt));
        odds.put(0, block.isPresent() ? doubt : 1.0);
        int count = guesses.choose(CLASSES, "Classes that join z as they are:", odds, Object::toString,
                text -> classes(text, told.zDim()), Source.COLUMNS, block.isPresent());
        if (count == 0) return told;
        int likely = block.filter(found -> found.classes() == count).map(ColumnNorms.Block::from)
                .orElseGet(() -> columns.place(count));
        int z = told.zDim() - count;
        SequencedMap<Integer, Double> places = new LinkedHashMap<>();
        places.put(likely, 0.9);
        places.putIfAbsent(z, 0.1);
        places.putIfAbsent(0, 0.1);
        double sum = places.values().stream().mapToDouble(each -> each).sum();
        places.replaceAll((_, each) -> each / sum);
        int from = guesses.choose(JOINING, "Class joins z as", places, place -> place(place, z), text -> place(text, z),
                Source.COLUMNS, true);
        return told.oneHot(from, count);
    }

    private static Optional<Integer> classes(String text, int most) {
        return text.matches("\\d{1,6}") && Integer.parseInt(text) < most && Integer.parseInt(text) != 1
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }

    private static String place(int from, int z) {
        return from == z
                ? Joining.Z_FIRST.label()
                : from == 0 ? Joining.CLASS_FIRST.label() : "z, class, " + (z - from) + " codes";
    }

    private static Optional<Integer> place(String text, int z) {
        if (text.equals(Joining.Z_FIRST.label())) return Optional.of(z);
        if (text.equals(Joining.CLASS_FIRST.label())) return Optional.of(0);
        Matcher codes = CODES.matcher(text);
        return codes.matches() && Integer.parseInt(codes.group(1)) < z
                ? Optional.of(z - Integer.parseInt(codes.group(1)))
                : Optional.empty();
    }

    /** Strides and functions change no tensor, so any choices will do. */
    private void check() throws InferenceException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Graph graph = graph(candidates(true).getFirst(), false);
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

    private Choices choices() throws InferenceException {
        LayoutHabits habits = new LayoutHabits(skeleton, ways, state.tensors().keySet());
        RunningStatistics statistics = new RunningStatistics(skeleton, this::values);
        ColumnNorms columns = ColumnNorms.of(skeleton, this::values);
        ModuleNames named = new ModuleNames(names);
        StackSearch usual = new StackSearch(candidates(false), List.of(habits, named));
        StackSearch search = new StackSearch(candidates(true), List.of(habits, named, statistics, columns));
        Choices best = search.best();
        if (!best.strides().isEmpty()) {
            ask(search, statistics);
            choose(STRIDES, "Kernel/stride/padding", search, usual, Choices::strides, this::label, this::strides);
        }
        if (skeleton.hasActivation(DcganLayer.Place.HEAD))
            choose(HEAD, "Activation before the picture", search, usual, Choices::head, ActivationFunction::label,
                    DcganLoader::head);
        if (skeleton.hasActivation(DcganLayer.Place.HIDDEN))
            choose(HIDDEN, "Hidden activation", search, usual, Choices::hidden, ActivationFunction::label, DcganLoader::hidden);
        if (skeleton.has(DcganLayer.BatchNorm.class))
            choose(EPSILON, "Batch normalisation's ε", search, usual, Choices::epsilon, DcganLoader::label, DcganLoader::epsilon);
        if (skeleton.orderOpen())
            choose(ORDER, "Order", search, usual, Choices::normLast, DcganLoader::order, DcganLoader::order);
        choose(OUTPUT, "Output activation", search, usual, Choices::output, ActivationFunction::label, DcganLoader::output);
        if (skeleton.has(DcganLayer.Upsample.class))
            choose(INTERPOLATION, "Up-sampling", search, usual, Choices::interpolation, Interpolation::label,
                    DcganLoader::interpolation);
        if (joinings().size() > 1)
            choose(JOINING, "Class joins z as", search, usual, Choices::joining, Joining::label, this::joining);
        return best;
    }

    /** Shows a question with what was found; the answer is the best candidate's, since candidates keep to answers. */
    private <T> void choose(String id, String what, StackSearch search, StackSearch usual, Function<Choices, T> question,
            Function<T, String> label, Function<String, Optional<T>> parse) {
        SequencedMap<T, Double> odds = new LinkedHashMap<>();
        T best = question.apply(search.best());
        // What is answered was not weighed, but another answer is still to be had.
        SequencedMap<T, Double> all = guesses.answer(id, parse).isPresent() ? usual.odds(question) : search.odds(question);
        odds.put(best, all.getOrDefault(best, 0.0));
        all.entrySet().stream().limit(StrideCandidates.OFFERED)
                .forEach(entry -> odds.putIfAbsent(entry.getKey(), entry.getValue()));
        Source source = best.equals(question.apply(usual.best()))
                ? Source.LAYOUT
                : id.equals(JOINING) ? Source.COLUMNS : Source.STATISTICS;
        guesses.choose(id, what, odds, label, parse, source, true);
    }

    /** Draws nothing where neither habit nor statistics speak for any strides. */
    private void ask(StackSearch search, RunningStatistics statistics) throws InferenceException {
        if (guesses.answer(STRIDES, this::strides).isPresent()) return;
        StrideCandidates.Way way = way(search.best().strides());
        boolean usualSize = way.size() % 8 == 0 || way.size() == 28;
        if (usualSize || way.unusual() < DOUBTFUL || statistics.logLikelihood(search.best()) > DOUBTFUL) return;
        throw new InferenceException(
                "no usual strides fit these kernels; say them, for example --set strides=\"" + label(way.strides()) + "\"");
    }

    /** @param answered whether answers settle questions; else all is open */
    private List<Choices> candidates(boolean answered) {
        List<List<Stride>> strides = open(answered, STRIDES, ways.stream().map(StrideCandidates.Way::strides).toList(),
                this::strides);
        boolean norms = skeleton.has(DcganLayer.BatchNorm.class);
        List<Double> epsilons = norms ? open(answered, EPSILON, EPSILONS, DcganLoader::epsilon) : EPSILONS.subList(0, 1);
        List<ActivationFunction> heads = skeleton.hasActivation(DcganLayer.Place.HEAD)
                ? open(answered, HEAD, HEADS, DcganLoader::head)
                : HEADS.subList(0, 1);
        List<ActivationFunction> hidden = open(answered, HIDDEN, HIDDEN_FUNCTIONS, DcganLoader::hidden);
        List<Boolean> orders = skeleton.orderOpen()
                ? open(answered, ORDER, List.of(false, true), DcganLoader::order)
                : List.of(false);
        List<ActivationFunction> outputs = open(answered, OUTPUT, ActivationFunction.OUTPUT, DcganLoader::output);
        List<Interpolation> interpolations = skeleton.has(DcganLayer.Upsample.class)
                ? open(answered, INTERPOLATION, List.of(Interpolation.values()), DcganLoader::interpolation)
                : List.of(Interpolation.NEAREST);
        List<Joining> joinings = joinings().size() > 1 ? open(answered, JOINING, joinings(), this::joining) : joinings();
        List<Choices> candidates = new ArrayList<>();
        for (List<Stride> way : strides)
            for (ActivationFunction head : heads)
                for (ActivationFunction function : hidden)
                    for (double epsilon : epsilons)
                        for (boolean normLast : orders)
                            for (ActivationFunction output : outputs)
                                for (Interpolation interpolation : interpolations)
                                    for (Joining joining : joinings)
                                        candidates.add(new Choices(way, head, function, output, epsilon, interpolation, joining,
                                                normLast));
        return candidates;
    }

    /** The answer alone, or all options. */
    private <T> List<T> open(boolean answered, String id, List<T> options, Function<String, Optional<T>> parse) {
        Optional<T> answer = guesses.answer(id, parse);
        return answer.isPresent() && (answered || options.isEmpty()) ? List.of(answer.get()) : options;
    }

    /** A table as wide as the first layer leaves no room for z beside it. */
    private List<Joining> joinings() {
        return switch (skeleton.layers().getFirst()) {
            case DcganLayer.Embed(_, _, _, Joining joining) when joining == Joining.PRODUCT -> List.of(Joining.PRODUCT);
            case DcganLayer.Embed _,DcganLayer.LabelDense _,DcganLayer.Branches _ ->
                List.of(Joining.Z_FIRST, Joining.CLASS_FIRST);
            default -> List.of(Joining.Z_FIRST);
        };
    }

    private StrideCandidates.Way way(List<Stride> strides) {
        return ways.stream().filter(way -> way.strides().equals(strides)).findFirst()
                .or(() -> guesses.answer(STRIDES, text -> StrideCandidates.said(text, skeleton))).orElseThrow();
    }

    private String label(List<Stride> strides) {
        return way(strides).label(skeleton.transposed());
    }

    private Optional<List<Stride>> strides(String text) {
        return StrideCandidates.said(text, skeleton).map(StrideCandidates.Way::strides);
    }

    private static Optional<ActivationFunction> hidden(String text) {
        return HIDDEN_FUNCTIONS.stream().filter(function -> function.label().equals(text)).findFirst();
    }

    private static Optional<ActivationFunction> head(String text) {
        return HEADS.stream().filter(function -> function.label().equals(text)).findFirst();
    }

    private static Optional<ActivationFunction> output(String text) {
        return ActivationFunction.OUTPUT.stream().filter(function -> function.label().equals(text)).findFirst();
    }

    private static Optional<Interpolation> interpolation(String text) {
        return Stream.of(Interpolation.values()).filter(each -> each.label().equals(text)).findFirst();
    }

    private Optional<Joining> joining(String text) {
        return joinings().stream().filter(each -> each.label().equals(text)).findFirst();
    }

    private static String order(boolean normLast) {
        return normLast ? "activation, norm" : "norm, activation";
    }

    private static Optional<Boolean> order(String text) {
        return Stream.of(false, true).filter(each -> order(each).equals(text)).findFirst();
    }

    static String range(boolean fromZero) {
        return fromZero ? "0..1" : "-1..1";
    }

    static String label(double epsilon) {
        // As people write it: 1e-5, 0.8.
        return epsilon >= 0.01 || epsilon == 0
                ? new BigDecimal(epsilon, MathContext.DECIMAL32).stripTrailingZeros().toPlainString()
                : new DecimalFormat("0.######E0", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(epsilon).replace('E',
                        'e');
    }

    private static Optional<Double> epsilon(String text) {
        try {
            double epsilon = Double.parseDouble(text.strip());
            return epsilon >= 0 && epsilon <= 10 ? Optional.of(epsilon) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private float[] values(String name) {
        return read.computeIfAbsent(name, key -> state.tensors().get(key).floats());
    }

    private Tensor tensor(String name) {
        StoredTensor stored = state.tensors().get(name);
        return new Tensor(Shape.of(stored.shape()), stored.floats());
    }
}
