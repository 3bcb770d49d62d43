package meander.models.lowering;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import meander.models.graph.Cost;
import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/** How much a program may do, and make, while its graph is built. What wants more is for an engine. */
final class LoweringBudget {
    private static final int MOST_STEPS = 2_000_000;
    private static final int MOST_VALUES = 100_000;
    private static final int MOST_CALLS = 64; // within each other
    private static final double MOST_BYTES = 1 << 28; // of what is worked out while the graph is built
    private static final double MOST_WORK = 5e9; // FLOPs and bytes of all that
    private static final int ITEMS_A_STEP = 16;
    private static final long MOST_CONSTANTS = 1 << 25; // numbers in all tensors that a program makes

    private final Graph graph;
    private int steps;
    private int calls;
    private int counted;
    private long made;
    private double worked;

    LoweringBudget(Graph graph) {
        this.graph = graph;
    }

    /** A statement or an expression. */
    void step() {
        for (; counted < graph.values().size(); counted++)
            if (graph.values().get(counted).op() instanceof Op.Constant(Tensor tensor)) made += tensor.data().length;
        if (++steps > MOST_STEPS || counted > MOST_VALUES || made > MOST_CONSTANTS)
            throw new EngineOnlyException("too many steps");
    }

    /** Long lists and texts count as several steps. */
    void weigh(Object value) {
        if (value instanceof List<?> list) {
            if (list.size() > LoweringLimits.MOST_ITEMS) throw new EngineOnlyException("a list of too many items");
            steps += list.size() / ITEMS_A_STEP;
        } else if (value instanceof String text) {
            steps += text.length() / ITEMS_A_STEP;
        }
    }

    /** A call of a function. */
    void enter() {
        if (++calls > MOST_CALLS) throw new EngineOnlyException("functions within functions");
    }

    void leave() {
        calls--;
    }

    /** What it takes to work out a value now. */
    void work(Value wanted) {
        Set<Value> all = new HashSet<>();
        Deque<Value> open = new ArrayDeque<>(List.of(wanted));
        while (!open.isEmpty()) {
            Value value = open.pop();
            if (all.add(value)) open.addAll(value.operands());
        }
        Cost cost = Cost.of(all);
        worked += cost.flops() + cost.bytes() + all.size();
        if (cost.activations() > MOST_BYTES || worked > MOST_WORK) throw new EngineOnlyException("a decision by so many numbers");
    }
}
