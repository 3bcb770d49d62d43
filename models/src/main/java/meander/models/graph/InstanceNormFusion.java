package meander.models.graph;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds instance normalisation as a definition spells it out, {@code (x − mean) / √(variance + ε)} over each feature map of {@code [N,C,H,W]},
 * and makes it the one operation that engines have for all of it.
 */
public final class InstanceNormFusion implements Pass {
    private static final List<Integer> MAP = List.of(2, 3);

    /** What was found. @param x what is normalised */
    public record Match(Value x, double epsilon) {}

    @Override
    public String name() {
        return "instance norm fusion";
    }

    /** The engines' operations have not been checked for derivatives of derivatives. */
    @Override
    public Set<Condition> requires() {
        return Set.of(Condition.NOT_DIFFERENTIATED);
    }

    @Override
    public Set<Condition> invalidates() {
        return Set.of(Condition.UNFUSED);
    }

    /** The last step becomes the operation; the steps before it are left to whoever else reads them. */
    @Override
    public Graph apply(Graph graph) {
        return Rewriter.rewrite(graph, (rewriter, value) -> match(value).ifPresentOrElse(
                found -> rewriter.replace(value,
                        rewriter.of(found.x()).graph().apply(new Op.InstanceNorm(found.epsilon()), rewriter.of(found.x()))),
                () -> rewriter.copy(value)));
    }

    /** What a value is the last step of, if it is that. */
    public static Optional<Match> match(Value value) {
        if (!is(value, Op.Binary.Function.MULTIPLY)) return Optional.empty();
        Value apart = value.operands().get(0);
        Value sum = inside(inside(value.operands().get(1), Op.Unary.Function.RECIPROCAL), Op.Unary.Function.SQRT);
        if (sum == null || !is(sum, Op.Binary.Function.ADD) || !is(apart, Op.Binary.Function.SUBTRACT)
                || !(sum.operands().get(1).op() instanceof Op.Constant(Tensor epsilon)) || epsilon.shape().rank() != 0)
            return Optional.empty();
        Value x = apart.operands().get(0);
        Value squares = mean(sum.operands().get(0));
        return squares != null && inside(squares, Op.Unary.Function.SQUARE) == apart && mean(apart.operands().get(1)) == x
                ? Optional.of(new Match(x, epsilon.data()[0]))
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
