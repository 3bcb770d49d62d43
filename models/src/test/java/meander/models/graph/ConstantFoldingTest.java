package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConstantFoldingTest {
    private static final double ROUNDING = 1e-6;

    @ParameterizedTest
    @EnumSource
    void foldsEveryFunctionOfOneElement(Op.Unary.Function function) {
        boolean positive = function == Op.Unary.Function.SQRT || function == Op.Unary.Function.LOG;
        assertFolds(x -> x[0].unary(function), positive, new int[]{2, 3, 4});
        assertFolds(x -> x[0].unary(function), positive, new int[]{});
    }

    @ParameterizedTest
    @EnumSource
    void broadcastsInEveryPattern(Op.Binary.Function function) {
        int[] full = {2, 3, 4};
        for (int left = 0; left < 8; left++)
            for (int right = 0; right < 8; right++)
                for (int dropped = 0; dropped <= 3; dropped++) {
                    int[] a = new int[3];
                    int[] b = new int[3 - dropped];
                    for (int axis = 0; axis < 3; axis++)
                        a[axis] = (left >> axis & 1) == 0 ? full[axis] : 1;
                    for (int axis = 0; axis < b.length; axis++)
                        b[axis] = (right >> axis & 1) == 0 ? full[axis + dropped] : 1;
                    assertFolds(x -> x[0].binary(function, x[1]), false, a, b);
                    assertFolds(x -> x[1].binary(function, x[0]), false, a, b);
                }
    }

    @Test
    void foldsActivationsAndLimits() {
        for (double slope : new double[]{0, 0.2, 1, -0.5})
            assertFolds(x -> x[0].leakyRelu(slope), false, new int[]{5, 3});
        assertFolds(x -> x[0].clamp(-0.3, 0.4), false, new int[]{5, 3});
        assertFolds(x -> x[0].clamp(Double.NEGATIVE_INFINITY, 0), false, new int[]{5, 3});
    }

    @ParameterizedTest
    @EnumSource
    void reducesOverAnyAxes(Op.Reduce.Function function) {
        for (int mask = 1; mask < 16; mask++) {
            List<Integer> axes = new ArrayList<>();
            for (int axis = 0; axis < 4; axis++)
                if ((mask >> axis & 1) == 1) axes.add(axis);
            int[] list = axes.stream().mapToInt(Integer::intValue).toArray();
            for (boolean keep : new boolean[]{true, false})
                assertFolds(x -> x[0].reduce(function, keep, list), false, new int[]{2, 3, 4, 5});
        }
    }

    @Test
    void addsManyNumbersWithoutLosingTheSmallOnes() {
        Graph graph = new Graph();
        Tensor numbers = Tensor.full(1e-4f, 100_001);
        numbers.data()[0] = 1e4f;
        Tensor sum = new ConstantFolding(Weights.of(Map.of())).evaluate(graph.constant(numbers).sum(0));
        assertThat(sum.data()[0]).isEqualTo((float) (1e4 + 100_000 * (double) 1e-4f));
    }

    @Test
    void movesNumbersAround() {
        assertFolds(x -> x[0].reshape(6, 4), false, new int[]{2, 3, 4});
        for (int[] axes : new int[][]{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}})
            assertFolds(x -> x[0].transpose(axes), false, new int[]{2, 3, 4});
        assertFolds(x -> x[0].transpose(3, 2, 0, 1), false, new int[]{3, 3, 2, 5});
        for (int axis = 0; axis < 3; axis++) {
            int along = axis;
            int[] other = {2, 3, 4};
            other[axis] = 5;
            assertFolds(x -> x[0].concat(along, x[1], x[0]), false, new int[]{2, 3, 4}, other);
            for (int from = 0; from < 2; from++)
                for (int to = from + 1; to <= 2; to++) {
                    int first = from;
                    int last = to;
                    assertFolds(x -> x[0].slice(along, first, last), false, new int[]{2, 3, 4});
                }
        }
    }

    @Test
    void multipliesMatricesWhoseLeadingAxesBroadcastInEveryPattern() {
        int[][] lefts = {{3, 4}, {2, 3, 4}, {1, 3, 4}, {5, 2, 3, 4}, {5, 1, 3, 4}, {1, 2, 3, 4}, {1, 1, 3, 4}};
        int[][] rights = {{4, 2}, {2, 4, 2}, {1, 4, 2}, {5, 2, 4, 2}, {5, 1, 4, 2}, {1, 2, 4, 2}, {1, 1, 4, 2}};
        for (int[] left : lefts)
            for (int[] right : rights)
                assertFolds(x -> x[0].matmul(x[1]), false, left, right);
        assertFolds(x -> x[0].matmul(x[1]), false, new int[]{1, 1}, new int[]{1, 7});
    }

    @Test
    void foldsChainsOfOperations() {
        assertFolds(x -> x[0].square().sum(2, 3).transpose().add(1e-8).rsqrt().mul(x[1]), false, new int[]{3, 2, 3, 3},
                new int[]{2, 1});
    }

    @Test
    void leavesWhatDependsOnAnInputOrNeedsAnEngine() {
        Graph graph = new Graph();
        Value weight = graph.parameter("w", Shape.of(1, 4, 4, 4), Initializer.ZERO);
        Value input = graph.input("x", 1, 4, 4, 4);
        ConstantFolding folding = new ConstantFolding(Weights.untrained(0));
        assertThat(folding.isConstant(weight.mul(2).sum(1))).isTrue();
        for (Value value : List.of(input, weight.add(input), weight.add(input).sum(1), weight.softmax(1),
                weight.upsampleNearest(2), weight.pixelShuffle(2), weight.pad(Op.Padding.all(1), Op.Pad2d.Mode.ZERO),
                weight.conv2d(weight, Op.Padding.NONE),
                weight.convTranspose2d(graph.parameter("k", Shape.of(4, 1, 2, 2), Initializer.ZERO), 2, Op.Padding.NONE, 0, 1)))
            assertThat(folding.isConstant(value)).as("%s", value).isFalse();
        assertThatThrownBy(() -> folding.evaluate(weight.softmax(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Softmax");
    }

    private static void assertFolds(Function<Value[], Value> expression, boolean positive, int[]... shapes) {
        Graph graph = new Graph();
        Map<String, Tensor> tensors = new HashMap<>();
        Value[] operands = new Value[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
            operands[i] = graph.parameter("p" + i, Shape.of(shapes[i]), Initializer.ZERO);
            Tensor tensor = ReferenceInterpreter.random(17 * i + 3, shapes[i]);
            if (positive) for (int j = 0; j < tensor.data().length; j++)
                tensor.data()[j] = 0.1f + Math.abs(tensor.data()[j]);
            tensors.put("p" + i, tensor);
        }
        Value value = expression.apply(operands);
        Weights weights = Weights.of(tensors);
        ConstantFolding folding = new ConstantFolding(weights);
        assertThat(folding.isConstant(value)).isTrue();
        Tensor found = folding.evaluate(value);
        assertThat(found.shape()).isEqualTo(value.shape());
        assertThat(ReferenceInterpreter.error(found, ReferenceInterpreter.evaluate(graph, Map.of(), weights).get(value)))
                .as("%s of %s", value, value.operands()).isLessThanOrEqualTo(ROUNDING);
    }
}
