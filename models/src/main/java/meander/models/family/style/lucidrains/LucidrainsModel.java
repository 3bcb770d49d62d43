package meander.models.family.style.lucidrains;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import meander.models.checkpoint.StateDict;
import meander.models.family.Family;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.family.StateDictConverter;
import meander.models.family.StrictLoader;
import meander.models.family.TensorDifference;
import meander.models.family.style.MeanW;
import meander.models.family.style.StyleSpace;
import meander.models.family.style.Styles;
import meander.models.graph.Network;
import meander.models.graph.Parameters;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.latent.Noise;
import meander.models.latent.NoiseFields;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.models.text.PhraseException;

/** A generator of lucidrains' port with a file's weights, those of the moving average where the file holds them. */
final class LucidrainsModel implements NetworkModel {
    private static final double USUAL_PSI = 0.75;
    private static final double PUBLISHED_RATE = 0.1;
    private static final String RATE = "lr_mlp";
    private static final String AVERAGE = "average";
    private static final Pattern PART = Pattern.compile("([SG])(E?)\\.(.*)");
    private static final Pattern ATTENTION = Pattern.compile("G\\.attns\\.(\\d{1,2})\\..*");

    private final Lucidrains definition;
    private final ModelInfo info;
    private final Styles styles;
    private final Network synthesis;
    private final NoiseFields noise = new NoiseFields(Map.of());

    private LucidrainsModel(Lucidrains definition, Path file, Weights weights, Supplier<float[]> average, List<String> notes) {
        this.definition = definition;
        this.styles = new Styles(new Network(definition.mapping(), weights),
                new StyleSpace(definition.layers(), definition.dim(), definition.dim(), 0, average));
        this.synthesis = new Network(definition.synthesis(PICTURE), weights);
        long parameters = new Parameters(styles.mapping().graph()).count() + new Parameters(synthesis.graph()).count();
        this.info = new ModelInfo(file, LucidrainsFamily.NAME, definition.attention().isEmpty() ? "" : "attention",
                definition.resolution(), definition.resolution(), definition.pictures(), definition.dim(), definition.dim(),
                definition.layers(), 0, parameters, notes);
    }

    static OpenResult open(Path file, StateDict network) {
        return StrictLoader.open(LucidrainsFamily.NAME, () -> {
            List<String> notes = new ArrayList<>();
            StateDict stored = averaged(network);
            Lucidrains definition = definition(stored, rate(file, network, notes));
            Weights weights = StrictLoader.weights(stored);
            MeanW mean = new MeanW(definition.dim(), 0, weights, (z, c) -> definition.mapping(Scope.root(z.graph()), z, c));
            LucidrainsModel model = new LucidrainsModel(definition, file, weights,
                    Styles.average(stored, AVERAGE, definition.dim(), notes, mean), notes);
            return new StrictLoader.Built(model, stored, name -> name.endsWith(".upsample.1.f"),
                    List.of(model.styles.mapping().graph(), model.synthesis.graph()));
        });
    }

    /** Generator and mapping network alone, their moving averages under the names of the networks themselves. */
    private static StateDict averaged(StateDict network) {
        boolean averages = network.tensors().containsKey("GE.initial_conv.weight")
                && network.tensors().containsKey("SE.net.0.weight");
        StateDictConverter to = new StateDictConverter(network);
        for (String name : network.tensors().keySet()) {
            Matcher part = PART.matcher(name);
            if (part.matches() && averages != part.group(2).isEmpty()) to.take(name, part.group(1) + "." + part.group(3));
        }
        return to.done(_ -> true);
    }

    /** The generator's tensors, and what stands beside the file. */
    static StateDict original(Path file, StateDict network) {
        OptionalDouble rate = LucidrainsConfigFile.number(file, RATE);
        return Family.Candidate.told(Family.Candidate.some(network, name -> PART.matcher(name).matches()),
                rate.isPresent() ? Map.of(RATE, rate.getAsDouble()) : Map.of());
    }

    private static double rate(Path file, StateDict network, List<String> notes) {
        if (network.attributes().get(RATE) instanceof Double kept) {
            notes.add("Learning-rate multiplier of the mapping network: kept in the file.");
            return kept;
        }
        OptionalDouble stated = LucidrainsConfigFile.number(file, RATE);
        notes.add("Learning-rate multiplier of the mapping network: " + (stated.isPresent()
                ? "from the .config.json beside the file."
                : "no .config.json beside the file tells it, " + PUBLISHED_RATE + " as published."));
        return stated.orElse(PUBLISHED_RATE);
    }

    private static Lucidrains definition(StateDict stored, double rate) {
        int dim = StateDictConverter.shape(stored, "S.net.0.weight", 2).dim(1);
        int mappingLayers = count(stored, "S.net.", 2, ".weight");
        List<Integer> channels = IntStream.range(0, count(stored, "G.blocks.", 1, ".conv1.weight"))
                .mapToObj(i -> StateDictConverter.shape(stored, "G.blocks." + i + ".conv1.weight", 4).dim(0)).toList();
        if (channels.isEmpty()) throw new PhraseException(TensorDifference.ABSENT.with("G.blocks.0.conv1.weight"));
        Set<Integer> attention = new HashSet<>();
        for (String name : stored.tensors().keySet()) {
            Matcher matcher = ATTENTION.matcher(name);
            if (matcher.matches()) attention.add(Integer.parseInt(matcher.group(1)));
        }
        return new Lucidrains(dim, mappingLayers, rate, channels,
                StateDictConverter.shape(stored, "G.initial_conv.weight", 4).dim(0),
                !stored.tensors().containsKey("G.to_initial_block.weight"), attention,
                StateDictConverter.shape(stored, "G.blocks.0.to_rgb.conv.weight", 4).dim(0));
    }

    private static int count(StateDict stored, String before, int step, String after) {
        return (int) IntStream.iterate(0, i -> stored.tensors().containsKey(before + i + after), i -> i + step).count();
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Control> controls() {
        return styles.controls(Styles.layers(definition.layers(), definition::resolutionOf),
                Styles.layers(1, _ -> definition.resolution()), List.of());
    }

    @Override
    public RenderRequest initial() {
        return styles.initial(new Truncation(USUAL_PSI, Truncation.ALL_LAYERS));
    }

    @Override
    public Network picture() {
        return synthesis;
    }

    @Override
    public Exported exported() {
        return new Exported(new Network(definition.generator(PICTURE, styles.space().average()), synthesis.weights()),
                noises(Noise.AS_TRAINED));
    }

    private Map<String, Tensor> noises(Noise wanted) {
        return noise.inputs(1, _ -> definition.resolution(), wanted);
    }

    @Override
    public Tensor styles(RenderRequest request, Runner runner) {
        return styles.of(request, runner);
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = styles.inputs(request, runner);
        inputs.putAll(noises(request.noise()));
        return inputs;
    }
}
