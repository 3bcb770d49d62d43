package meander.models.family.progan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

import meander.models.checkpoint.StateDict;
import meander.models.family.Dialect;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.family.ProgressiveLevel;
import meander.models.family.StateDictConverter;
import meander.models.family.StrictLoader;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Parameters;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/**
 * A ProGAN generator with a file's weights. Where every resolution can draw, the slider {@value #LEVEL} goes from 4×4 (2) through all blends
 * on the way to the largest (its binary logarithm), as the training did; some ports keep only what the largest draws with.
 */
public final class ProGanModel implements NetworkModel {
    /** The slider, and the metadata's key of how far the network had grown: {@code log₂} of the resolution, less what was not faded in. */
    public static final String LEVEL = "progan.level";
    private static final String Z = "z";

    private final ProGan definition;
    private final Network network;
    private final ModelInfo info;
    private final SequencedSet<Integer> drawing;
    private final double level;

    private ProGanModel(ProGan definition, SequencedSet<Integer> drawing, double level, Path file, Weights weights,
            List<String> notes) {
        this.definition = definition;
        this.drawing = drawing;
        this.level = level;
        Graph graph = new Graph();
        Map<Integer, Value> shares = new LinkedHashMap<>();
        drawing.forEach(side -> shares.put(side, ProgressiveLevel.fed(graph).apply(side)));
        graph.output(PICTURE,
                definition.picture(Scope.root(graph), graph.input(Z, 1, definition.zDim()), definition.size(), shares::get));
        this.network = new Network(graph, weights);
        this.info = new ModelInfo(file, ProGanFamily.NAME, "", definition.size(), definition.size(), definition.pictures(),
                definition.zDim(), 0, 0, 0, new Parameters(graph).count(), notes);
    }

    static OpenResult open(Path file, Dialect.Reading reading) {
        return StrictLoader.open(ProGanFamily.NAME, () -> {
            List<String> notes = new ArrayList<>();
            StateDict stored = reading.read(notes);
            ProGan definition = definition(stored);
            SequencedSet<Integer> drawing = new LinkedHashSet<>(definition.channels().keySet());
            if (!drawing.stream().allMatch(side -> stored.tensors().containsKey(toRgb(side))))
                drawing.removeIf(side -> side < definition.size());
            double level = drawing.size() == 1
                    ? ProgressiveLevel.most(drawing)
                    : level(stored, ProgressiveLevel.most(drawing), notes);
            ProGanModel model = new ProGanModel(definition, drawing, level, file, StrictLoader.weights(stored), notes);
            return new StrictLoader.Built(model, stored, _ -> false, List.of(model.network.graph()));
        });
    }

    private static String toRgb(int side) {
        return "b" + side + ".torgb.weight";
    }

    private static ProGan definition(StateDict stored) {
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        channels.put(4, dim(stored, "b4.conv.weight", 4, 0));
        int last = 4;
        for (int side = 8; stored.tensors().containsKey("b" + side + ".conv1.weight") && side <= 4096; side *= 2)
            channels.put(last = side, dim(stored, "b" + side + ".conv1.weight", 4, 0));
        return new ProGan(dim(stored, "b4.dense.weight", 2, 1), channels, dim(stored, toRgb(last), 4, 0));
    }

    private static int dim(StateDict stored, String name, int rank, int axis) {
        return StateDictConverter.shape(stored, name, rank).dim(axis);
    }

    private static double level(StateDict stored, double most, List<String> notes) {
        if (stored.attributes().get(LEVEL) instanceof String said) try {
            double level = Double.parseDouble(said);
            if (level >= 2 && level <= most) return level;
        } catch (NumberFormatException e) {
            // as if it were not there
        }
        notes.add("How far the network had grown: not in the file, so the largest blocks draw alone.");
        return most;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Control> controls() {
        List<Control> controls = new ArrayList<>(
                List.of(new Control.Seed(definition.zDim()), new Control.EditZ(definition.zDim())));
        if (drawing.size() > 1) controls.add(new Control.Slider(LEVEL, 2, ProgressiveLevel.most(drawing), level));
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
        return new Exported(network, ProgressiveLevel.shares(drawing, level));
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = ProgressiveLevel.shares(drawing, request.sliders().getOrDefault(LEVEL, level));
        inputs.put(Z, request.normalZ(definition.zDim()));
        return inputs;
    }
}
