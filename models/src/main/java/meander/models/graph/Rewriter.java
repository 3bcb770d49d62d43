package meander.models.graph;

import java.util.HashMap;
import java.util.Map;

/** Copies values of one graph into another, each at most once, so that a pass says only what it changes. */
public final class Rewriter {
    private final Graph target;
    private final Map<Value, Value> copies = new HashMap<>();

    public Rewriter(Graph target) {
        this.target = target;
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
