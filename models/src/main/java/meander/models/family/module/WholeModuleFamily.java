package meander.models.family.module;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.family.Assumptions;
import meander.models.family.Assumptions.Source;
import meander.models.family.Family;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.ModuleView;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.family.RecognitionOrder;
import meander.models.family.StrictLoader;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Parameters;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/**
 * Generators that {@code torch.save(model)} wrote whole: z {@code [1,Z]} through PyTorch's own layers to a picture {@code [1,C,H,W]}. Every
 * stride, slope and ε is in the file, so that nothing is guessed; of a class of the user's own, only the order in which its modules are
 * declared is taken for that of their use.
 */
public final class WholeModuleFamily implements Family {
    static final String NAME = "PyTorch module";
    static final String Z = "z";
    private static final String RANGE = "dataRange";
    private static final int MOST_CHANNELS = 4;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecognitionOrder order() {
        return RecognitionOrder.BY_MODULE;
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        for (ModuleView view : wholes(checkpoint))
            try {
                Sequence sequence = Sequence.of(view.state());
                return Optional.of(
                        Candidate.of(answers -> open(checkpoint.file(), view, sequence, answers), _ -> List.of(view.state())));
            } catch (UnknownModuleException | IllegalArgumentException | ArithmeticException e) {
                // Another part of the file may be one; its tensors alone may tell another family what it is.
            }
        return Optional.empty();
    }

    /** A part of a class of the user's own is not all that the class computes, unless it is called a generator. */
    private static List<ModuleView> wholes(Checkpoint checkpoint) {
        return ModuleView.generators(checkpoint).stream()
                .filter(view -> checkpoint.networks().containsKey(view.name()) || view.isCalledGenerator())
                .filter(view -> new ModuleAttributes(view.state()).isWhole()).toList();
    }

    @Override
    public Optional<Rejected> explain(Checkpoint checkpoint) {
        return wholes(checkpoint).stream().findFirst().map(view -> Rejected.because(Rejected.Reason.WHOLE_MODULE,
                checkpoint.file().getFileName().toString(), view.state().attributes().get("_class")));
    }

    private static OpenResult open(Path file, ModuleView view, Sequence sequence, Map<String, String> answers) {
        return StrictLoader.open(NAME, () -> {
            Assumptions guesses = new Assumptions(answers, view.state().attributes(), "module.");
            boolean fromZero = sequence.fromZero().orElseGet(() -> guesses.choose(RANGE, "Data range", List.of(false, true),
                    zero -> zero ? "0..1" : "-1..1", false, Source.LAYOUT));
            Graph graph = sequence.graph(fromZero);
            Shape picture = graph.outputs().get(Model.PICTURE).shape(); // [1,C,H,W]
            long learned = new Parameters(graph).table().stream().filter(Op.Parameter::learned)
                    .mapToLong(parameter -> parameter.shape().elements()).sum();
            List<String> notes = new ArrayList<>();
            if (!view.name().isEmpty()) notes.add("The network is \"" + view.name() + "\" of the file.");
            notes.add("Every layer's settings: kept in the file.");
            if (sequence.declared())
                notes.add("The order of its modules: that of their declaration, as the file has no code of "
                        + view.state().className() + ".");
            notes.addAll(guesses.notes());
            ModelInfo info = new ModelInfo(file, NAME, sequence.name(), picture.dim(3), picture.dim(2), picture.dim(1),
                    sequence.z(), 0, 0, 0, learned, notes);
            List<Control> controls = new ArrayList<>(List.of(new Control.Seed(sequence.z()), new Control.EditZ(sequence.z())));
            controls.addAll(guesses.controls());
            return new StrictLoader.Built(new WholeModule(info, controls, new Network(graph, StrictLoader.weights(view.state()))),
                    view.state(), name -> name.endsWith("num_batches_tracked"), List.of(graph));
        });
    }

    /** An opened one. */
    private record WholeModule(ModelInfo info, List<Control> controls, Network picture) implements NetworkModel {
        @Override
        public RenderRequest initial() {
            return RenderRequest.DEFAULT;
        }

        @Override
        public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
            return new HashMap<>(Map.of(Z, request.normalZ(info.zDim())));
        }
    }

    /**
     * The modules of a file one after the other.
     *
     * @param name     of the class
     * @param z        dimensions of the latent
     * @param declared whether their order is that of a class of the user's own
     * @param fromZero whether black is 0; empty where the last layer leaves it open
     */
    private record Sequence(StateDict state, String name, int z, boolean declared, Optional<Boolean> fromZero) {
        /** @throws UnknownModuleException if it is no generator that can be built */
        static Sequence of(StateDict state) throws UnknownModuleException {
            ModuleSteps steps = new ModuleSteps(new ModuleAttributes(state));
            Sequence sequence = new Sequence(state, state.className().isEmpty() ? simple(state) : state.className(),
                    steps.latent(), steps.isDeclared(), steps.fromZero());
            Shape picture = sequence.graph(false).outputs().get(Model.PICTURE).shape();
            if (picture.rank() != 4 || picture.dim(1) == 2 || picture.dim(1) > MOST_CHANNELS || picture.dim(2) < 2)
                throw new UnknownModuleException("", "which makes no picture");
            return sequence;
        }

        private static String simple(StateDict state) {
            String name = String.valueOf(state.attributes().get("_class"));
            return name.substring(name.lastIndexOf('.') + 1);
        }

        /** @throws IllegalArgumentException if the layers do not fit each other */
        Graph graph(boolean fromZero) {
            try {
                Graph graph = new Graph();
                Value x = new ModuleSteps(new ModuleAttributes(state)).apply(Scope.root(graph), graph.input(Z, 1, z));
                graph.output(Model.PICTURE, fromZero ? x.mul(2).add(-1) : x);
                return graph;
            } catch (UnknownModuleException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }
}
