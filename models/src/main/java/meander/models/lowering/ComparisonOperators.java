package meander.models.lowering;

import java.util.List;
import java.util.function.BiFunction;

import meander.models.graph.Op;
import meander.models.graph.Value;
import meander.models.lowering.LoweredTensor.Kind;

/** Comparisons and logic. Truth is 1 and 0. */
final class ComparisonOperators {
    private ComparisonOperators() {}

    static void register(OperatorTable table) {
        compare(table, "lt", Value::less, (a, b) -> a < b);
        compare(table, "gt", (a, b) -> b.less(a), (a, b) -> a > b);
        compare(table, "le", (a, b) -> TensorFunctions.not(b.less(a)), (a, b) -> a <= b);
        compare(table, "ge", (a, b) -> TensorFunctions.not(a.less(b)), (a, b) -> a >= b);
        compare(table, "eq", TensorFunctions::equal, (a, b) -> a == b);
        compare(table, "ne", (a, b) -> TensorFunctions.not(TensorFunctions.equal(a, b)), (a, b) -> a != b);
        table.put("logical_not", "a",
                call -> LoweredTensor.of(TensorFunctions.equal(call.value("a"), call.scalar(0)), Kind.TRUTH));
        table.put("bitwise_not", "a", call -> {
            if (call.kind("a") != Kind.TRUTH) throw call.engineOnly("of numbers");
            return LoweredTensor.of(TensorFunctions.not(call.value("a")), Kind.TRUTH);
        });
        for (String name : List.of("logical_and", "__and__", "bitwise_and"))
            table.put(name, "a b", call -> {
                if (call.isHost("a") && call.isHost("b")) return call.truth("a") && call.truth("b");
                return LoweredTensor.of(truths(call, "a").mul(truths(call, "b")), Kind.TRUTH);
            });
        for (String name : List.of("logical_or", "__or__", "bitwise_or"))
            table.put(name, "a b", call -> {
                if (call.isHost("a") && call.isHost("b")) return call.truth("a") || call.truth("b");
                return LoweredTensor.of(truths(call, "a").binary(Op.Binary.Function.MAXIMUM, truths(call, "b")), Kind.TRUTH);
            });
    }

    private static Value truths(OperatorCall call, String name) {
        if (call.kind(name) != Kind.TRUTH) throw call.engineOnly("of numbers");
        return call.value(name);
    }

    private interface Test {
        boolean of(double a, double b);
    }

    private static void compare(OperatorTable table, String name, BiFunction<Value, Value, Value> function, Test test) {
        table.put(name, "a b", call -> {
            Object a = call.get("a");
            Object b = call.get("b");
            if (a instanceof LoweredTensor || b instanceof LoweredTensor)
                return LoweredTensor.of(function.apply(call.value("a"), call.value("b")), Kind.TRUTH);
            if (call.isHost("a") && call.isHost("b")) return test.of(call.real("a"), call.real("b"));
            if (name.equals("eq")) return HostValues.alike(a, b);
            if (name.equals("ne")) return !HostValues.alike(a, b);
            throw new IllegalArgumentException("no order between these");
        });
    }
}
