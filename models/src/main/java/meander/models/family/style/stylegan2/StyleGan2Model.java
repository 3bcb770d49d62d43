package meander.models.family.style.stylegan2;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.ClassNames;
import meander.models.family.Dialect;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
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

/** A StyleGAN2 generator with a file's weights, or untrained. */
public final class StyleGan2Model implements NetworkModel {
    static final String AVERAGE = "mapping.w_avg";
    private static final Pattern BUFFER = Pattern.compile(".*\\.(w_avg|noise_const|resample_filter)");
    private static final double USUAL_PSI = 0.7;

    private final StyleGan2 definition;
    private final ModelInfo info;
    private final Styles styles;
    private final Network synthesis;
    private final NoiseFields noise;
    private final List<String> classNames;

    private StyleGan2Model(StyleGan2 definition, Path file, Weights weights, Supplier<float[]> average,
            Map<Integer, Tensor> noise, List<String> classNames, List<String> notes) {
        this.classNames = classNames;
        this.definition = definition;
        this.styles = new Styles(new Network(definition.mapping(), weights),
                new StyleSpace(definition.layers(), definition.zDim(), definition.wDim(), definition.cDim(), average));
        this.synthesis = new Network(definition.synthesis(PICTURE), weights);
        this.noise = new NoiseFields(noise);
        long parameters = new Parameters(styles.mapping().graph()).count() + new Parameters(synthesis.graph()).count();
        String variant = definition.architecture().name().toLowerCase(Locale.ROOT)
                + (definition.cDim() > 0 ? ", conditional" : "");
        this.info = new ModelInfo(file, "StyleGAN2", variant, definition.resolution(), definition.resolution(),
                definition.pictures(), definition.zDim(), definition.wDim(), definition.layers(), definition.cDim(), parameters,
                notes);
    }

    /** Weights as each layer is initialised for training, for benchmarks. */
    public static StyleGan2Model untrained(StyleGan2 definition, long seed) {
        return new StyleGan2Model(definition, Path.of("untrained-" + definition.resolution()), Weights.untrained(seed),
                () -> new float[definition.wDim()], Map.of(), List.of(), List.of("Untrained weights."));
    }

    static OpenResult open(Path file, Dialect.Reading reading) {
        return StrictLoader.open("StyleGAN2", () -> {
            List<String> notes = new ArrayList<>();
            StateDict stored = reading.read(notes);
            StyleGan2 definition = new StyleGan2Config(stored, notes).read();
            Weights weights = StrictLoader.weights(stored);
            MeanW mean = new MeanW(definition.zDim(), definition.cDim(), weights,
                    (z, c) -> definition.mapping(Scope.root(z.graph()), z, c));
            StyleGan2Model model = new StyleGan2Model(definition, file, weights,
                    Styles.average(stored, AVERAGE, definition.wDim(), notes, mean), noise(definition, stored),
                    ClassNames.of(stored, definition.cDim()), notes);
            return new StrictLoader.Built(model, stored, name -> BUFFER.matcher(name).matches(),
                    List.of(model.styles.mapping().graph(), model.synthesis.graph()));
        });
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
        return styles.controls(Styles.layers(definition.layers(), definition::resolutionOf),
                Styles.layers(definition.noise() ? definition.noiseLayers() : 0, definition::resolutionOf), classNames);
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
        return noise.inputs(definition.noise() ? definition.noiseLayers() : 0, definition::resolutionOf, wanted);
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
