package meander.models.family.stylegan3;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import meander.models.latent.StyleSpace;
import meander.models.latent.Truncation;
import meander.models.render.RenderRequest;

/** A StyleGAN3 generator with a file's weights. */
public final class StyleGan3Model implements Model {
    private static final Pattern GENERATOR = Pattern.compile("(mapping|synthesis)\\..*");
    private static final Pattern BUFFER = Pattern.compile(".*\\.(w_avg|transform|up_filter|down_filter)");
    private static final String TRANSFORM = "transform";
    private static final double USUAL_PSI = 0.7;

    private final StyleGan3 definition;
    private final ModelInfo info;
    private final Network mapping;
    private final Network synthesis;
    private final StyleSpace space;
    private final double[] transform;
    private final List<String> classNames;

    private StyleGan3Model(StyleGan3 definition, Path file, Weights weights, float[] average, double[] transform,
            List<String> classNames, List<String> notes) {
        this.definition = definition;
        this.transform = transform;
        this.classNames = classNames;
        this.mapping = new Network(definition.mappingGraph(), weights);
        this.synthesis = new Network(definition.synthesisGraph(PICTURE), weights);
        int zDim = definition.mapping().zDim();
        int wDim = definition.mapping().wDim();
        this.space = new StyleSpace(definition.styles(), zDim, wDim, classes(), average);
        String variant = (definition.isRotationEquivariant() ? "R" : "T") + (classes() > 0 ? ", conditional" : "");
        this.info = new ModelInfo(file, StyleGan3Family.NAME, variant, definition.resolution(), definition.resolution(),
                definition.layers().getLast().out(), zDim, wDim, definition.styles(), classes(),
                new Parameters(mapping.graph()).count() + new Parameters(synthesis.graph()).count(), notes);
    }

    static OpenResult open(Path file, StateDict stored) {
        Particulars particulars = new Particulars(stored);
        List<String> differences;
        try {
            StyleGan3 definition = new StyleGan3Config(particulars).read();
            StyleGan3Model model = new StyleGan3Model(definition, file, particulars.weights(),
                    particulars.average(definition.mapping().wDim()), transform(stored),
                    ClassNames.of(stored, definition.mapping().cDim()), particulars.notes());
            differences = particulars.differences(
                    name -> GENERATOR.matcher(name).matches() && !BUFFER.matcher(name).matches(), model.mapping.graph(),
                    model.synthesis.graph());
            if (differences.isEmpty()) return new OpenResult.Ready(model);
        } catch (IllegalArgumentException | ArithmeticException e) {
            differences = List.of(e.getMessage());
        }
        return OpenResult.Refused.doesNotFit(StyleGan3Family.NAME, differences);
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
                List.of(new Control.Seed(space.zDim()), new Control.Truncate(definition.styles())));
        if (classes() > 0) controls.add(new Control.Classes(classes(), classNames));
        controls.add(Control.Transform.WHOLE);
        controls.add(new Control.Mixing(layers));
        controls.add(new Control.EditZ(space.zDim()));
        controls.add(new Control.EditW(space.wDim(), layers));
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
        return new Exported(new Network(definition.generatorGraph(PICTURE, space.average()), synthesis.weights()),
                Map.of(TRANSFORM, transform(RenderRequest.DEFAULT)));
    }

    @Override
    public Tensor styles(RenderRequest request, Runner runner) {
        return space.styles(request, (z, c) -> runner.run(mapping, c == null ? Map.of("z", z) : Map.of("z", z, "c", c)).get("w"));
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = space.inputs(styles(request, runner));
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
