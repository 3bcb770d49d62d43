package meander.models.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Copies values of one graph into another, each at most once, so that a pass says only what it changes. */
public final class Rewriter {
    private final Graph target;
    private final Map<Value, Value> copies = new HashMap<>();

    public Rewriter(Graph target) {
        this.target = target;
    }

    /**
     * A whole graph, rewritten value by value, with its outputs, updates and cuts.
     *
     * @param each is given every value in order, and copies or replaces it
     */
    static Graph rewrite(Graph graph, BiConsumer<Rewriter, Value> each) {
        Graph target = new Graph();
        Rewriter rewriter = new Rewriter(target);
        int cut = 0;
        for (Value value : graph.values()) {
            cut = rewriter.cut(graph, cut, value.id());
            each.accept(rewriter, value);
        }
        rewriter.cut(graph, cut, graph.values().size());
        graph.outputs().forEach((name, value) -> target.output(name, rewriter.of(value)));
        graph.updates().forEach((kept, becomes) -> target.update(rewriter.of(kept), rewriter.of(becomes)));
        return target;
    }

    /** Repeats the cuts up to a value. @param first that has not been repeated */
    private int cut(Graph graph, int first, int end) {
        int next = first;
        for (; next < graph.cuts().size() && graph.cuts().get(next).end() <= end; next++) {
            Graph.Cut cut = graph.cuts().get(next);
            target.cut(cut.label(), cut.preview() == null ? null : of(cut.preview()));
        }
        return next;
    }

    /** What a value became. @throws IllegalStateException if it has not been copied or replaced */
    public Value of(Value original) {
        Value copy = copies.get(original);
        if (copy == null) throw new IllegalStateException(original + " has not been rewritten");
        return copy;
    }

    public boolean has(Value original) {
        return copies.containsKey(original);
    }

    /** Says what stands for a value from now on. */
    public Value replace(Value original, Value replacement) {
        copies.put(original, replacement);
        return replacement;
    }

    /** Puts a constant in a value's place. */
    public Value replace(Value original, Tensor constant) {
        return replace(original, target.constant(constant));
    }

    /** Copies a value whose operands have been rewritten. */
    public Value copy(Value original) {
        return replace(original, switch (original.op()) {
            case Op.Input(String name, Shape shape) -> target.input(name, shape.dims());
            case Op.Parameter parameter -> target.parameter(parameter);
            case Op.Constant(Tensor value) -> target.constant(value);
            default -> target.apply(original.op(), original.operands().stream().map(this::of).toArray(Value[]::new));
        });
    }
}
