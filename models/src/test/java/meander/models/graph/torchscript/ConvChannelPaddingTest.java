package meander.models.graph.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.graph.ConvChannelPadding;
import meander.models.graph.Graph;
import meander.models.graph.GraphVerifier;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.OperationCases;
import meander.models.graph.Pipelines;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptModule.Slot;

/** Convolutions whose channels were padded in the graph give what they gave, and so do their first and second derivatives. */
class ConvChannelPaddingTest {
    private static final Weights WEIGHTS = Weights.untrained(5);

    static Stream<OperationCases.Case> convolutions() {
        return Stream.concat(Stream.of(
                new OperationCases.Case(new Op.Conv2d(1, Padding.all(1), 1), false, new int[][]{{2, 33, 4, 3}, {17, 33, 3, 3}}),
                new OperationCases.Case(new Op.Conv2d(1, Padding.NONE, 1), false, new int[][]{{1, 32, 4, 3}, {64, 32, 3, 3}}),
                new OperationCases.Case(new Op.ConvTranspose2d(2, Padding.all(1), 0, 1), false,
                        new int[][]{{1, 33, 4, 3}, {33, 16, 4, 4}})),
                OperationCases.all().filter(test -> test.op() instanceof Op.Conv2d || test.op() instanceof Op.ConvTranspose2d));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void givesTheSameFromWholeBlocks(OperationCases.Case test) {
        Graph graph = new Graph();
        Value kernel = graph.parameter("kernel", Shape.of(test.shapes()[1]), Initializer.STANDARD_NORMAL);
        graph.output("y", graph.apply(test.op(), graph.input("x", test.shapes()[0]), kernel));
        Graph padded = new GraphVerifier(WEIGHTS, Map.of(), 1e9).run(Pipelines.torchScript(true, true), graph);
        for (Value value : padded.values()) {
            boolean grouped = switch (value.op()) {
                case Op.Conv2d conv -> conv.groups() > 1;
                case Op.ConvTranspose2d conv -> conv.groups() > 1;
                default -> true;
            };
            if (!grouped)
                assertThat(List.of(value.operands().get(1).shape().dim(0), value.operands().get(1).shape().dim(1)))
                        .allMatch(channels -> channels == 16 || channels % 32 == 0);
        }
    }

    @Test
    void leavesWholeBlocksAndGroupsAlone() {
        Graph graph = new Graph();
        Value x = graph.input("x", 1, 32, 5, 5);
        Value whole = graph.parameter("whole", Shape.of(16, 32, 3, 3), Initializer.ZERO);
        Value grouped = graph.parameter("grouped", Shape.of(6, 8, 3, 3), Initializer.ZERO);
        graph.output("y", x.conv2d(whole, Padding.NONE));
        graph.output("z", x.slice(1, 0, 16).conv2d(grouped, 1, Padding.NONE, 2));
        assertThat(new ConvChannelPadding().apply(graph).values()).extracting(Value::op)
                .containsExactlyElementsOf(graph.values().stream().map(Value::op).toList());
    }

    /** @param secondDerivatives whether the loss has a gradient in it */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hasTheDerivativesItHad(boolean secondDerivatives) {
        Graph graph = network(secondDerivatives);
        double[] plain = learned(graph, false);
        double[] padded = learned(graph, true);
        assertThat(Arrays.stream(plain).map(Math::abs).max().orElse(0)).isGreaterThan(1e-3);
        for (int i = 0; i < plain.length; i++)
            assertThat(padded[i]).isCloseTo(plain[i], within(1e-11 * Math.max(1, Math.abs(plain[i]))));
    }

    /** As a script that is compiled for the processor says it, and as one for a file does not. */
    @Test
    void isAskedForByTheScript() {
        Graph graph = new Graph();
        graph.output("y", graph.input("x", 1, 3, 4, 4)
                .conv2d(graph.parameter("k", Shape.of(3, 3, 1, 1), Initializer.STANDARD_NORMAL), Padding.NONE));
        Network network = new Network(graph, WEIGHTS);
        assertThat(TorchScriptCompiler.serving(network, new TorchScriptBuilder("Here", true), Map.of()).source())
                .contains("constant_pad_nd");
        assertThat(TorchScriptCompiler.serving(network, new TorchScriptBuilder("File"), Map.of()).source())
                .doesNotContain("constant_pad_nd");
    }

    /** {@code [2,3,6,7]} through convolutions of every kind to one number. */
    private static Graph network(boolean secondDerivatives) {
        Graph graph = new Graph();
        Value x = graph.input("x", 2, 3, 6, 7);
        Value y = x.conv2d(kernel(graph, "a", 17, 3, 3, 3), Padding.all(1)).softplus();
        y = y.conv2d(kernel(graph, "b", 33, 17, 3, 2), 2, new Padding(1, 0, 2, 1), 1).tanh();
        y = y.convTranspose2d(kernel(graph, "c", 33, 6, 4, 3), 2, new Padding(1, 0, 1, 2), 1, 1).softplus();
        y = y.conv2d(kernel(graph, "d", 4, 3, 3, 3), 1, Padding.all(1), 2).tanh();
        y = y.conv2d(kernel(graph, "e", 1, 4, 1, 1), Padding.NONE);
        Value loss = y.square().meanAll();
        graph.output("loss", secondDerivatives ? loss.add(y.sumAll().gradient(x).square().sumAll()) : loss);
        return graph;
    }

    private static Value kernel(Graph graph, String name, int... dims) {
        return graph.parameter(name, Shape.of(dims), new Initializer.Normal(0.2));
    }

    /** The loss and all gradients, in float64. */
    private static double[] learned(Graph graph, boolean padded) {
        TorchScriptBuilder script = new TorchScriptBuilder("Test", padded);
        List<String> names = List.copyOf(graph.parameters().keySet());
        for (Value value : graph.parameters().values()) {
            Op.Parameter parameter = (Op.Parameter) value.op();
            script.keep(parameter.name(), WEIGHTS.get(parameter));
            script.keep(parameter.name() + "_gradient", Tensor.zeros(parameter.shape().elements()));
        }
        script.method("gradients", List.of(), "Tensor", List.of("return torch.cat(["
                + names.stream().map(name -> "self." + name + "_gradient").collect(Collectors.joining(", ")) + "])"));
        TorchScriptCompiler.learning(script, "learn", graph, storage(""), Set.copyOf(names), storage("_gradient"));
        try (TorchScriptModule module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT64, false)) {
            List<Slot> arguments = new ArrayList<>(List.of(module.slot(Shape.of()).fill(new double[]{1})));
            arguments.add(module.slot(Shape.of(2, 3, 6, 7)).fill(ReferenceInterpreter.random(3, 2, 3, 6, 7).data()));
            double[] loss = module.callDouble("learn", arguments);
            return Stream.of(loss, module.callDouble("gradients", List.of())).flatMapToDouble(Arrays::stream).toArray();
        }
    }

    private static TorchScriptCompiler.Storage storage(String suffix) {
        return new TorchScriptCompiler.Storage() {
            @Override
            public String read(Op.Parameter parameter) {
                return "self." + parameter.name() + suffix;
            }

            @Override
            public String place(Op.Parameter parameter) {
                return "torch.view(self." + parameter.name() + suffix + ", [-1])";
            }
        };
    }
}
