package meander.models.graph.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.OperationCases;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

/** What PyTorch computes for each operation, against plain loops. */
class TorchScriptOpsTest {
    private static final double TOLERANCE = 2e-6;

    @ParameterizedTest
    @MethodSource("meander.models.graph.OperationCases#all")
    void computesWhatTheLoopsDo(OperationCases.Case test) {
        Graph graph = new Graph();
        Map<String, Tensor> inputs = new HashMap<>();
        Map<String, Tensor> weights = new HashMap<>();
        Value[] operands = new Value[test.shapes().length];
        for (int i = 0; i < operands.length; i++)
            if (i == 0) {
                operands[0] = graph.input("x0", test.shapes()[0]);
                inputs.put("x0", test.operand(0));
            } else {
                operands[i] = graph.parameter("x" + i, Shape.of(test.shapes()[i]), Initializer.ZERO);
                weights.put("x" + i, test.operand(i));
            }
        Value result = graph.apply(test.op(), operands);
        graph.output("y", result);
        Tensor found = run(new Network(graph, Weights.of(weights)), List.of(test.operand(0)));
        assertThat(found.shape()).isEqualTo(result.shape());
        assertThat(
                ReferenceInterpreter.error(found, ReferenceInterpreter.evaluate(graph, inputs, Weights.of(weights)).get(result)))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    /** The heap is left full of not-a-number in pieces of the size that the convolution is about to ask for. */
    @Test
    void whatMemoryHeldBeforeHasNoPartInAConvolution() {
        for (int[] channels : new int[][]{{65, 64}, {32, 3}, {17, 1}, {3, 24}}) {
            Graph graph = new Graph();
            Value dirt = graph.input("x", 2, Math.ceilDiv(channels[0], 16) * 16, 4, 4);
            Value more = graph.parameter("dirt", Shape.of(2, Math.ceilDiv(channels[1], 16) * 16, 4, 4), Initializer.ZERO);
            Value freed = dirt.mul(2).mean(0, 1, 2, 3).add(more.mul(2).mean(0, 1, 2, 3));
            Value clean = graph.parameter("clean", Shape.of(2, channels[0], 4, 4), Initializer.ZERO);
            Value kernel = graph.parameter("kernel", Shape.of(channels[1], channels[0], 3, 3), Initializer.ZERO);
            Value picture = clean.conv2d(kernel, Padding.all(1));
            Value gradient = picture.square().sumAll().gradient(clean);
            graph.output("y",
                    freed.reshape(1).mul(0).concat(0, picture.mean(0, 1, 2, 3).reshape(1), gradient.mean(0, 1, 2, 3).reshape(1)));
            Tensor filled = filled(dirt.shape(), Float.NaN);
            Tensor found = run(new Network(graph, Weights.of(Map.of("dirt", filled(more.shape(), Float.NaN), "clean",
                    filled(clean.shape(), 0.5f), "kernel", filled(kernel.shape(), 0.25f)))), List.of(filled));
            assertThat(Float.isNaN(found.data()[0])).isTrue();
            assertThat(found.data()[1]).isFinite();
            assertThat(found.data()[2]).isFinite();
        }
    }

    private static Tensor filled(Shape shape, float value) {
        float[] data = new float[shape.elements()];
        Arrays.fill(data, value);
        return new Tensor(shape, data);
    }

    @Test
    void worksWithNumbersOnEitherSide() {
        for (Op.Binary.Function function : Op.Binary.Function.values()) {
            Graph graph = new Graph();
            Value x = graph.input("x", 3);
            Value three = graph.constant(Tensor.scalar(3));
            Value y = x.binary(function, three).add(three.binary(function, x))
                    .add(three.binary(function, graph.constant(Tensor.scalar(2))));
            graph.output("y", y);
            Tensor in = new Tensor(Shape.of(3), new float[]{1, 2, 4});
            Tensor found = run(new Network(graph, Weights.of(Map.of())), List.of(in));
            assertThat(ReferenceInterpreter.error(found,
                    ReferenceInterpreter.evaluate(graph, Map.of("x", in), Weights.of(Map.of())).get(y))).as(function.name())
                    .isLessThanOrEqualTo(TOLERANCE);
        }
    }

    /** y = Σ x³, so ∂y/∂x = 3x² and Σ(∂y/∂x)² changes with x by 36x³. */
    @Test
    void differentiatesGradientsAtEveryCall() {
        Graph graph = new Graph();
        Value x = graph.parameter("x", Shape.of(3), Initializer.ZERO);
        graph.output("loss", x.square().mul(x).sumAll().gradient(x).square().sumAll());
        TorchScriptBuilder script = new TorchScriptBuilder("Cubes");
        script.keep("x", new Tensor(Shape.of(3), new float[]{1, 2, 3}));
        script.keep("gradient", Tensor.zeros(3));
        TorchScriptCompiler.learning(script, "learn", graph, at("self.x"), Set.of("x"), at("self.gradient"));
        script.method("read", List.of(), "Tensor", List.of("return self.gradient"));
        try (TorchScriptModule module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT64, false)) {
            TorchScriptModule.Slot half = module.slot(Shape.of()).fill(new double[]{0.5});
            for (int call = 1; call <= 3; call++) {
                assertThat(module.callDouble("learn", List.of(half))).containsExactly(9 * (1 + 16 + 81));
                double[] gradient = module.callDouble("read", List.of());
                for (int i = 0; i < 3; i++)
                    assertThat(gradient[i]).isCloseTo(call * 0.5 * 36 * Math.pow(i + 1, 3), within(1e-9));
            }
        }
    }

    @Test
    void stopsGradientsWhereAsked() {
        Graph graph = new Graph();
        Value x = graph.parameter("x", Shape.of(2), Initializer.ZERO);
        graph.output("loss", x.mul(x.stopGradient()).sumAll());
        TorchScriptBuilder script = new TorchScriptBuilder("Stopped");
        script.keep("x", new Tensor(Shape.of(2), new float[]{3, 5}));
        script.keep("gradient", Tensor.zeros(2));
        TorchScriptCompiler.learning(script, "learn", graph, at("self.x"), Set.of("x"), at("self.gradient"));
        script.method("read", List.of(), "Tensor", List.of("return self.gradient"));
        try (TorchScriptModule module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT32, false)) {
            module.call("learn", List.of(module.slot(Shape.of()).fill(new float[]{1})));
            assertThat(module.call("read", List.of()).data()).containsExactly(3, 5);
        }
    }

    @Test
    void keepsWhatAnUpdateSays() {
        Graph graph = new Graph();
        Value mean = graph.parameter(new Op.Parameter("mean", Shape.of(2), Initializer.ZERO, false));
        Value x = graph.input("x", 2);
        graph.update(mean, mean.mul(0.5).add(x.mul(0.5)));
        graph.output("sum", x.sumAll());
        TorchScriptBuilder script = new TorchScriptBuilder("Running");
        script.keep("mean", Tensor.zeros(2));
        TorchScriptCompiler.learning(script, "learn", graph, at("self.mean"), Set.of(), at("self.none"));
        script.method("read", List.of(), "Tensor", List.of("return self.mean"));
        try (TorchScriptModule module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT32, false)) {
            List<TorchScriptModule.Slot> arguments = List.of(module.slot(Shape.of()),
                    module.slot(Shape.of(2)).fill(new float[]{4, 8}));
            module.call("learn", arguments);
            assertThat(module.call("learn", arguments).data()).containsExactly(12);
            assertThat(module.call("read", List.of()).data()).containsExactly(3, 6);
        }
    }

    private static TorchScriptCompiler.Storage at(String expression) {
        return new TorchScriptCompiler.Storage() {
            @Override
            public String read(Op.Parameter parameter) {
                return expression;
            }

            @Override
            public String place(Op.Parameter parameter) {
                return expression;
            }
        };
    }

    private static Tensor run(Network network, List<Tensor> inputs) {
        try (TorchScriptModule module = TorchScriptModule.load(TorchScriptCompiler.serving(network, "Test"),
                TorchScriptArchive.Precision.FLOAT32, false)) {
            List<TorchScriptModule.Slot> slots = new ArrayList<>();
            inputs.forEach(input -> slots.add(module.slot(input.shape()).fill(input.data())));
            return module.call("forward", slots);
        }
    }
}
