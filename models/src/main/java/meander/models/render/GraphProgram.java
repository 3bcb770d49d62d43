package meander.models.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import ai.djl.ndarray.NDArray;

import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.torch.script.CheckedScript;
import meander.models.graph.Cost;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.lowering.EngineOnlyException;
import meander.models.lowering.Lowering;
import meander.models.text.PhraseException;

/**
 * A TorchScript program on our own graph, in the engine that runs all networks of ours: none of its source gets there. It is compiled for the
 * shapes that it is given, and anew for others. Outputs that the file does not name are called {@code output0}, {@code output1}, …
 */
final class GraphProgram implements ProgramSession {
    /** What a picture may take to draw, whatever a file asks for. */
    private static final double MOST_BYTES = 16e9;

    private final ForeignModel program;
    private final RenderSettings settings;
    private final Supplier<ProgramSession> engine;
    private ProgramSession elsewhere;
    private Map<String, Shape> shapes = Map.of();
    private OnnxSession session;

    /** @param engine runs it where our graph cannot */
    GraphProgram(ForeignModel program, RenderSettings settings, Supplier<ProgramSession> engine) {
        this.program = program;
        this.settings = settings;
        this.engine = engine;
    }

    /**
     * The network that a program is for inputs of these shapes.
     *
     * @param ports  the inputs, of which the types count
     * @param shapes by the ports' names
     * @throws EngineOnlyException      if it does what our graph cannot
     * @throws IllegalArgumentException if it refuses the shapes
     */
    static Network network(ForeignModel program, List<Port> ports, Map<String, Shape> shapes) {
        List<Lowering.Input> inputs = ports.stream()
                .map(port -> new Lowering.Input(port.name(), shapes.get(port.name()), !port.type().isReal())).toList();
        return Lowering.of(CheckedScript.of(program).orElseThrow(), inputs).network();
    }

    @Override
    public Map<String, Tensor> run(List<Port> ports, Map<String, Tensor> inputs, Set<String> outputs) {
        Map<String, Shape> given = new HashMap<>();
        ports.forEach(port -> given.put(port.name(), inputs.get(port.name()).shape()));
        if (!given.equals(shapes)) open(ports, given);
        if (elsewhere != null) return elsewhere.run(ports, inputs, outputs);
        Map<String, NDArray> arrays = new HashMap<>();
        ports.forEach(port -> arrays.put(port.name(), OnnxSession.array(session.manager(), inputs.get(port.name()))));
        Map<String, Tensor> results = new LinkedHashMap<>();
        List<NDArray> all = new ArrayList<>(session.run(arrays).values());
        for (int i = 0; i < all.size(); i++) {
            String name = i < program.outputs().size() ? program.outputs().get(i).name() : "output" + i;
            if (outputs.isEmpty() || outputs.contains(name)) results.put(name, OnnxSession.tensor(all.get(i)));
            all.get(i).close();
        }
        arrays.values().forEach(NDArray::close);
        return results;
    }

    private void open(List<Port> ports, Map<String, Shape> given) {
        if (session != null) session.close();
        session = null;
        shapes = Map.of();
        try {
            Network network = network(program, ports, given);
            if (Cost.peak(network.graph()) > MOST_BYTES) throw new PhraseException(RenderFault.PROGRAM_MEMORY.with());
            session = new OnnxSession(network, settings);
            if (elsewhere != null) elsewhere.close();
            elsewhere = null;
        } catch (EngineOnlyException e) {
            if (elsewhere == null) elsewhere = engine.get();
        } catch (IllegalArgumentException e) {
            throw new OnnxSession.EngineException(e);
        }
        shapes = given;
    }

    @Override
    public void close() {
        if (session != null) session.close();
        if (elsewhere != null) elsewhere.close();
        session = null;
        elsewhere = null;
        shapes = Map.of();
    }
}
