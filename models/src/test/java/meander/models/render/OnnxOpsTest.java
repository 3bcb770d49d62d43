package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ai.djl.ndarray.NDArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.OperationCases;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

/** What ONNX Runtime computes for each operation, against plain loops. */
class OnnxOpsTest {
    private static final double TOLERANCE = 2e-6;
    private static final RenderSettings SETTINGS = new RenderSettings(RenderSettings.Device.CPU, 1, 33);

    @ParameterizedTest
    @MethodSource("meander.models.graph.OperationCases#all")
    void computesWhatTheLoopsDo(OperationCases.Case test) {
        Graph graph = new Graph();
        Map<String, Tensor> inputs = new HashMap<>();
        Value[] operands = new Value[test.shapes().length];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = graph.input("x" + i, test.shapes()[i]);
            inputs.put("x" + i, test.operand(i));
        }
        assertThat(error(graph, test, graph.apply(test.op(), operands), inputs, Weights.of(Map.of())))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("meander.models.graph.OperationCases#all")
    void computesTheSameWithWeightsInPlaceOfAllOperandsButTheFirst(OperationCases.Case test) {
        Graph graph = new Graph();
        Map<String, Tensor> weights = new HashMap<>();
        Value[] operands = new Value[test.shapes().length];
        for (int i = 1; i < operands.length; i++) {
            operands[i] = graph.parameter("x" + i, Shape.of(test.shapes()[i]), Initializer.ZERO);
            weights.put("x" + i, test.operand(i));
        }
        operands[0] = graph.input("x0", test.shapes()[0]);
        Value result = graph.apply(test.op(), operands);
        assertThat(error(graph, test, result, Map.of("x0", test.operand(0)), Weights.of(weights))).isLessThanOrEqualTo(TOLERANCE);
    }

    @Test
    void casesMissNoOperation() {
        Set<Class<?>> tested = OperationCases.all().map(test -> test.op().getClass()).collect(Collectors.toSet());
        tested.add(Op.Gradient.class); // refused
        tested.addAll(List.of(Op.Input.class, Op.Parameter.class, Op.Constant.class)); // tested below
        assertThat(tested).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
    }

    @Test
    void refusesGradients() {
        Graph graph = new Graph();
        Value x = graph.input("x", 2);
        graph.output("y", x.square().sumAll().gradient(x));
        assertThatThrownBy(() -> run(new Network(graph, Weights.of(Map.of())), Map.of("x", Tensor.full(1, 2))))
                .hasMessageContaining("gradient");
    }

    @Test
    void givesInputsWeightsAndConstantsAsTheyAre() {
        Graph graph = new Graph();
        Tensor large = ReferenceInterpreter.random(1, 20, 20); // beside the proto
        graph.output("in", graph.input("x", 2, 3));
        graph.output("weight", graph.parameter("p", Shape.of(20, 20), Initializer.ZERO));
        graph.output("constant", graph.constant(Tensor.full(3, 2)));
        graph.output("folded", graph.parameters().get("p").mul(2));
        graph.output("again", graph.inputs().get("x"));
        Tensor x = ReferenceInterpreter.random(2, 2, 3);
        Map<String, Tensor> results = run(new Network(graph, _ -> large), Map.of("x", x));
        assertThat(results).containsEntry("in", x).containsEntry("again", x).containsEntry("weight", large)
                .containsEntry("constant", Tensor.full(3, 2));
        assertThat(results.get("folded").data()[7]).isEqualTo(2 * large.data()[7]);
    }

    @Test
    void namesOneValueTwice() {
        Graph graph = new Graph();
        Value sum = graph.input("x", 2).add(1);
        graph.output("a", sum);
        graph.output("b", sum);
        graph.output("c", sum.mul(2));
        Map<String, Tensor> results = run(new Network(graph, Weights.of(Map.of())), Map.of("x", Tensor.full(1, 2)));
        assertThat(results).containsEntry("a", Tensor.full(2, 2)).containsEntry("b", Tensor.full(2, 2)).containsEntry("c",
                Tensor.full(4, 2));
    }

    private static double error(Graph graph, OperationCases.Case test, Value result, Map<String, Tensor> inputs,
            Weights weights) {
        graph.output("y", result);
        Tensor found = run(new Network(graph, weights), inputs).get("y");
        assertThat(result.shape()).isEqualTo(found.shape());
        return ReferenceInterpreter.error(found, ReferenceInterpreter.evaluate(graph, inputs, weights).get(result));
    }

    static Map<String, Tensor> run(Network network, Map<String, Tensor> inputs) {
        try (OnnxSession session = new OnnxSession(network, SETTINGS)) {
            Map<String, NDArray> arrays = new HashMap<>();
            inputs.forEach((name, tensor) -> arrays.put(name, OnnxSession.array(session.manager(), tensor)));
            Map<String, Tensor> results = new HashMap<>();
            session.run(arrays).forEach((name, array) -> results.put(name, OnnxSession.tensor(array)));
            return results;
        }
    }
}
