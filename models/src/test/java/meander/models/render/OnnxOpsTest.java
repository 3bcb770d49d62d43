package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Loops;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

/** What ONNX Runtime computes for each operation, against plain loops. */
class OnnxOpsTest {
    private static final double TOLERANCE = 2e-6;
    private static final RenderSettings SETTINGS = new RenderSettings(RenderSettings.Device.CPU, 1, 33);

    /** An operation on operands with random values, positive ones if the operation asks for it. */
    private record Case(Op op, boolean positive, int[]... shapes) {
        static Case of(Op op, int[]... shapes) {
            return new Case(op, false, shapes);
        }

        Tensor operand(int i) {
            Tensor tensor = Loops.random(31 * i + 7, shapes[i]);
            if (positive) for (int j = 0; j < tensor.data().length; j++)
                tensor.data()[j] = 0.1f + Math.abs(tensor.data()[j]);
            return tensor;
        }

        @Override
        public String toString() {
            return op + " " + Arrays.deepToString(shapes);
        }
    }

    private static int[] of(int... dims) {
        return dims;
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Op.Unary.Function function : Op.Unary.Function.values())
            cases.add(new Case(new Op.Unary(function), switch (function) {
                case SQRT, LOG, RECIPROCAL -> true;
                default -> false;
            }, of(2, 3, 5)));
        cases.add(Case.of(new Op.Unary(Op.Unary.Function.SQUARE), of()));
        for (Op.Binary.Function function : Op.Binary.Function.values())
            for (int[][] pair : new int[][][]{{of(2, 3, 4), of(2, 3, 4)}, {of(2, 1, 4), of(3, 1)}, {of(), of(2, 3)},
                    {of(4), of(2, 3, 1)}, {of(1, 3, 1, 1), of(2, 3, 2, 2)}})
                cases.add(new Case(new Op.Binary(function), function == Op.Binary.Function.DIVIDE, pair));
        for (double slope : new double[]{0, 0.2, 1, -0.5})
            cases.add(Case.of(new Op.LeakyRelu(slope), of(3, 7)));
        cases.add(Case.of(new Op.Clamp(-0.5, 0.25), of(3, 7)));
        cases.add(Case.of(new Op.Clamp(Double.NEGATIVE_INFINITY, 0.25), of(3, 7)));
        for (int axis = 0; axis < 3; axis++)
            cases.add(Case.of(new Op.Softmax(axis), of(3, 4, 2)));
        for (Op.Reduce.Function function : Op.Reduce.Function.values())
            for (List<Integer> axes : List.of(List.of(0), List.of(1), List.of(2), List.of(0, 2), List.of(1, 2), List.of(0, 1, 2)))
                for (boolean keep : new boolean[]{true, false})
                    cases.add(Case.of(new Op.Reduce(function, axes, keep), of(2, 3, 4)));
        cases.add(Case.of(new Op.Reshape(Shape.of(4, 6), false), of(2, 3, 4)));
        cases.add(Case.of(new Op.Reshape(Shape.of(2, 12), true), of(2, 3, 4)));
        cases.add(Case.of(new Op.Reshape(Shape.of(), false), of(1, 1)));
        for (List<Integer> axes : List.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0),
                List.of(2, 0, 1), List.of(2, 1, 0)))
            cases.add(Case.of(new Op.Transpose(axes), of(2, 3, 4)));
        cases.add(Case.of(new Op.Concat(0), of(1, 3), of(2, 3), of(4, 3)));
        cases.add(Case.of(new Op.Concat(1), of(2, 3, 2), of(2, 1, 2)));
        cases.add(Case.of(new Op.Concat(2), of(2, 1, 3), of(2, 1, 2)));
        cases.add(Case.of(new Op.Slice(0, 1, 3), of(4, 3)));
        cases.add(Case.of(new Op.Slice(2, 0, 1), of(2, 3, 4)));
        cases.add(Case.of(new Op.Slice(1, 2, 3), of(2, 3, 4)));
        for (Op.Pad2d.Mode mode : Op.Pad2d.Mode.values()) {
            cases.add(Case.of(new Op.Pad2d(new Padding(1, 2, 3, 0), mode), of(2, 3, 4, 5)));
            cases.add(Case.of(new Op.Pad2d(Padding.all(3), mode), of(1, 2, 4, 4)));
        }
        cases.add(Case.of(new Op.Pad2d(new Padding(-1, 2, 1, -2), Op.Pad2d.Mode.ZERO), of(1, 2, 4, 5)));
        cases.add(Case.of(new Op.MatMul(), of(3, 4), of(4, 5)));
        cases.add(Case.of(new Op.MatMul(), of(2, 3, 4), of(4, 5)));
        cases.add(Case.of(new Op.MatMul(), of(3, 4), of(2, 4, 5)));
        cases.add(Case.of(new Op.MatMul(), of(2, 1, 3, 4), of(3, 4, 5)));
        for (int stride = 1; stride <= 3; stride++)
            for (Padding padding : List.of(Padding.NONE, Padding.all(1), new Padding(0, 2, 1, 3)))
                cases.add(Case.of(new Op.Conv2d(stride, padding, 1), of(2, 3, 7, 6), of(4, 3, 3, 2)));
        cases.add(Case.of(new Op.Conv2d(1, Padding.all(1), 2), of(2, 4, 5, 6), of(6, 2, 3, 3)));
        cases.add(Case.of(new Op.Conv2d(2, new Padding(1, 0, 0, 2), 4), of(1, 4, 5, 6), of(4, 1, 2, 4)));
        cases.add(Case.of(new Op.Conv2d(1, Padding.NONE, 1), of(1, 3, 5, 6), of(2, 3, 1, 1)));
        for (int stride = 1; stride <= 3; stride++)
            for (Padding padding : List.of(Padding.NONE, Padding.all(1), new Padding(0, 1, 1, 2)))
                for (int extra = 0; extra < stride; extra++)
                    cases.add(Case.of(new Op.ConvTranspose2d(stride, padding, extra, 1), of(2, 3, 4, 3), of(3, 2, 3, 4)));
        cases.add(Case.of(new Op.ConvTranspose2d(2, Padding.all(1), 0, 2), of(2, 4, 3, 4), of(4, 3, 4, 4)));
        cases.add(Case.of(new Op.ConvTranspose2d(2, new Padding(1, 0, 2, 1), 1, 4), of(1, 4, 3, 4), of(4, 1, 4, 4)));
        for (int factor = 1; factor <= 3; factor++) {
            cases.add(Case.of(new Op.UpsampleNearest(factor), of(2, 3, 2, 4)));
            cases.add(Case.of(new Op.PixelShuffle(factor), of(2, 2 * factor * factor, 2, 3)));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatTheLoopsDo(Case test) {
        Graph graph = new Graph();
        Map<String, Tensor> inputs = new HashMap<>();
        Value[] operands = new Value[test.shapes.length];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = graph.input("x" + i, test.shapes[i]);
            inputs.put("x" + i, test.operand(i));
        }
        assertThat(error(graph, test, graph.apply(test.op, operands), inputs, Weights.of(Map.of())))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesTheSameWithWeightsInPlaceOfAllOperandsButTheFirst(Case test) {
        Graph graph = new Graph();
        Map<String, Tensor> weights = new HashMap<>();
        Value[] operands = new Value[test.shapes.length];
        for (int i = 1; i < operands.length; i++) {
            operands[i] = graph.parameter("x" + i, Shape.of(test.shapes[i]), Initializer.ZERO);
            weights.put("x" + i, test.operand(i));
        }
        operands[0] = graph.input("x0", test.shapes[0]);
        Value result = graph.apply(test.op, operands);
        assertThat(error(graph, test, result, Map.of("x0", test.operand(0)), Weights.of(weights))).isLessThanOrEqualTo(TOLERANCE);
    }

    @Test
    void casesMissNoOperation() {
        Set<Class<?>> tested = cases().map(test -> test.op.getClass()).collect(Collectors.toSet());
        tested.addAll(List.of(Op.Input.class, Op.Parameter.class, Op.Constant.class)); // tested below
        assertThat(tested).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
    }

    @Test
    void givesInputsWeightsAndConstantsAsTheyAre() {
        Graph graph = new Graph();
        Tensor large = Loops.random(1, 20, 20); // beside the proto
        graph.output("in", graph.input("x", 2, 3));
        graph.output("weight", graph.parameter("p", Shape.of(20, 20), Initializer.ZERO));
        graph.output("constant", graph.constant(Tensor.full(3, 2)));
        graph.output("folded", graph.parameters().get("p").mul(2));
        graph.output("again", graph.inputs().get("x"));
        Tensor x = Loops.random(2, 2, 3);
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

    private static double error(Graph graph, Case test, Value result, Map<String, Tensor> inputs, Weights weights) {
        graph.output("y", result);
        Tensor found = run(new Network(graph, weights), inputs).get("y");
        assertThat(result.shape()).isEqualTo(found.shape());
        return Loops.error(found, Loops.evaluate(graph, inputs, weights).get(result));
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
