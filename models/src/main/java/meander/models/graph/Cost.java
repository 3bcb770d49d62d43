package meander.models.graph;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What it costs to run values once, counted from shapes alone.
 *
 * @param flops    floating-point operations; a multiply-add is two, a convolution is counted directly whatever algorithm runs it
 * @param bytes    float32 traffic: every operand read and every result written once
 * @param activations bytes of all results that are neither parameters nor constants
 */
public record Cost(double flops, double bytes, double activations) {
    public static final Cost NOTHING = new Cost(0, 0, 0);

    public static Cost of(Graph graph) {
        return of(graph.values());
    }

    public static Cost of(Collection<Value> values) {
        return values.stream().map(Cost::of).reduce(NOTHING, Cost::plus);
    }

    /** Of one operation. */
    public static Cost of(Value value) {
        double out = value.shape().elements();
        double in = value.operands().stream().mapToDouble(operand -> operand.shape().elements()).sum();
        double flops = switch (value.op()) {
            case Op.Input _,Op.Parameter _,Op.Constant _,Op.Reshape _,Op.Transpose _,Op.Concat _,Op.Slice _,Op.Pad2d _,Op.UpsampleNearest _,Op.PixelShuffle _,Op.Gradient _,Op.StopGradient _ ->
                0;
            case Op.Unary _,Op.Binary _,Op.LeakyRelu _,Op.Clamp _ -> out;
            case Op.GridSample _ -> 8 * out;
            case Op.Reduce _ -> in;
            case Op.Softmax _ -> 4 * out;
            case Op.InstanceNorm _ -> 5 * out;
            case Op.MatMul _ -> 2 * out * value.operands().getFirst().shape().dim(-1);
            case Op.Conv2d conv -> {
                Shape kernel = value.operands().get(1).shape();
                yield 2 * out * kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
            }
            case Op.ConvTranspose2d conv -> {
                Shape kernel = value.operands().get(1).shape();
                yield 2.0 * value.operands().getFirst().shape().elements() * kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
            }
        };
        boolean stored = switch (value.op()) {
            case Op.Input _,Op.Parameter _,Op.Constant _ -> true;
            default -> false;
        };
        return new Cost(flops, stored ? 0 : 4 * (in + out), stored ? 0 : 4 * out);
    }

    /** The most bytes of results that are alive at a time when a graph's operations run in order and each result goes after its last use. */
    public static double peak(Graph graph) {
        return peak(graph, _ -> 0, _ -> false);
    }

    /**
     * As {@link #peak(Graph)}.
     *
     * @param scratch bytes that an operation takes besides while it runs, which an engine decides
     * @param kept    which results are worked out before, and stay
     */
    public static double peak(Graph graph, ToDoubleFunction<Value> scratch, Predicate<Value> kept) {
        List<Value> values = graph.values();
        int[] last = new int[values.size()];
        for (Value user : values)
            user.operands().forEach(operand -> last[operand.id()] = user.id());
        graph.outputs().values().forEach(output -> last[output.id()] = Integer.MAX_VALUE);
        double alive = 0;
        double most = 0;
        for (Value value : values) {
            if (kept.test(value)) continue;
            alive += held(value);
            most = Math.max(most, alive + scratch.applyAsDouble(value));
            for (Value operand : new HashSet<>(value.operands()))
                if (last[operand.id()] == value.id() && !kept.test(operand)) alive -= held(operand);
        }
        return most;
    }

    private static double held(Value value) {
        return switch (value.op()) {
            case Op.Parameter _,Op.Constant _ -> 0;
            default -> 4.0 * value.shape().elements();
        };
    }

    public Cost plus(Cost other) {
        return new Cost(flops + other.flops, bytes + other.bytes, activations + other.activations);
    }
}
