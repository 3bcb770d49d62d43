package meander.models.family.example;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.family.Family;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.StateDictReader;
import meander.models.family.StrictLoader;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/**
 * CONTRIBUTING.md's worked example of a family: eigenfaces, the oldest network with a latent (Turk and Pentland, 1991, Journal of Cognitive
 * Neuroscience 3(1)). A picture is the mean face and a sum of some of the components: {@code basis [Z,C,H,W]}, {@code mean [C,H,W]}.
 */
public final class EigenfacesFamily implements Family {
    @Override
    public String name() {
        return "Eigenfaces";
    }

    // CONTRIBUTING: the network
    /** {@code z [N,Z] → picture [N,C,H,W]}. */
    static Value picture(Scope scope, Value z, int channels, int height, int width) {
        Value basis = scope.parameter("basis", Initializer.ZERO, z.shape().dim(1), channels, height, width);
        Value mean = scope.parameter("mean", Initializer.ZERO, channels, height, width);
        Value rows = z.matmul(basis.reshape(z.shape().dim(1), channels * height * width)); // [N,CHW]
        return rows.reshape(z.shape().dim(0), channels, height, width).add(mean); // [N,C,H,W]
    }
    // CONTRIBUTING: end

    // CONTRIBUTING: the file
    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        return checkpoint.networks().values().stream().filter(file -> file.tensors().keySet().equals(Set.of("basis", "mean")))
                .findFirst()
                .map(file -> Candidate.of(_ -> StrictLoader.open(name(), () -> build(checkpoint, file)), _ -> List.of(file)));
    }

    private StrictLoader.Built build(Checkpoint checkpoint, StateDict file) {
        StateDictReader told = new StateDictReader(file, List.of());
        int zDim = told.dim("basis", 4, 0), channels = told.dim("basis", 4, 1);
        int height = told.dim("basis", 4, 2), width = told.dim("basis", 4, 3);
        Graph graph = new Graph();
        graph.output(Model.PICTURE, picture(Scope.root(graph), graph.input("z", 1, zDim), channels, height, width));
        ModelInfo info = new ModelInfo(checkpoint.file(), name(), "", width, height, channels, zDim, 0, 0, 0,
                (long) (zDim + 1) * channels * height * width, List.of());
        return new StrictLoader.Built(new Eigenfaces(info, new Network(graph, StrictLoader.weights(file))), file, _ -> false,
                List.of(graph));
    }
    // CONTRIBUTING: end

    // CONTRIBUTING: the controls
    record Eigenfaces(ModelInfo info, Network picture) implements NetworkModel {
        @Override
        public List<Control> controls() {
            return List.of(new Control.Seed(info.zDim()), new Control.EditZ(info.zDim()));
        }

        @Override
        public RenderRequest initial() {
            return RenderRequest.DEFAULT;
        }

        @Override
        public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
            return Map.of("z", request.normalZ(info.zDim()));
        }
    }
    // CONTRIBUTING: end
}
