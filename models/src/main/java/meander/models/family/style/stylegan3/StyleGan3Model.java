package meander.models.family.style.stylegan3;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.ClassNames;
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
import meander.models.latent.ClassMix;
import meander.models.latent.Truncation;
import meander.models.nn.MappingNetwork;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** A StyleGAN3 generator with a file's weights. */
public final class StyleGan3Model implements NetworkModel {
    private static final Pattern GENERATOR = Pattern.compile("(mapping|synthesis)\\..*");
    private static final Pattern BUFFER = Pattern.compile(".*\\.(w_avg|transform|up_filter|down_filter)");
    private static final String TRANSFORM = "transform";
    private static final double USUAL_PSI = 0.7;

    private final StyleGan3 definition;
    private final ModelInfo info;
    private final Styles styles;
    private final Network synthesis;
    private final double[] transform;
    private final List<String> classNames;

    private StyleGan3Model(StyleGan3 definition, Path file, Weights weights, Supplier<float[]> average, double[] transform,
            List<String> classNames, List<String> notes) {
        this.definition = definition;
        this.transform = transform;
        this.classNames = classNames;
        int zDim = definition.mapping().zDim();
        int wDim = definition.mapping().wDim();
        this.styles = new Styles(new Network(definition.mappingGraph(), weights),
                new StyleSpace(definition.styles(), zDim, wDim, classes(), average));
        this.synthesis = new Network(definition.synthesisGraph(PICTURE), weights);
        String variant = (definition.isRotationEquivariant() ? "R" : "T") + (classes() > 0 ? ", conditional" : "");
        this.info = new ModelInfo(file, StyleGan3Family.NAME, variant, definition.resolution(), definition.resolution(),
                definition.layers().getLast().out(), zDim, wDim, definition.styles(), classes(),
                new Parameters(styles.mapping().graph()).count() + new Parameters(synthesis.graph()).count(), notes);
    }

    static OpenResult open(Path file, StateDict stored) {
        return StrictLoader.open(StyleGan3Family.NAME, () -> {
            List<String> notes = new ArrayList<>();
            StyleGan3 definition = new StyleGan3Config(stored, notes).read();
            MappingNetwork mapping = definition.mapping();
            Weights weights = StrictLoader.weights(stored);
            MeanW mean = new MeanW(mapping.zDim(), mapping.cDim(), weights,
                    (z, c) -> mapping.apply(Scope.root(z.graph()).at("mapping"), z, c));
            StyleGan3Model model = new StyleGan3Model(definition, file, weights,
                    Styles.average(stored, "mapping.w_avg", mapping.wDim(), notes, mean), transform(stored),
                    ClassNames.of(stored, mapping.cDim()), notes);
            return new StrictLoader.Built(model, stored,
                    name -> !GENERATOR.matcher(name).matches() || BUFFER.matcher(name).matches(),
                    List.of(model.styles.mapping().graph(), model.synthesis.graph()));
        });
    }

    private static double[] transform(StateDict stored) {
        StoredTensor kept = stored.tensors().get("synthesis.input.transform");
        return kept != null && kept.elements() == 9 ? kept.doubles() : new double[]{1, 0, 0, 0, 1, 0, 0, 0, 1};
    }

    private int classes() {
        return definition.mapping().cDim();
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Control> controls() {
        List<Control.Layer> layers = IntStream.range(0, definition.styles())
                .mapToObj(layer -> new Control.Layer(layer, definition.rateOf(layer))).toList();
        List<Control> controls = new ArrayList<>(
                List.of(new Control.Seed(definition.mapping().zDim()), new Control.Truncate(definition.styles())));
        if (classes() > 0) controls.add(new Control.Classes(classes(), classNames));
        controls.add(Control.Transform.WHOLE);
        controls.add(new Control.Mixing(layers));
        controls.add(new Control.EditZ(definition.mapping().zDim()));
        controls.add(new Control.EditW(definition.mapping().wDim(), layers));
        return controls;
    }

    @Override
    public RenderRequest initial() {
        return RenderRequest.DEFAULT.withTruncation(new Truncation(USUAL_PSI, Truncation.ALL_LAYERS))
                .withClasses(classes() > 0 ? ClassMix.of(0) : ClassMix.NONE);
    }

    @Override
    public Network picture() {
        return synthesis;
    }

    @Override
    public Exported exported() {
        return new Exported(new Network(definition.generatorGraph(PICTURE, styles.space().average()), synthesis.weights()),
                Map.of(TRANSFORM, transform(RenderRequest.DEFAULT)));
    }

    @Override
    public Tensor styles(RenderRequest request, Runner runner) {
        return styles.of(request, runner);
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = styles.inputs(request, runner);
        inputs.put(TRANSFORM, transform(request));
        return inputs;
    }

    /**
     * From places in the picture to places in the signal: the file's own matrix after the inverse of what the hand asks for, which is
     * {@code [[c,s,x],[−s,c,y],[0,0,1]]}.
     */
    private Tensor transform(RenderRequest request) {
        Control.Transform control = Control.Transform.WHOLE;
        double angle = Math.toRadians(control.rotation().of(request));
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double x = control.x().of(request);
        double y = control.y().of(request);
        double[] inverse = {c, -s, s * y - c * x, s, c, -s * x - c * y, 0, 0, 1};
        Tensor product = new Tensor(Shape.of(1, 3, 3), new float[9]);
        for (int i = 0; i < 9; i++) {
            int row = i / 3 * 3;
            int column = i % 3;
            product.data()[i] = (float) (transform[row] * inverse[column] + transform[row + 1] * inverse[column + 3]
                    + transform[row + 2] * inverse[column + 6]);
        }
        return product;
    }
}
