package meander.models.graph;

import java.util.List;
import java.util.Optional;

/**
 * Instance normalisation as a definition spells it out, {@code (x − mean) / √(variance + ε)} over each feature map of {@code [N,C,H,W]}, found
 * again by compilers whose engine has one operation for all of it.
 *
 * @param x what is normalised
 */
public record InstanceNormFusion(Value x, double epsilon) {
    private static final List<Integer> MAP = List.of(2, 3);

    /** What a value is the last step of, if it is that. */
    public static Optional<InstanceNormFusion> of(Value value) {
        if (!is(value, Op.Binary.Function.MULTIPLY)) return Optional.empty();
        Value apart = value.operands().get(0);
        Value sum = inside(inside(value.operands().get(1), Op.Unary.Function.RECIPROCAL), Op.Unary.Function.SQRT);
        if (sum == null || !is(sum, Op.Binary.Function.ADD) || !is(apart, Op.Binary.Function.SUBTRACT)
                || !(sum.operands().get(1).op() instanceof Op.Constant(Tensor epsilon)) || epsilon.shape().rank() != 0)
            return Optional.empty();
        Value x = apart.operands().get(0);
        Value squares = mean(sum.operands().get(0));
        return squares != null && inside(squares, Op.Unary.Function.SQUARE) == apart && mean(apart.operands().get(1)) == x
                ? Optional.of(new InstanceNormFusion(x, epsilon.data()[0]))
                : Optional.empty();
    }

    private static boolean is(Value value, Op.Binary.Function function) {
        return value.op() instanceof Op.Binary(Op.Binary.Function found) && found == function;
    }

    private static Value inside(Value value, Op.Unary.Function function) {
        return value != null && value.op() instanceof Op.Unary(Op.Unary.Function found) && found == function
                ? value.operands().getFirst()
                : null;
    }

    private static Value mean(Value value) {
        return value.op() instanceof Op.Reduce(Op.Reduce.Function function, List<Integer> axes, boolean keep)
                && function == Op.Reduce.Function.MEAN && keep && axes.equals(MAP) && value.shape().rank() == 4
                        ? value.operands().getFirst()
                        : null;
    }
}
