package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.graph.Op.Pad2d.Mode;
import meander.models.graph.Op.Padding;

/** A shape that does not fit is told at the call that made it, with both shapes, and adds nothing to the graph. */
class BadCallsTest {
    private record Given(Graph graph, Value matrix, Value picture, Value kernel) {}

    static Stream<Arguments> badCalls() {
        return Stream.of(call("add", g -> g.matrix.add(g.graph.input("o", 4, 3)), "[2,3] and [4,3] do not broadcast"),
                call("matmul", g -> g.matrix.matmul(g.matrix), "cannot multiply [2,3] and [2,3]"),
                call("matmul with a vector", g -> g.matrix.matmul(g.graph.input("o", 3)), "cannot multiply [2,3] and [3]"),
                call("matmul with other matrices", g -> g.graph.input("o", 2, 2, 2).matmul(g.graph.input("p", 3, 2, 2)),
                        "do not broadcast"),
                call("conv2d of a matrix", g -> g.matrix.conv2d(g.kernel, Padding.NONE), "expected four axes, got [2,3]"),
                call("conv2d with other channels", g -> g.graph.input("o", 1, 5, 8, 8).conv2d(g.kernel, Padding.NONE),
                        "cannot convolve [1,5,8,8] with [6,4,3,3] in 1 groups"),
                call("conv2d in groups", g -> g.picture.conv2d(g.kernel, 1, Padding.NONE, 2), "in 2 groups"),
                call("conv2d in groups that do not divide",
                        g -> g.graph.input("o", 1, 16, 8, 8).conv2d(g.kernel, 1, Padding.NONE, 4), "in 4 groups"),
                call("conv2d in no groups", g -> g.picture.conv2d(g.kernel, 1, Padding.NONE, 0), "groups"),
                call("conv2d without a stride", g -> g.picture.conv2d(g.kernel, 0, Padding.NONE, 1), "stride"),
                call("conv2d with a kernel that is too large", g -> g.graph.input("o", 1, 4, 2, 8).conv2d(g.kernel, Padding.NONE),
                        "[6,4,3,3]"),
                call("conv2d with a kernel that is too large for a stride",
                        g -> g.graph.input("o", 1, 4, 2, 2).conv2d(g.kernel, 2, Padding.NONE, 1), "[6,4,3,3]"),
                call("convTranspose2d with other channels", g -> g.picture.convTranspose2d(g.kernel, 2, Padding.NONE, 0, 1),
                        "cannot up-convolve [1,4,8,8] with [6,4,3,3] in 1 groups"),
                call("convTranspose2d cropped away",
                        g -> g.graph.input("o", 1, 6, 1, 1).convTranspose2d(g.kernel, 2, Padding.all(2), 0, 1), "[6,4,3,3]"),
                call("convTranspose2d without a stride", g -> g.picture.convTranspose2d(g.kernel, 0, Padding.NONE, 0, 1),
                        "stride"),
                call("convTranspose2d with more output padding than stride",
                        g -> g.graph.input("o", 1, 6, 4, 4).convTranspose2d(g.kernel, 2, Padding.NONE, 2, 1), "output padding"),
                call("reshape", g -> g.matrix.reshape(4, 2), "cannot reshape [2,3] to [4,2]"),
                call("transpose with an axis twice", g -> g.matrix.transpose(1, 1), "cannot order the axes of [2,3] as [1, 1]"),
                call("transpose with an axis too few", g -> g.picture.transpose(1, 0), "cannot order the axes"),
                call("concat", g -> g.matrix.concat(0, g.graph.input("o", 2, 4)), "cannot join [[2,3], [2,4]] along axis 0"),
                call("concat of other ranks", g -> g.matrix.concat(1, g.graph.input("o", 2)), "axis 1"),
                call("concat along no axis", g -> g.matrix.concat(2, g.matrix), "axis 2 of [2,3]"),
                call("slice beyond the end", g -> g.matrix.slice(1, 1, 4), "cannot take 1 to 4 along axis 1 of [2,3]"),
                call("slice of nothing", g -> g.matrix.slice(1, 1, 1), "cannot take 1 to 1"),
                call("slice before the start", g -> g.matrix.slice(1, -1, 1), "cannot take -1 to 1"),
                call("sum over no such axis", g -> g.matrix.sum(2), "axis 2 of [2,3]"),
                call("sum over no axis", g -> g.matrix.sum(), "axes"),
                call("sum over an axis twice", g -> g.matrix.sum(1, -1), "axes"),
                call("softmax along no such axis", g -> g.matrix.softmax(2), "axis 2 of [2,3]"),
                call("clamp the wrong way round", g -> g.matrix.clamp(1, -1), "1.0"),
                call("pad a matrix", g -> g.matrix.pad(Padding.all(1), Mode.ZERO), "expected four axes, got [2,3]"),
                call("reflect more than there is", g -> g.picture.pad(new Padding(0, 0, 8, 0), Mode.REFLECT), "cannot reflect"),
                call("crop more than there is", g -> g.picture.pad(Padding.all(-5), Mode.ZERO), "[1,4,8,8]"),
                call("pixelShuffle", g -> g.picture.pixelShuffle(3), "cannot shuffle the channels of [1,4,8,8] by 3"),
                call("pixelShuffle by nothing", g -> g.picture.pixelShuffle(0), "factor"),
                call("upsample a matrix", g -> g.matrix.upsampleNearest(2), "expected four axes"),
                call("upsample by nothing", g -> g.picture.upsampleNearest(0), "factor"),
                call("spatial of a vector", g -> g.graph.input("o", 3).spatial(), "axis 1 of [3]"),
                call("another graph's value", g -> g.matrix.add(new Graph().input("o", 2, 3)), "is of another graph"),
                call("another graph's output", g -> g.graph.output("o", new Graph().input("o", 2, 3)), "is of another graph"),
                call("an input's name twice", g -> g.graph.input("matrix", 1), "the name matrix is taken"),
                call("a tensor of another shape", g -> g.graph.constant(new Tensor(Shape.of(2), new float[3])),
                        "3 values for shape [2]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCalls")
    void isRefusedWhereItIsMade(String name, Consumer<Given> call, String sentence) {
        Graph graph = new Graph();
        Given given = new Given(graph, graph.input("matrix", 2, 3), graph.input("picture", 1, 4, 8, 8),
                graph.input("kernel", 6, 4, 3, 3));
        Throwable thrown = catchThrowable(() -> call.accept(given));
        assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(sentence);
        assertThat(thrown.getStackTrace()).anyMatch(frame -> frame.getMethodName().contains("badCalls"));
        assertThat(graph.outputs()).isEmpty();
        assertThat(graph.values().stream().map(Value::op)).allMatch(op -> op instanceof Op.Input);
    }

    private static Arguments call(String name, Consumer<Given> call, String sentence) {
        return arguments(name, call, sentence);
    }
}
