package meander.models.family.stylegan2;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.ClassNames;
import meander.models.family.Control;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.OpenResult;
import meander.models.family.Particulars;
import meander.models.graph.Network;
import meander.models.graph.Parameters;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.NoiseFields;
import meander.models.latent.StyleSpace;
import meander.models.latent.Truncation;
import meander.models.render.RenderRequest;

/** A StyleGAN2 generator with a file's weights, or untrained. */
public final class StyleGan2Model implements Model {
    private static final Pattern GENERATOR = Pattern.compile("(mapping|synthesis)\\..*");
    private static final Pattern BUFFER = Pattern.compile(".*\\.(w_avg|noise_const|resample_filter)");
    private static final double USUAL_PSI = 0.7;

    private final StyleGan2 definition;
    private final ModelInfo info;
    private final Network mapping;
    private final Network synthesis;
    private final StyleSpace space;
    private final NoiseFields noise;
    private final List<String> classNames;

    private StyleGan2Model(StyleGan2 definition, Path file, Weights weights, float[] average, Map<Integer, Tensor> noise,
            List<String> classNames, List<String> notes) {
        this.classNames = classNames;
        this.definition = definition;
        this.mapping = new Network(definition.mapping(), weights);
        this.synthesis = new Network(definition.synthesis(PICTURE), weights);
        this.space = new StyleSpace(definition.layers(), definition.zDim(), definition.wDim(), definition.cDim(), average);
        this.noise = new NoiseFields(noise);
        long parameters = new Parameters(mapping.graph()).count() + new Parameters(synthesis.graph()).count();
        String variant = definition.architecture().name().toLowerCase(Locale.ROOT)
                + (definition.cDim() > 0 ? ", conditional" : "");
        this.info = new ModelInfo(file, "StyleGAN2", variant, definition.resolution(), definition.resolution(),
                definition.pictures(), definition.zDim(), definition.wDim(), definition.layers(), definition.cDim(), parameters,
                notes);
    }

    /** Weights as each layer is initialised for training, for benchmarks. */
    public static StyleGan2Model untrained(StyleGan2 definition, long seed) {
        return new StyleGan2Model(definition, Path.of("untrained-" + definition.resolution()), Weights.untrained(seed),
                new float[definition.wDim()], Map.of(), List.of(), List.of("Untrained weights."));
    }

    static OpenResult open(Path file, StateDict stored) {
        Particulars particulars = new Particulars(stored);
        List<String> differences;
        try {
            StyleGan2 definition = new StyleGan2Config(particulars).read();
            StyleGan2Model model = new StyleGan2Model(definition, file, particulars.weights(),
                    particulars.average(definition.wDim()), noise(definition, stored),
                    ClassNames.of(stored, definition.cDim()), particulars.notes());
            differences = particulars.differences(
                    name -> GENERATOR.matcher(name).matches() && !BUFFER.matcher(name).matches(), model.mapping.graph(),
                    model.synthesis.graph());
            if (differences.isEmpty()) return new OpenResult.Ready(model);
        } catch (IllegalArgumentException | ArithmeticException e) {
            differences = List.of(e.getMessage());
        }
        return OpenResult.Refused.doesNotFit("StyleGAN2", differences);
    }

    private static Map<Integer, Tensor> noise(StyleGan2 definition, StateDict stored) {
        Map<Integer, Tensor> noise = new HashMap<>();
        for (int layer = 0; layer < definition.noiseLayers(); layer++) {
            int size = definition.resolutionOf(layer);
            String convolution = "synthesis.b" + size + (definition.isFirstOf(layer) ? ".conv0" : ".conv1");
            StoredTensor kept = stored.tensors().get(convolution + ".noise_const");
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
        List<Control.Layer> layers = layers(definition.layers());
        List<Control> controls = new ArrayList<>(
                List.of(new Control.Seed(definition.zDim()), new Control.Truncate(definition.layers())));
        if (definition.cDim() > 0) controls.add(new Control.Classes(definition.cDim(), classNames));
        controls.add(new Control.Mixing(layers));
        if (definition.noise()) controls.add(new Control.NoiseLevels(layers(definition.noiseLayers())));
        controls.add(new Control.EditZ(definition.zDim()));
        controls.add(new Control.EditW(definition.wDim(), layers));
        return controls;
    }

    private List<Control.Layer> layers(int count) {
        return IntStream.range(0, count).mapToObj(layer -> new Control.Layer(layer, definition.resolutionOf(layer))).toList();
    }

    @Override
    public RenderRequest initial() {
        return RenderRequest.DEFAULT.withTruncation(new Truncation(USUAL_PSI, Truncation.ALL_LAYERS))
                .withClasses(definition.cDim() > 0 ? ClassMix.of(0) : ClassMix.NONE);
    }

    @Override
    public Network picture() {
        return synthesis;
    }

    @Override
    public Exported exported() {
        Map<String, Tensor> fixed = new HashMap<>();
        for (int layer = 0; definition.noise() && layer < definition.noiseLayers(); layer++) {
            fixed.put("noise" + layer, noise.of(layer, definition.resolutionOf(layer), Noise.AS_TRAINED));
            fixed.put("strength" + layer, Tensor.full(1, 1, 1, 1, 1));
        }
        return new Exported(new Network(definition.generator(PICTURE, space.average()), synthesis.weights()), fixed);
    }

    @Override
    public Tensor styles(RenderRequest request, Runner runner) {
        return space.styles(request, (z, c) -> runner.run(mapping, c == null ? Map.of("z", z) : Map.of("z", z, "c", c)).get("w"));
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = space.inputs(styles(request, runner));
        for (int layer = 0; definition.noise() && layer < definition.noiseLayers(); layer++) {
            inputs.put("noise" + layer, noise.of(layer, definition.resolutionOf(layer), request.noise()));
            inputs.put("strength" + layer, Tensor.full((float) request.noise().strength(layer), 1, 1, 1, 1));
        }
        return inputs;
    }
}
