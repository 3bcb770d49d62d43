package meander.models.family.superresolution;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import meander.models.checkpoint.StoredTensor;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkTranslator;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Parameters;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.request.Control;

/** A network that makes pictures larger, with a file's weights. */
final class SuperResolutionTranslator implements NetworkTranslator {
    private static final int SMALLEST = 4;
    /** What is further away counts for nothing that could be seen, however deep the network; Real-ESRGAN's own tiles overlap by 10. */
    private static final int FARTHEST = 16;
    /** Of the graph from which the parameters are told; any size would do. */
    private static final int PROBE = 16;

    private final SuperResolutionNetwork enlarger;
    private final Weights weights;
    private final Graph probe;
    private final ModelInfo info;
    private final Traits traits;

    /** @throws IllegalArgumentException if there is no such network */
    SuperResolutionTranslator(Path file, SuperResolutionNetwork enlarger, Map<String, StoredTensor> tensors) {
        this.enlarger = enlarger;
        this.weights = parameter -> new Tensor(parameter.shape(), tensors.get(parameter.name()).floats());
        if (enlarger.scale() < 1) throw new IllegalArgumentException("it would make pictures smaller");
        this.probe = graph(PROBE, PROBE);
        this.info = new ModelInfo(file, SuperResolutionFamily.NAME, enlarger.title() + " ×" + enlarger.scale(), 0, 0,
                enlarger.outputs(), 0, 0, 0, 0, new Parameters(probe).count(), List.of());
        int multiple = enlarger.multiple();
        // Tiles begin where the picture folds.
        int margin = (Math.min(FARTHEST, enlarger.reach()) + multiple - 1) / multiple * multiple;
        this.traits = new Traits(enlarger.inputs(), enlarger.outputs(), enlarger.scale(), multiple, SMALLEST, margin, Range.UNIT,
                List.of(Mode.EVALUATION));
    }

    private Graph graph(int height, int width) {
        Graph graph = new Graph();
        graph.output(OUTPUT, enlarger.picture(Scope.root(graph), graph.input(INPUT, 1, enlarger.inputs(), height, width)));
        return graph;
    }

    /** A graph that declares all parameters. */
    Graph probe() {
        return probe;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Control> controls() {
        return List.of();
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Network network(int height, int width, Mode mode) {
        if (height % traits.multiple() != 0 || width % traits.multiple() != 0)
            throw new IllegalArgumentException(
                    "sides are multiples of " + traits.multiple() + ", not " + width + " and " + height);
        return new Network(graph(height, width), weights);
    }
}
