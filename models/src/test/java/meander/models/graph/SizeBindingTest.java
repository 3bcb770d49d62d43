package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import meander.models.graph.Op.Extent;
import meander.models.graph.Op.Padding;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.nn.InstanceNorm;

class SizeBindingTest {
    private static final int C = 4;

    /** Of x {@code [1,4,6,8]}. */
    private static List<Extent> bound(UnaryOperator<Value> network) {
        Graph graph = new Graph();
        graph.output("y", network.apply(graph.input("x", 1, C, 6, 8)));
        return SizeBinding.of(graph).stream().sorted().toList();
    }

    private static Value constant(Value x, int... dims) {
        return x.graph().constant(ReferenceInterpreter.random(1, dims));
    }

    @Test
    void layersOfPicturesAreBoundToNoSize() {
        assertThat(bound(x -> x.conv2d(constant(x, 8, C, 3, 3), 2, Padding.all(1), 1).leakyRelu(0.2))).isEmpty();
        assertThat(bound(x -> x.convTranspose2d(constant(x, C, 8, 4, 4), 2, Padding.all(1), 0, 1).tanh())).isEmpty();
        assertThat(bound(x -> InstanceNorm.of(x).upsampleNearest(2).pad(Padding.all(2), Op.Pad2d.Mode.REFLECT))).isEmpty();
        assertThat(bound(x -> x.pixelShuffle(2).concat(1, x.upsampleNearest(2)))).isEmpty();
        assertThat(bound(x -> x.add(constant(x, 1, C, 1, 1)).mul(constant(x, 1)).mul(2))).isEmpty();
    }

    @Test
    void channelsAndWhatNoLongerIsAPictureMayBeCutAndReshaped() {
        assertThat(bound(x -> x.slice(1, 0, 2))).isEmpty();
        assertThat(bound(x -> x.mul(x.mean(2, 3).reshape(1, C).matmul(constant(x, C, C)).spatial()))).isEmpty();
    }

    @Test
    void whatHoldsASizeIsBoundToIt() {
        assertThat(bound(x -> x.slice(2, 0, 6))).containsExactly(Extent.HEIGHT);
        assertThat(bound(x -> x.slice(3, 1, 3))).containsExactly(Extent.WIDTH);
        assertThat(bound(x -> x.reshape(1, C * 48))).containsExactly(Extent.HEIGHT, Extent.WIDTH);
        assertThat(bound(x -> x.reshape(C, 48))).containsExactly(Extent.BATCH, Extent.HEIGHT, Extent.WIDTH);
        assertThat(bound(x -> x.sample(constant(x, 1, 6, 8, 2)))).contains(Extent.HEIGHT, Extent.WIDTH);
    }

    @Test
    void aConstantOfThePicturesSizeBindsToIt() {
        assertThat(bound(x -> x.add(constant(x, 1, 1, 6, 8)))).containsExactly(Extent.HEIGHT, Extent.WIDTH);
        assertThat(bound(x -> x.mul(constant(x, 6, 1)))).containsExactly(Extent.HEIGHT);
        assertThat(bound(x -> x.concat(1, constant(x, 1, 2, 6, 8)))).containsExactly(Extent.BATCH, Extent.HEIGHT, Extent.WIDTH);
        assertThat(bound(x -> x.matmul(constant(x, 8, 5)))).containsExactly(Extent.WIDTH);
    }

    @Test
    void soDoesWhatIsFoldedFromOne() {
        // Positions, worked out by operations that by themselves would be taken for the network's.
        UnaryOperator<Value> places = x -> x.add(constant(x, 48).mul(0.1).sin().reshape(6, 8).slice(0, 0, 6));
        assertThat(bound(places)).containsExactly(Extent.HEIGHT, Extent.WIDTH);
        // While what is cut out of weights is no picture.
        assertThat(bound(x -> x.conv2d(constant(x, 16, C, 3, 3).slice(0, 0, 8).reshape(8, C, 3, 3), Padding.all(1)))).isEmpty();
    }

    @Test
    void aParameterOfThePicturesSizeBindsToIt() {
        assertThat(bound(x -> x.add(x.graph().parameter("noise", Shape.of(6, 8), Initializer.ZERO))))
                .containsExactly(Extent.HEIGHT, Extent.WIDTH);
    }

    @Test
    void picturesThatAreAddedToTheirMirrorImageAreSquare() {
        Graph graph = new Graph();
        Value x = graph.input("x", 1, 1, 5, 5);
        graph.output("y", x.add(x.transpose(0, 1, 3, 2)));
        assertThat(SizeBinding.of(graph)).containsExactlyInAnyOrder(Extent.HEIGHT, Extent.WIDTH);
    }

    @Test
    void whatNoOutputReadsBindsNothing() {
        assertThat(bound(x -> {
            x.reshape(1, C * 48);
            return x.tanh();
        })).isEmpty();
    }

    @Test
    void aFileIsNotSaidToTakeAnySizeIfAConstantHasOne() {
        Graph graph = new Graph();
        Value x = graph.input("x", 1, 3, 4, 4);
        graph.output("y", x.add(graph.constant(ReferenceInterpreter.random(2, 1, 1, 4, 4))));
        Network network = new Network(graph, Weights.untrained(0));
        assertThatThrownBy(() -> OnnxCompiler.forAnySize(network, "bound", Map.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bound to one size");
    }
}
