package meander.models.family.style.stylegan1;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Dialect;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.family.ProgressiveLevel;
import meander.models.family.StateDictConverter;
import meander.models.family.StrictLoader;
import meander.models.family.style.MeanW;
import meander.models.family.style.StyleSpace;
import meander.models.family.style.Styles;
import meander.models.graph.Network;
import meander.models.graph.Parameters;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.latent.Noise;
import meander.models.latent.NoiseFields;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/**
 * A StyleGAN generator with a file's weights. The slider {@value #LEVEL} goes from 4×4 (2) through all blends on the way to the largest
 * resolution (its binary logarithm), as the training did.
 */
public final class StyleGan1Model implements NetworkModel {
    /** The slider, and the attribute of how far the network had grown: {@code log₂} of the resolution, less what was not faded in. */
    public static final String LEVEL = "stylegan1.level";
    /** The guess of a file that holds more blocks than were trained: the width that its pictures have. */
    public static final String RESOLUTION = "stylegan1.resolution";
    static final String AVERAGE = "mapping.w_avg";
    /** The attribute of the mapping network's learning-rate multiplier. */
    static final String RATE = "mapping.rate";
    static final double USUAL_RATE = 0.01;
    /** The width from which the authors' code and its ports double and convolve in one. */
    static final int FUSED_FROM = 128;
    private static final Pattern BLOCK = Pattern.compile("synthesis\\.b(\\d{1,5})\\..*");
    private static final String LABEL = "mapping.label.weight";
    private static final String NOISE = ".noise_const";

    private final StyleGan1 definition;
    private final ModelInfo info;
    private final Styles styles;
    private final Network synthesis;
    private final NoiseFields noise;
    private final Truncation usual;
    private final double level;
    private final List<String> sizes;

    /** @param sizes the widths among which a person can choose; empty where the file tells */
    private StyleGan1Model(StyleGan1 definition, Path file, Weights weights, Supplier<float[]> average,
            Map<Integer, Tensor> noise, Truncation usual, double level, List<String> sizes, List<String> notes) {
        this.definition = definition;
        this.styles = new Styles(new Network(definition.mapping(), weights),
                new StyleSpace(definition.layers(), definition.zDim(), definition.wDim(), definition.cDim(), average));
        this.synthesis = new Network(definition.synthesis(PICTURE), weights);
        this.noise = new NoiseFields(noise);
        this.usual = usual;
        this.level = level;
        this.sizes = sizes;
        long parameters = new Parameters(styles.mapping().graph()).count() + new Parameters(synthesis.graph()).count();
        this.info = new ModelInfo(file, StyleGan1Family.NAME, definition.cDim() > 0 ? "conditional" : "", definition.resolution(),
                definition.resolution(), definition.pictures(), definition.zDim(), definition.wDim(), definition.layers(),
                definition.cDim(), parameters, notes);
    }

    static OpenResult open(Path file, StyleGan1Family.Port port, Dialect.Reading reading, Map<String, String> answers) {
        return StrictLoader.open(StyleGan1Family.NAME, () -> {
            List<String> notes = new ArrayList<>();
            StateDict stored = reading.read(notes);
            SequencedMap<Integer, Integer> channels = channels(stored);
            List<String> sizes = port.allBlocks() ? channels.keySet().stream().map(String::valueOf).toList() : List.of();
            if (!sizes.isEmpty()) {
                String answer = answers.get(RESOLUTION);
                int size = sizes.contains(answer) ? Integer.parseInt(answer) : trained(stored, channels);
                if (!sizes.contains(answer)) notes.add("Resolution: " + size + ", the largest whose blocks seem to be trained.");
                channels.keySet().removeIf(side -> side > size);
            }
            StyleGan1 definition = definition(stored, channels, port.habits());
            Weights weights = StrictLoader.weights(stored);
            MeanW mean = new MeanW(definition.zDim(), definition.cDim(), weights,
                    (z, c) -> definition.mapping(Scope.root(z.graph()), z, c));
            int most = ProgressiveLevel.most(channels.keySet());
            double level = stored.attributes().get(LEVEL) instanceof Double said && said >= 2 && said <= most ? said : most;
            StyleGan1Model model = new StyleGan1Model(definition, file, weights,
                    Styles.average(stored, AVERAGE, definition.wDim(), notes, mean), noise(definition, stored), port.usual(),
                    level, sizes, notes);
            return new StrictLoader.Built(model, stored, name -> known(name, definition.resolution(), port.allBlocks()),
                    List.of(model.styles.mapping().graph(), model.synthesis.graph()));
        });
    }

    /** The average, noise, and what belongs to blocks that were not trained. */
    private static boolean known(String name, int size, boolean allBlocks) {
        Matcher block = BLOCK.matcher(name);
        return name.equals(AVERAGE) || name.endsWith(NOISE)
                || allBlocks && block.matches() && Integer.parseInt(block.group(1)) > size;
    }

    private static SequencedMap<Integer, Integer> channels(StateDict stored) {
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        for (int size = 4; size == 4 || size <= 4096 && stored.tensors().containsKey(convolution(size)); size *= 2)
            channels.put(size, StateDictConverter.shape(stored, convolution(size), 4).dim(0));
        return channels;
    }

    private static String convolution(int size) {
        return "synthesis.b" + size + ".conv1.weight";
    }

    /** Biases begin at 0 and stay there until their block is trained. */
    private static int trained(StateDict stored, SequencedMap<Integer, Integer> channels) {
        for (int size : channels.reversed().keySet()) {
            StoredTensor bias = stored.tensors().get("synthesis.b" + size + ".torgb.bias");
            if (bias != null) for (float value : bias.floats())
                if (value != 0) return size;
        }
        return channels.lastEntry().getKey();
    }

    private static StyleGan1 definition(StateDict stored, SequencedMap<Integer, Integer> channels, StyleGan1.Habits habits) {
        boolean labelled = stored.tensors().containsKey(LABEL);
        Shape first = StateDictConverter.shape(stored, "mapping.fc0.weight", 2);
        int zDim = labelled ? StateDictConverter.shape(stored, LABEL, 2).dim(0) : first.dim(1);
        int cDim = labelled ? StateDictConverter.shape(stored, LABEL, 2).dim(1) : 0;
        int wDim = StateDictConverter.shape(stored, "synthesis.b4.conv0.style.weight", 2).dim(1);
        int layers = (int) IntStream.iterate(0, i -> stored.tensors().containsKey("mapping.fc" + i + ".weight"), i -> i + 1)
                .count();
        int pictures = StateDictConverter.shape(stored, "synthesis.b4.torgb.weight", 4).dim(0);
        double rate = stored.attributes().get(RATE) instanceof Double said ? said : USUAL_RATE;
        return new StyleGan1(zDim, cDim, wDim, layers, first.dim(0), rate, channels, pictures, habits);
    }

    private static Map<Integer, Tensor> noise(StyleGan1 definition, StateDict stored) {
        Map<Integer, Tensor> noise = new HashMap<>();
        for (int layer = 0; layer < definition.noises() && !definition.habits().noisePerBlock(); layer++) {
            int size = definition.resolutionOfNoise(layer);
            StoredTensor kept = stored.tensors().get("synthesis.b" + size + ".conv" + layer % 2 + NOISE);
            if (kept != null && kept.elements() == size * size)
                noise.put(layer, new Tensor(Shape.of(1, 1, size, size), kept.floats()));
        }
        return noise;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Control> controls() {
        List<Control> controls = styles.controls(Styles.layers(definition.layers(), definition::resolutionOf),
                Styles.layers(definition.noises(), definition::resolutionOfNoise), List.of());
        int most = ProgressiveLevel.most(definition.channels().keySet());
        if (most > 2) controls.add(new Control.Slider(LEVEL, 2, most, level));
        if (!sizes.isEmpty()) controls.add(new Control.Guess(RESOLUTION, sizes, String.valueOf(definition.resolution())));
        return controls;
    }

    @Override
    public RenderRequest initial() {
        return styles.initial(usual);
    }

    @Override
    public Network picture() {
        return synthesis;
    }

    @Override
    public Exported exported() {
        Map<String, Tensor> fixed = noises(Noise.AS_TRAINED);
        fixed.putAll(ProgressiveLevel.shares(definition.channels().keySet(), level));
        return new Exported(new Network(definition.generator(PICTURE, styles.space().average()), synthesis.weights()), fixed);
    }

    private Map<String, Tensor> noises(Noise wanted) {
        return noise.inputs(definition.noises(), definition::resolutionOfNoise, wanted);
    }

    @Override
    public Tensor styles(RenderRequest request, Runner runner) {
        return styles.of(request, runner);
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = styles.inputs(request, runner);
        inputs.putAll(noises(request.noise()));
        inputs.putAll(ProgressiveLevel.shares(definition.channels().keySet(), request.sliders().getOrDefault(LEVEL, level)));
        return inputs;
    }
}
