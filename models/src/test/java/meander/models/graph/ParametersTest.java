package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

class ParametersTest {
    private final Graph graph = new Graph();
    private final Parameters parameters = new Parameters(graph);

    ParametersTest() {
        Scope layer = Scope.root(graph).at("b4").at("conv1");
        layer.parameter("weight", Initializer.STANDARD_NORMAL, 8, 4, 3, 3);
        layer.parameter("bias", Initializer.ZERO, 8);
        layer.parameter("noise_strength", Initializer.ZERO);
    }

    @Test
    void areListedAsDeclared() {
        assertThat(parameters.table()).extracting(Op.Parameter::name).containsExactly("b4.conv1.weight", "b4.conv1.bias",
                "b4.conv1.noise_strength");
        assertThat(parameters.count()).isEqualTo(8 * 4 * 9 + 8 + 1);
    }

    @Test
    void fitAFileThatHoldsThemAndMore() {
        assertThat(parameters.differences(Map.of("b4.conv1.weight", Shape.of(8, 4, 3, 3), "b4.conv1.bias", Shape.of(8),
                "b4.conv1.noise_strength", Shape.of(), "step", Shape.of(1)))).isEmpty();
    }

    @Test
    void differFromAFileByNameAndShape() {
        assertThat(
                parameters.differences(Map.of("b4.conv1.weight", Shape.of(8, 3, 3, 4), "b4.conv1.noise_strength", Shape.of(1))))
                .extracting(Parameters.Difference::toString).containsExactly("b4.conv1.weight is [8,3,3,4], not [8,4,3,3]",
                        "b4.conv1.bias [8] is missing", "b4.conv1.noise_strength is [1], not []");
    }

    @Test
    void areTheSameForTheSameSeed() {
        Op.Parameter weight = parameters.table().getFirst();
        assertThat(Weights.untrained(1).get(weight)).isEqualTo(Weights.untrained(1).get(weight))
                .isNotEqualTo(Weights.untrained(2).get(weight));
        assertThat(Weights.untrained(1).get(parameters.table().get(1))).isEqualTo(Tensor.zeros(8));
    }
}
