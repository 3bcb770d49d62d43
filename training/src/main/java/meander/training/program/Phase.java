package meander.training.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SequencedMap;
import java.util.stream.Collectors;

import meander.models.graph.Graph;
import meander.models.graph.Op;

/**
 * One kind of update: a graph whose first output is the loss by which one player moves; all outputs are figures that are reported.
 *
 * @param name   the method's name, for example {@code D_r1}
 * @param network whose parameters move; empty for a phase that only carries out the graph's updates
 * @param graph  all of its outputs are single numbers
 * @param inputs  what each of the graph's inputs is filled with
 * @param unused the player's parameters that this loss does not depend on; differentiating by any other that it does not depend on is an
 *               error
 * @param batch  pictures in one call
 * @param interval  it is run at each step that is a multiple of this
 * @param from   thousands of pictures seen at which it begins
 * @param to     thousands of pictures seen at which it ends
 */
public record Phase(String name, String network, Graph graph, SequencedMap<String, InputSource> inputs, Set<String> unused,
        int batch, int interval, double from, double to) {
    public Phase {
        inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
        unused = Set.copyOf(unused);
        if (!inputs.keySet().equals(graph.inputs().keySet()))
            throw new IllegalArgumentException(name + " feeds " + inputs.keySet() + " to " + graph.inputs().keySet());
    }

    /** The names of its figures. */
    public List<String> metrics() {
        return List.copyOf(graph.outputs().keySet());
    }

    /** Whether it is run. @param step counted from 0 */
    public boolean runs(long step, long images) {
        return step % interval == 0 && images >= from * 1000 && images < to * 1000;
    }

    /** Whether it is shown pictures of the data. */
    public boolean isShown() {
        return inputs.values().stream().anyMatch(InputSource::isPictures);
    }

    /** The parameters by which the loss is differentiated. */
    public Set<String> learned() {
        if (network.isEmpty()) return Set.of();
        return graph
                .parameters().values().stream().map(value -> (Op.Parameter) value.op()).filter(parameter -> parameter.learned()
                        && parameter.name().startsWith(network + ".") && !unused.contains(parameter.name()))
                .map(Op.Parameter::name).collect(Collectors.toUnmodifiableSet());
    }
}
