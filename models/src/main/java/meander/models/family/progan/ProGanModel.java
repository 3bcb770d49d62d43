package meander.models.family.progan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.family.Control;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.OpenResult;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Parameters;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.render.RenderRequest;

/**
 * A ProGAN generator with a file's weights. Every resolution can draw: the slider {@value #LEVEL} goes from 4×4 (2) through all blends on
 * the way to the largest (its binary logarithm), as the training did.
 */
public final class ProGanModel implements Model {
    /** The slider, and the metadata's key of how far the network had grown: {@code log₂} of the resolution, less what was not faded in. */
    public static final String LEVEL = "progan.level";
    private static final String Z = "z";
    private static final String SHARE = "share";

    private final ProGan definition;
    private final Network network;
    private final ModelInfo info;
    private final double level;

    private ProGanModel(ProGan definition, double level, Path file, Weights weights, List<String> notes) {
        this.definition = definition;
        this.level = level;
        Graph graph = new Graph();
        Map<Integer, Value> shares = new LinkedHashMap<>();
        definition.channels().keySet().forEach(side -> shares.put(side, graph.input(SHARE + side, 1, 1, 1, 1)));
        graph.output(PICTURE,
                definition.picture(Scope.root(graph), graph.input(Z, 1, definition.zDim()), definition.size(), shares::get));
        this.network = new Network(graph, weights);
        this.info = new ModelInfo(file, ProGanFamily.NAME, "", definition.size(), definition.size(), definition.pictures(),
                definition.zDim(), 0, 0, 0, new Parameters(graph).count(), notes);
    }

    static OpenResult open(Path file, StateDict stored) {
        List<String> differences;
        try {
            ProGan definition = definition(stored);
            List<String> notes = new ArrayList<>();
            ProGanModel model = new ProGanModel(definition, level(stored, definition.size(), notes), file,
                    parameter -> new Tensor(parameter.shape(), stored.tensors().get(parameter.name()).floats()), notes);
            differences = model.differences(stored);
            if (differences.isEmpty()) return new OpenResult.Ready(model);
        } catch (IllegalArgumentException | ArithmeticException e) {
            differences = List.of(e.getMessage());
        }
        return new OpenResult.Refused(Rejected.because(Rejected.Reason.DOES_NOT_FIT, ProGanFamily.NAME, differences.size(),
                String.join("; ", differences.subList(0, Math.min(3, differences.size())))));
    }

    private static ProGan definition(StateDict stored) {
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        for (int side = 4; stored.tensors().containsKey("b" + side + ".torgb.weight") && side <= 4096; side *= 2)
            channels.put(side, dim(stored, "b" + side + ".torgb.weight", 4, 1));
        return new ProGan(dim(stored, "b4.dense.weight", 2, 1), channels, dim(stored, "b4.torgb.weight", 4, 0));
    }

    private static int dim(StateDict stored, String name, int rank, int axis) {
        Shape shape = Shape.of(stored.tensors().get(name).shape());
        if (shape.rank() != rank) throw new IllegalArgumentException(name + " is " + shape + ", not of " + rank + " axes");
        return shape.dim(axis);
    }

    private static double level(StateDict stored, int size, List<String> notes) {
        double most = Math.log(size) / Math.log(2);
        if (stored.attributes().get(LEVEL) instanceof String said) try {
            double level = Double.parseDouble(said);
            if (level >= 2 && level <= most) return level;
        } catch (NumberFormatException e) {
            // as if it were not there
        }
        notes.add("How far the network had grown: not in the file, so the largest blocks draw alone.");
        return most;
    }

    private List<String> differences(StateDict stored) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        stored.tensors().forEach((name, tensor) -> shapes.put(name, Shape.of(tensor.shape())));
        List<String> differences = new ArrayList<>(new Parameters(network.graph()).differences(shapes));
        // A network with more layers would be drawn without them, and look wrong for no reason that anyone could see.
        shapes.forEach((name, shape) -> {
            if (!network.graph().parameters().containsKey(name))
                differences.add(name + " " + shape + " belongs to no layer known here");
        });
        return differences;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Control> controls() {
        List<Control> controls = new ArrayList<>(
                List.of(new Control.Seed(definition.zDim()), new Control.EditZ(definition.zDim())));
        double most = Math.log(definition.size()) / Math.log(2);
        if (most > 2) controls.add(new Control.Slider(LEVEL, 2, most, level));
        return controls;
    }

    @Override
    public RenderRequest initial() {
        return RenderRequest.DEFAULT;
    }

    @Override
    public Network picture() {
        return network;
    }

    @Override
    public Exported exported() {
        return new Exported(network, shares(level));
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = shares(request.sliders().getOrDefault(LEVEL, level));
        inputs.put(Z, request.normalZ(definition.zDim()));
        return inputs;
    }

    /** Two resolutions at most draw at a time, as while the network grew. */
    private Map<String, Tensor> shares(double wanted) {
        Map<String, Tensor> shares = new LinkedHashMap<>();
        int level = 2;
        double at = Math.clamp(wanted, 2, definition.channels().size() + 1); // beyond them the shares would not add up to 1
        for (int side : definition.channels().keySet())
            shares.put(SHARE + side, Tensor.full((float) Math.max(0, 1 - Math.abs(at - level++)), 1, 1, 1, 1));
        return shares;
    }
}
