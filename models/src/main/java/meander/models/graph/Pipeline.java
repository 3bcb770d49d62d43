package meander.models.graph;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import meander.models.graph.Pass.Condition;

/** Passes in the order in which they are applied. That each finds what it requires is checked when the pipeline is made. */
public final class Pipeline {
    private final String name;
    private final Set<Condition> given;
    private final List<Pass> passes;
    private final Set<Condition> left;

    /** Is told of each pass once it was applied; tests verify graphs by it. */
    @FunctionalInterface
    public interface Observer {
        void applied(Pass pass, Graph before, Graph after);
    }

    /**
     * @param name   for a person
     * @param given  what is true of every graph that the pipeline is run on
     * @param passes in order
     * @throws IllegalArgumentException if a pass requires what is neither given nor established before it, or stands twice
     */
    public Pipeline(String name, Set<Condition> given, List<Pass> passes) {
        this.name = name;
        this.given = Set.copyOf(given);
        this.passes = List.copyOf(passes);
        Set<Condition> now = EnumSet.noneOf(Condition.class);
        now.addAll(given);
        Set<String> names = new HashSet<>();
        for (Pass pass : passes) {
            if (!names.add(pass.name())) throw new IllegalArgumentException(name + " has " + pass.name() + " twice");
            for (Condition condition : pass.requires())
                if (!now.contains(condition))
                    throw new IllegalArgumentException(
                            name + ": " + pass.name() + " requires " + condition + ", but only " + now + " is certain there");
            now.removeAll(pass.invalidates());
            now.addAll(pass.establishes());
        }
        this.left = Set.copyOf(now);
    }

    public String name() {
        return name;
    }

    /** What must be true of a graph that it is run on. */
    public Set<Condition> given() {
        return given;
    }

    public List<Pass> passes() {
        return passes;
    }

    /** What is true of every graph that comes out. */
    public Set<Condition> left() {
        return left;
    }

    public Graph run(Graph graph) {
        return run(graph, (_, _, _) -> {});
    }

    public Graph run(Graph graph, Observer observer) {
        Graph now = graph;
        for (Pass pass : passes) {
            Graph next = pass.apply(now);
            observer.applied(pass, now, next);
            now = next;
        }
        return now;
    }

    @Override
    public String toString() {
        return name + " " + passes.stream().map(Pass::name).toList();
    }
}
