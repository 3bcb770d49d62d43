package meander.models.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Value;
import meander.models.lowering.LoweredTensor.Kind;

/** Sums and extremes along axes. */
final class ReductionOperators {
    private ReductionOperators() {}

    static void register(OperatorTable table) {
        table.put("sum", "input dim=None keepdim=False dtype=None", call -> reduced(call, Op.Reduce.Function.SUM));
        table.put("mean", "input dim=None keepdim=False dtype=None", call -> reduced(call, Op.Reduce.Function.MEAN));
        table.put("var", "input dim=None unbiased=True keepdim=False correction=None",
                call -> LoweredTensor.real(variance(call)));
        table.put("std", "input dim=None unbiased=True keepdim=False correction=None",
                call -> LoweredTensor.real(variance(call).sqrt()));
        table.put("norm", "input p=2 dim=None keepdim=False dtype=None", ReductionOperators::norm);
        table.put("frobenius_norm", "input dim=None keepdim=False", ReductionOperators::norm);
        table.put("linalg_vector_norm", "input p=2 dim=None keepdim=False dtype=None", ReductionOperators::norm);
        table.put("linalg_norm", "input p=None dim=None keepdim=False dtype=None", ReductionOperators::norm);
        table.put("max", "input b",
                call -> call.get("b") instanceof LoweredTensor
                        ? LoweredTensor.of(call.value("input").binary(Op.Binary.Function.MAXIMUM, call.value("b")),
                                call.kind("input").with(call.kind("b")))
                        : fail(call));
        table.put("min", "input b",
                call -> call.get("b") instanceof LoweredTensor
                        ? LoweredTensor.of(call.value("input").binary(Op.Binary.Function.MINIMUM, call.value("b")),
                                call.kind("input").with(call.kind("b")))
                        : fail(call));
    }

    private static Object fail(OperatorCall call) {
        throw call.engineOnly("along an axis");
    }

    static int[] axes(OperatorCall call, Object dim) {
        Shape shape = call.shape("input");
        if (dim == null || dim instanceof List<?> list && list.isEmpty()) return IntStream.range(0, shape.rank()).toArray();
        return Arrays.stream(call.integers("dim")).map(shape::axis).toArray();
    }

    private static LoweredTensor reduced(OperatorCall call, Op.Reduce.Function function) {
        Object dim = call.get("dim");
        boolean typed = call.positional().size() == 2 && dim instanceof Long; // sum(x, dtype)
        Value x = call.value("input");
        Kind kind = function == Op.Reduce.Function.MEAN || call.kind("input") == Kind.REAL ? Kind.REAL : Kind.WHOLE;
        return LoweredTensor.of(over(x, function, call.truth("keepdim"), axes(call, typed ? null : dim)), kind);
    }

    private static Value over(Value x, Op.Reduce.Function function, boolean keep, int[] axes) {
        return axes.length == 0 ? x : x.reduce(function, keep, axes);
    }

    /** {@code (x, unbiased)} or {@code (x, dim, unbiased, keepdim)}. */
    private static Value variance(OperatorCall call) {
        boolean all = call.get("dim") instanceof Boolean;
        boolean unbiased = all ? call.truth("dim") : call.truth("unbiased");
        int[] axes = axes(call, all ? null : call.get("dim"));
        Value x = call.value("input");
        double count = Arrays.stream(axes).mapToDouble(axis -> x.shape().dim(axis)).reduce(1, (a, b) -> a * b);
        double correction = call.has("correction") ? call.real("correction") : unbiased ? 1 : 0;
        Value apart = x.sub(over(x, Op.Reduce.Function.MEAN, true, axes));
        return over(apart.square(), Op.Reduce.Function.MEAN, !all && call.truth("keepdim"), axes)
                .mul(count / (count - correction));
    }

    private static Object norm(OperatorCall call) {
        if (call.has("p") && call.real("p") != 2) throw call.engineOnly("of another kind");
        return LoweredTensor.real(
                over(call.value("input").square(), Op.Reduce.Function.SUM, call.truth("keepdim"), axes(call, call.get("dim")))
                        .sqrt());
    }
}
