package meander.models.lowering;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import meander.models.graph.Op;
import meander.models.graph.Value;

/** Activation functions. */
final class ActivationOperators {
    private ActivationOperators() {}

    static void register(OperatorTable table) {
        unary(table, "relu", Value::relu);
        unary(table, "relu6", x -> x.clamp(0, 6));
        unary(table, "tanh", Value::tanh);
        unary(table, "sigmoid", x -> x.unary(Op.Unary.Function.SIGMOID));
        for (String name : List.of("logsigmoid", "log_sigmoid"))
            unary(table, name, x -> x.negate().softplus().negate());
        unary(table, "silu", x -> x.mul(x.unary(Op.Unary.Function.SIGMOID)));
        unary(table, "mish", x -> x.mul(x.softplus().tanh()));
        unary(table, "softsign", x -> x.div(x.abs().add(1)));
        unary(table, "hardsigmoid", ActivationOperators::hardSigmoid);
        unary(table, "hardswish", x -> x.mul(hardSigmoid(x)));
        unary(table, "selu", x -> elu(x, 1.6732632423543772848170429916717, 1).mul(1.0507009873554804934193349852946));
        table.put("leaky_relu", "input negative_slope=0.01",
                call -> LoweredTensor.real(call.value("input").leakyRelu(call.real("negative_slope"))));
        table.put("prelu", "input weight", call -> {
            Value x = call.value("input");
            Value weight = call.value("weight");
            Value slope = weight.shape().elements() == 1 || x.shape().rank() < 2
                    ? weight.reshape()
                    : weight.reshape(IntStream.range(0, x.shape().rank()).map(axis -> axis == 1 ? weight.shape().elements() : 1)
                            .toArray());
            return LoweredTensor.real(x.relu().sub(x.negate().relu().mul(slope)));
        });
        table.put("elu", "input alpha=1 scale=1 input_scale=1", call -> {
            if (call.real("input_scale") != 1) throw call.engineOnly("with another scale");
            return LoweredTensor.real(elu(call.value("input"), call.real("alpha"), 1).mul(call.real("scale")));
        });
        table.put("celu", "input alpha=1.0",
                call -> LoweredTensor.real(elu(call.value("input"), call.real("alpha"), call.real("alpha"))));
        table.put("gelu", "input approximate=None", call -> {
            Value x = call.value("input");
            if (Objects.equals(call.get("approximate"), "tanh"))
                return LoweredTensor
                        .real(x.mul(0.5).mul(x.add(x.square().mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI)).tanh().add(1)));
            return LoweredTensor.real(x.mul(0.5).mul(x.mul(Math.sqrt(0.5)).erf().add(1)));
        });
        table.put("softplus", "input beta=1 threshold=20", call -> {
            double beta = call.real("beta");
            return LoweredTensor.real(call.value("input").mul(beta).softplus().mul(1 / beta));
        });
        table.put("hardtanh", "input min_val=-1 max_val=1",
                call -> LoweredTensor.real(call.value("input").clamp(call.real("min_val"), call.real("max_val"))));
        table.put("glu", "input dim=-1", call -> {
            Value x = call.value("input");
            int axis = x.shape().axis(call.integer("dim"));
            int half = x.shape().dim(axis) / 2;
            if (2 * half != x.shape().dim(axis)) throw new IllegalArgumentException("no two halves of " + x.shape());
            return LoweredTensor.real(x.slice(axis, 0, half).mul(x.slice(axis, half, 2 * half).unary(Op.Unary.Function.SIGMOID)));
        });
        table.put("softmax", "input dim dtype=None",
                call -> LoweredTensor.real(call.value("input").softmax(call.integer("dim"))));
        table.put("_softmax", "input dim half_to_float=False",
                call -> LoweredTensor.real(call.value("input").softmax(call.integer("dim"))));
        table.put("log_softmax", "input dim dtype=None",
                call -> LoweredTensor.real(call.value("input").softmax(call.integer("dim")).unary(Op.Unary.Function.LOG)));
    }

    private static void unary(OperatorTable table, String name, UnaryOperator<Value> function) {
        table.put(name, "input", call -> LoweredTensor.real(function.apply(call.value("input"))));
    }

    private static Value hardSigmoid(Value x) {
        return x.add(3).clamp(0, 6).mul(1.0 / 6);
    }

    private static Value elu(Value x, double alpha, double width) {
        Value below = x.clamp(Double.NEGATIVE_INFINITY, 0).mul(1 / width).exp().sub(1).mul(alpha);
        return x.relu().add(below);
    }
}
