package meander.models.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

import meander.models.graph.Op;
import meander.models.graph.Value;
import meander.models.lowering.LoweredTensor.Kind;

/** Arithmetic, of tensors and of numbers that are known while the graph is built. */
final class ArithmeticOperators {
    private ArithmeticOperators() {}

    static void register(OperatorTable table) {
        for (String name : List.of("add", "sub", "subtract"))
            table.put(name, "a b alpha=1", call -> {
                boolean plus = name.equals("add");
                if (call.get("a") instanceof List<?> && plus) return joined(call);
                if (call.get("a") instanceof String first && call.get("b") instanceof String second && plus)
                    return LoweringLimits.limited(first + second);
                if (call.isHost("a") && call.isHost("b"))
                    return plus ? call.host(Math::addExact, Double::sum) : call.host(Math::subtractExact, (a, b) -> a - b);
                Value b = call.value("b").mul(call.real("alpha"));
                return LoweredTensor.of(plus ? call.value("a").add(b) : call.value("a").sub(b), call.kinds());
            });
        table.put("rsub", "a b alpha=1",
                call -> LoweredTensor.of(call.value("b").sub(call.value("a").mul(call.real("alpha"))), call.kinds()));
        for (String name : List.of("mul", "multiply"))
            table.put(name, "a b", call -> {
                if (call.get("a") instanceof List<?> items) return copies(items, call.whole("b"));
                return call.isHost("a") && call.isHost("b")
                        ? call.host(Math::multiplyExact, (a, b) -> a * b)
                        : LoweredTensor.of(call.value("a").mul(call.value("b")), call.kinds());
            });
        for (String name : List.of("div", "divide", "true_divide"))
            table.put(name, "a b rounding_mode=None", call -> {
                if (call.has("rounding_mode")) return rounded(call, call.text("rounding_mode"));
                if (call.isHost("a") && call.isHost("b")) return call.real("a") / call.real("b");
                return LoweredTensor.real(call.value("a").binary(Op.Binary.Function.DIVIDE, call.value("b")));
            });
        for (String name : List.of("floor_divide", "floordiv"))
            table.put(name, "a b",
                    call -> call.isHost("a") && call.isHost("b")
                            ? call.host(Math::floorDiv, (a, b) -> Math.floor(a / b))
                            : rounded(call, "floor"));
        table.put("remainder", "a b", call -> {
            if (call.isHost("a") && call.isHost("b")) return call.host(Math::floorMod, (a, b) -> a - b * Math.floor(a / b));
            Value a = call.value("a");
            Value b = call.value("b");
            return LoweredTensor.of(a.sub(b.mul(a.div(b).floor())), call.kinds());
        });
        table.put("pow", "a b", ArithmeticOperators::power);
        for (String name : List.of("sqrt", "rsqrt", "exp", "log", "sin", "cos", "erf", "reciprocal", "expm1", "log1p", "log2",
                "log10", "tan", "sinh", "cosh"))
            table.put(name, "a",
                    call -> call.isHost("a")
                            ? (Object) number(name).applyAsDouble(call.real("a"))
                            : LoweredTensor.real(function(name, call.value("a"))));
        for (String name : List.of("neg", "negative", "abs", "absolute", "square", "floor", "ceil", "sign", "trunc", "frac"))
            table.put(name, "a",
                    call -> call.isHost("a")
                            ? hostFunction(name, call)
                            : LoweredTensor.of(function(name, call.value("a")), call.tensor("a").kind()));
        table.put("ops.prim.abs", "a", call -> hostFunction("abs", call));
        for (String name : List.of("clamp", "clip"))
            table.put(name, "a min=None max=None",
                    call -> LoweredTensor.of(limitedBetween(call, call.get("min"), call.get("max")), call.kind("a")));
        table.put("clamp_min", "a min", call -> LoweredTensor.of(limitedBetween(call, call.get("min"), null), call.kind("a")));
        table.put("clamp_max", "a max", call -> LoweredTensor.of(limitedBetween(call, null, call.get("max")), call.kind("a")));
        table.put("minimum", "a b",
                call -> LoweredTensor.of(call.value("a").binary(Op.Binary.Function.MINIMUM, call.value("b")), call.kinds()));
        table.put("maximum", "a b",
                call -> LoweredTensor.of(call.value("a").binary(Op.Binary.Function.MAXIMUM, call.value("b")), call.kinds()));
        table.put("lerp", "a b weight",
                call -> LoweredTensor.real(call.value("a").add(call.value("b").sub(call.value("a")).mul(call.value("weight")))));
        table.put("addcmul", "a b c value=1",
                call -> LoweredTensor.real(call.value("a").add(call.value("b").mul(call.value("c")).mul(call.real("value")))));
        table.put("addcdiv", "a b c value=1",
                call -> LoweredTensor.real(call.value("a").add(call.value("b").div(call.value("c")).mul(call.real("value")))));
    }

    private static Object rounded(OperatorCall call, String mode) {
        Value quotient = call.value("a").binary(Op.Binary.Function.DIVIDE, call.value("b"));
        return LoweredTensor.of(switch (mode) {
            case "floor" -> quotient.floor();
            case "trunc" -> TensorFunctions.truncated(quotient);
            default -> throw new IllegalArgumentException("rounding " + mode);
        }, call.kinds());
    }

    private static Object power(OperatorCall call) {
        if (call.isHost("a") && call.isHost("b")) {
            double power = Math.pow(call.real("a"), call.real("b"));
            boolean whole = call.get("a") instanceof Long && call.get("b") instanceof Long by && by >= 0;
            return whole && Math.abs(power) < 1L << 53 ? (Object) (long) power : (Object) power;
        }
        boolean number = call.isHost("b") || call.get("b") instanceof LoweredTensor tensor && tensor.shape().elements() == 1
                && call.lowering().isKnown(tensor);
        Value x = call.value("a");
        if (!number) {
            if (!call.isHost("a") || call.real("a") <= 0) throw call.engineOnly("of two tensors");
            return LoweredTensor.real(call.value("b").mul(Math.log(call.real("a"))).exp());
        }
        double by = call.real("b");
        if (by == 0.5) return LoweredTensor.real(x.sqrt());
        if (by == -0.5) return LoweredTensor.real(x.rsqrt());
        if (by != Math.rint(by) || by == 0 || Math.abs(by) > 16) throw call.engineOnly("to the power " + by);
        Value product = x;
        Value square = x;
        for (long rest = (long) Math.abs(by) - 1; rest > 0; rest--)
            product = rest == 1 && product == x ? square.square() : product.mul(x);
        return LoweredTensor.of(by < 0 ? product.unary(Op.Unary.Function.RECIPROCAL) : product,
                by < 0 ? Kind.REAL : call.tensor("a").kind());
    }

    private static Value function(String name, Value x) {
        return switch (name) {
            case "sqrt" -> x.sqrt();
            case "rsqrt" -> x.rsqrt();
            case "exp" -> x.exp();
            case "expm1" -> x.exp().sub(1);
            case "log" -> x.unary(Op.Unary.Function.LOG);
            case "log1p" -> x.add(1).unary(Op.Unary.Function.LOG);
            case "log2" -> x.unary(Op.Unary.Function.LOG).mul(1 / Math.log(2));
            case "log10" -> x.unary(Op.Unary.Function.LOG).mul(1 / Math.log(10));
            case "sin" -> x.sin();
            case "cos" -> x.cos();
            case "tan" -> x.sin().div(x.cos());
            case "sinh" -> x.exp().sub(x.negate().exp()).mul(0.5);
            case "cosh" -> x.exp().add(x.negate().exp()).mul(0.5);
            case "erf" -> x.erf();
            case "reciprocal" -> x.unary(Op.Unary.Function.RECIPROCAL);
            case "neg", "negative" -> x.negate();
            case "abs", "absolute" -> x.abs();
            case "square" -> x.square();
            case "floor" -> x.floor();
            case "ceil" -> x.negate().floor().negate();
            case "sign" -> x.sign();
            case "trunc" -> TensorFunctions.truncated(x);
            case "frac" -> x.sub(TensorFunctions.truncated(x));
            default -> throw new AssertionError(name);
        };
    }

    private static DoubleUnaryOperator number(String name) {
        return switch (name) {
            case "sqrt" -> Math::sqrt;
            case "exp" -> Math::exp;
            case "log" -> Math::log;
            case "sin" -> Math::sin;
            case "cos" -> Math::cos;
            case "tan" -> Math::tan;
            case "log2" -> x -> Math.log(x) / Math.log(2);
            case "log10" -> Math::log10;
            case "log1p" -> Math::log1p;
            case "expm1" -> Math::expm1;
            case "sinh" -> Math::sinh;
            case "cosh" -> Math::cosh;
            default -> throw new EngineOnlyException("torch." + name + " of a number");
        };
    }

    private static Object hostFunction(String name, OperatorCall call) {
        boolean whole = call.get("a") instanceof Long;
        double a = call.real("a");
        return switch (name) {
            case "neg", "negative" -> whole ? (Object) Math.negateExact(call.whole("a")) : (Object) (-a);
            case "abs", "absolute" -> whole ? (Object) Math.absExact(call.whole("a")) : (Object) Math.abs(a);
            case "floor" -> (long) Math.floor(a);
            case "ceil" -> (long) Math.ceil(a);
            default -> throw call.engineOnly("of a number");
        };
    }

    private static Value limitedBetween(OperatorCall call, Object least, Object most) {
        Value x = call.value("a");
        if (least instanceof LoweredTensor tensor) x = x.binary(Op.Binary.Function.MAXIMUM, tensor.value());
        if (most instanceof LoweredTensor tensor) x = x.binary(Op.Binary.Function.MINIMUM, tensor.value());
        boolean from = least != null && !(least instanceof LoweredTensor);
        boolean to = most != null && !(most instanceof LoweredTensor);
        if (!from && !to) return x;
        double min = from ? (double) HostValues.cast("float", least, call.lowering()) : Double.NEGATIVE_INFINITY;
        double max = to ? (double) HostValues.cast("float", most, call.lowering()) : Double.POSITIVE_INFINITY;
        return x.clamp(Math.min(min, max), max);
    }

    private static Object joined(OperatorCall call) {
        List<Object> all = new ArrayList<>(Lowering.items(call.get("a")));
        all.addAll(Lowering.items(call.get("b")));
        return LoweringLimits.limited(all);
    }

    private static Object copies(List<?> items, long times) {
        if (times * (double) items.size() > LoweringLimits.MOST_ITEMS) throw new EngineOnlyException("a list of too many items");
        List<Object> all = new ArrayList<>();
        for (long i = 0; i < times; i++)
            all.addAll(items);
        return all;
    }
}
