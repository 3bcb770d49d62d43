package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import meander.models.graph.Op.Padding;

class CostTest {
    private final Graph graph = new Graph();
    private final Value x = graph.input("x", 2, 8, 10, 6);

    @Test
    void ofAConvolution() {
        Value kernel = graph.parameter("k", Shape.of(16, 8, 3, 3), Initializer.ZERO);
        Value y = x.conv2d(kernel, 2, Padding.all(1), 1); // [2,16,5,3]
        assertThat(Cost.of(y)).isEqualTo(new Cost(2.0 * (2 * 16 * 5 * 3) * (8 * 9), 4.0 * (960 + 1152 + 480), 4.0 * 480));
    }

    @Test
    void ofAConvolutionInGroups() {
        Value kernel = graph.parameter("k", Shape.of(16, 2, 3, 3), Initializer.ZERO);
        assertThat(Cost.of(x.conv2d(kernel, 1, Padding.all(1), 4)).flops()).isEqualTo(2.0 * (2 * 16 * 60) * (2 * 9));
    }

    @Test
    void ofATransposedConvolution() {
        Value kernel = graph.parameter("k", Shape.of(8, 3, 4, 4), Initializer.ZERO);
        Value y = x.convTranspose2d(kernel, 2, Padding.all(1), 0, 1); // [2,3,20,12]: every input pixel meets every tap
        assertThat(Cost.of(y)).isEqualTo(new Cost(2.0 * 960 * 3 * 16, 4.0 * (960 + 384 + 1440), 4.0 * 1440));
    }

    @Test
    void ofAMatrixProduct() {
        Value y = graph.input("a", 4, 5).matmul(graph.input("b", 5, 7));
        assertThat(Cost.of(y)).isEqualTo(new Cost(2 * 4 * 5 * 7, 4 * (20 + 35 + 28), 4 * 28));
    }

    @Test
    void ofElementsAndSums() {
        Value a = graph.input("a", 4, 5);
        assertThat(Cost.of(a.square()).flops()).isEqualTo(20);
        assertThat(Cost.of(a.add(graph.input("b", 3, 1, 5))).flops()).isEqualTo(60);
        assertThat(Cost.of(a.sum(0))).isEqualTo(new Cost(20, 4 * (20 + 5), 4 * 5));
        assertThat(Cost.of(a.softmax(1)).flops()).isEqualTo(80);
    }

    @Test
    void ofMovingNumbersIsTrafficAlone() {
        Value a = graph.input("a", 4, 5);
        for (Value moved : List.of(a.reshape(20), a.transpose(), x.pixelShuffle(2)))
            assertThat(Cost.of(moved).flops()).isZero();
        assertThat(Cost.of(x.upsampleNearest(2))).isEqualTo(new Cost(0, 4 * (960 + 3840), 4 * 3840));
    }

    @Test
    void ofWhatIsGivenIsNothing() {
        assertThat(Cost.of(x)).isEqualTo(Cost.NOTHING);
        assertThat(Cost.of(graph.parameter("p", Shape.of(3), Initializer.ZERO))).isEqualTo(Cost.NOTHING);
        assertThat(Cost.of(graph.constant(Tensor.scalar(1)))).isEqualTo(Cost.NOTHING);
    }

    @Test
    void ofAGraphIsTheSum() {
        Value a = graph.input("a", 4, 5);
        Value y = a.square();
        Value z = y.sum(1);
        assertThat(Cost.of(graph)).isEqualTo(Cost.of(y).plus(Cost.of(z)));
    }
}
