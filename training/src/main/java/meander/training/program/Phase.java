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
 * @param player whose parameters move; empty for a phase that only carries out the graph's updates
 * @param graph  all of its outputs are single numbers
 * @param feeds  what each of the graph's inputs is filled with
 * @param unused the player's parameters that this loss does not depend on; differentiating by any other that it does not depend on is an
 *               error
 * @param batch  pictures in one call
 * @param every  it is run at each step that is a multiple of this
 * @param from   thousands of pictures seen at which it begins
 * @param to     thousands of pictures seen at which it ends
 */
public record Phase(String name, String player, Graph graph, SequencedMap<String, InputSource> feeds, Set<String> unused,
        int batch, int every, double from, double to) {
    public Phase {
        feeds = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(feeds));
        unused = Set.copyOf(unused);
        if (!feeds.keySet().equals(graph.inputs().keySet()))
            throw new IllegalArgumentException(name + " feeds " + feeds.keySet() + " to " + graph.inputs().keySet());
    }

    /** The names of its figures. */
    public List<String> figures() {
        return List.copyOf(graph.outputs().keySet());
    }

    /** Whether it is run. @param step counted from 0 */
    public boolean runs(long step, long images) {
        return step % every == 0 && images >= from * 1000 && images < to * 1000;
    }

    /** Whether it is shown pictures of the data. */
    public boolean isShown() {
        return feeds.values().stream().anyMatch(InputSource::isPictures);
    }

    /** The parameters by which the loss is differentiated. */
    public Set<String> learned() {
        if (player.isEmpty()) return Set.of();
        return graph
                .parameters().values().stream().map(value -> (Op.Parameter) value.op()).filter(parameter -> parameter.learned()
                        && parameter.name().startsWith(player + ".") && !unused.contains(parameter.name()))
                .map(Op.Parameter::name).collect(Collectors.toUnmodifiableSet());
    }
}
