package meander.models.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.family.InputBinding;
import meander.models.family.InputMapping;
import meander.models.family.ProgramModel;
import meander.models.family.ProgramProbe.Given;
import meander.models.family.ProgramProbe.Outcome;
import meander.models.graph.Cost;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.lowering.EngineOnlyException;
import meander.models.request.RenderRequest;
import meander.models.text.Phrase;
import meander.models.text.PhraseException;
import meander.models.text.Technical;

/**
 * Tries a TorchScript program on our own graph, in this process: what it takes is found by compiling it for shapes, without running anything, and then it
 * draws once.
 */
public final class GraphTrial {
    /** What one picture may take while it is tried. */
    private static final double MOST_BYTES = 4e9;
    private static final double MOST_FLOPS = 2e12;
    private static final int LONGEST_REASON = 300;

    private final ForeignModel program;
    private boolean engineOnly;

    private GraphTrial(ForeignModel program) {
        this.program = program;
    }

    /**
     * Tries it.
     *
     * @param answers to the program's guesses
     * @return empty if it is for an engine, because it is no TorchScript or does what our graph cannot
     */
    public static Optional<Outcome> run(ForeignModel program, Map<String, String> answers) {
        return program.source().isEmpty() ? Optional.empty() : new GraphTrial(program).tried(answers);
    }

    private Optional<Outcome> tried(Map<String, String> answers) {
        ForeignModel told = program;
        if (!program.isTold()) {
            Optional<List<Port>> found = new ShapeSearch(this::outputs).of(program.inputs());
            if (found.isEmpty()) return engineOnly ? Optional.empty() : failed(ProgramFault.NO_SHAPE.with());
            told = program.withInputs(found.get());
        }
        try {
            InputMapping plan = InputMapping.of(told, InputMapping.guesses(told, answers))
                    .orElseThrow(() -> new PhraseException(ProgramFault.NO_PICTURE.with()));
            Map<String, Tensor> inputs = ProgramModel.inputs(plan.feeds(), RenderRequest.DEFAULT);
            return Optional.of(plan.picture().isEmpty()
                    ? new Outcome.Ran(told, drawn(told, inputs), 1, 0)
                    : translated(told, inputs, plan.picture().get()));
        } catch (EngineOnlyException e) {
            return Optional.empty();
        } catch (PhraseException e) {
            return failed(e.phrase());
        } catch (OnnxSession.EngineException e) {
            return failed(e.said() instanceof Phrase phrase ? phrase : ProgramFault.ENGINE_SAID.with(line(e)));
        } catch (IllegalArgumentException e) {
            return failed(ProgramFault.FAILED.with(Technical.REMARK.with(line(e))));
        }
    }

    private static String line(RuntimeException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
    }

    private static Optional<Outcome> failed(Phrase why) {
        return Optional.of(new Outcome.Failed(why));
    }

    /** Shapes of what it gives; none where it refuses these inputs. */
    private List<Shape> outputs(List<Port> ports) {
        Map<String, Shape> shapes = new HashMap<>();
        ports.forEach(port -> shapes.put(port.name(), Shape.of(port.dims().stream().mapToInt(Integer::intValue).toArray())));
        try {
            return shapes(GraphProgram.network(program, ports, shapes));
        } catch (EngineOnlyException e) {
            engineOnly = true;
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static List<Shape> shapes(Network network) {
        return network.graph().outputs().values().stream().map(value -> value.shape()).toList();
    }

    private static Outcome translated(ForeignModel told, Map<String, Tensor> inputs, InputBinding picture) {
        List<Integer> dims = picture.port().dims();
        boolean last = InputMapping.channelsLast(dims);
        int own = Math.max(dims.get(last ? 1 : 2), dims.get(last ? 2 : 3));
        int[] multiples = TrialPictures.multiples(told);
        IllegalArgumentException reason = new IllegalArgumentException("it gave pictures of another size");
        for (int each : own == Port.ANY ? multiples : new int[]{1}) {
            int side = own == Port.ANY ? TrialPictures.side(each) : own;
            Shape shape = picture.shape().with(last ? 1 : 2, side).with(last ? 2 : 3, side);
            Map<String, Shape> shapes = new HashMap<>();
            inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            shapes.put(picture.port().name(), shape);
            try {
                Network network = GraphProgram.network(told, told.inputs(), shapes);
                if (each < multiples[multiples.length - 1] && !TrialPictures.isEnlarged(shapes(network), side)) continue;
                Map<String, Tensor> all = new HashMap<>(inputs);
                all.put(picture.port().name(), TrialPictures.gradient(shape));
                return new Outcome.Ran(told, drawn(told, all), each, side);
            } catch (IllegalArgumentException e) {
                reason = e;
            }
        }
        throw reason;
    }

    private static List<Given> drawn(ForeignModel told, Map<String, Tensor> inputs) {
        Map<String, Shape> shapes = new HashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        Graph graph = GraphProgram.network(told, told.inputs(), shapes).graph();
        if (Cost.peak(graph) > MOST_BYTES || Cost.of(graph).flops() > MOST_FLOPS)
            throw new PhraseException(ProgramFault.TOO_MUCH_WORK.with());
        List<Given> given = new ArrayList<>();
        try (GraphProgram session = new GraphProgram(told, RenderSettings.DEFAULT, () -> {
            throw new IllegalStateException("it was compiled a moment ago");
        })) {
            session.run(told.inputs(), inputs, Set.of()).forEach((name, tensor) -> given.add(TrialPictures.given(name, tensor)));
        }
        return given;
    }

}
