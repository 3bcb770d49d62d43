package meander.training.program;

import java.util.LinkedHashMap;
import java.util.Set;
import java.util.SequencedMap;

import meander.models.graph.Graph;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.training.augment.RandomInputs;

/** A graph under construction that remembers what its inputs are fed with. */
public final class PhaseGraph implements RandomInputs {
    private final Graph graph = new Graph();
    private final SequencedMap<String, InputSource> feeds = new LinkedHashMap<>();

    public Graph graph() {
        return graph;
    }

    /** Where a player, or what is kept besides, declares its parameters. */
    public Scope scope(String player) {
        return Scope.root(graph).at(player);
    }

    /** An input. @param dims the first is the batch */
    public Value input(String name, InputSource feed, int... dims) {
        if (name.equals("share") || name.equals("rate")) throw new IllegalArgumentException(name + " is a phase's own argument");
        feeds.put(name, feed);
        return graph.input(name, dims);
    }

    @Override
    public Value normal(String name, int... dims) {
        return input(name, InputSource.NORMAL, dims);
    }

    @Override
    public Value uniform(String name, int... dims) {
        return input(name, InputSource.UNIFORM, dims);
    }

    /** Names a figure; the first is the loss. */
    public PhaseGraph metric(String name, Value value) {
        graph.output(name, value);
        return this;
    }

    /** What was built, as a phase that is run at every step from beginning to end. */
    public Phase phase(String name, String player, int batch) {
        return phase(name, player, batch, 1, Set.of());
    }

    public Phase phase(String name, String player, int batch, int every, Set<String> unused) {
        return new Phase(name, player, graph, feeds, unused, batch, every, 0, Double.POSITIVE_INFINITY);
    }

    /** As a phase that belongs to a stretch of the training. @param from thousands of pictures, @param to thousands of pictures */
    public Phase phase(String name, String player, int batch, int every, Set<String> unused, double from, double to) {
        return new Phase(name, player, graph, feeds, unused, batch, every, from, to);
    }
}
