package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.graph.Op.Padding;

/** That it computes the same is tested with the engine, beside the renderer. */
class WinogradTest {
    @ParameterizedTest
    @CsvSource({"128,128,16,16,1", "128,256,64,16,1", "200,128,20,36,1", "128,128,18,34,0"})
    void rewritesDeepConvolutionsOfSmallPictures(int in, int out, int height, int width, int padding) {
        Graph graph = convolution(1, in, out, height, width, 3, 1, Padding.all(padding), 1);
        Graph rewritten = new Winograd().apply(graph);
        assertThat(direct(rewritten)).isZero();
        assertThat(rewritten.outputs().get("y").shape()).isEqualTo(graph.outputs().get("y").shape());
        assertThat(Cost.of(work(rewritten)).flops()).isLessThan(Cost.of(graph).flops() / 2);
    }

    @ParameterizedTest
    @CsvSource({"1,127,128,16,16,3,1,1,1", "1,128,127,16,16,3,1,1,1", "1,128,128,12,16,3,1,1,1", "1,128,128,16,68,3,1,1,1",
            "1,128,128,18,16,3,1,1,1", "2,128,128,16,16,3,1,1,1", "1,128,128,16,16,1,1,1,1", "1,128,128,16,16,3,2,1,1",
            "1,128,128,16,16,3,1,0,1", "1,256,256,16,16,3,1,1,2"})
    void leavesConvolutionsAloneForWhichItDoesNotPay(int batch, int in, int out, int height, int width, int kernel, int stride,
            int padding, int groups) {
        Graph graph = convolution(batch, in, out, height, width, kernel, stride, Padding.all(padding), groups);
        Graph rewritten = new Winograd().apply(graph);
        assertThat(rewritten.values()).extracting(Value::op)
                .containsExactlyElementsOf(graph.values().stream().map(Value::op).toList());
    }

    @Test
    void keepsInputsParametersAndOutputs() {
        Graph graph = convolution(1, 128, 128, 16, 16, 3, 1, Padding.all(1), 1);
        graph.output("other", graph.inputs().get("x").mul(2));
        Graph rewritten = new Winograd().apply(graph);
        assertThat(rewritten.inputs()).containsOnlyKeys("x");
        assertThat(rewritten.parameters()).containsOnlyKeys("kernel");
        assertThat(rewritten.outputs().keySet()).containsExactly("y", "other");
    }

    private static Graph convolution(int batch, int in, int out, int height, int width, int kernel, int stride, Padding padding,
            int groups) {
        Graph graph = new Graph();
        Value weight = graph.parameter("kernel", Shape.of(out, in / groups, kernel, kernel), Initializer.STANDARD_NORMAL);
        graph.output("y", graph.input("x", batch, in, height, width).conv2d(weight, stride, padding, groups));
        return graph;
    }

    private static long direct(Graph graph) {
        return graph.values().stream()
                .filter(value -> value.op() instanceof Op.Conv2d && value.operands().get(1).op() instanceof Op.Parameter).count();
    }

    /** What is left to do once everything constant is folded. */
    private static List<Value> work(Graph graph) {
        ConstantFolding folding = new ConstantFolding(Weights.of(Map.of()));
        return graph.values().stream().filter(value -> !folding.isConstant(value)).toList();
    }
}
