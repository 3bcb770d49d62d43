package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Network;
import meander.models.graph.Op.Padding;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.Winograd;

class WinogradOnEngineTest {
    @ParameterizedTest
    @CsvSource({"128,130,16,16,1", "129,128,20,36,1", "128,130,18,22,0"})
    void givesWhatADirectConvolutionGives(int in, int out, int height, int width, int padding) {
        Graph graph = new Graph();
        Value kernel = graph.parameter("kernel", Shape.of(out, in, 3, 3), Initializer.STANDARD_NORMAL);
        Value y = graph.input("x", 1, in, height, width).conv2d(kernel, Padding.all(padding));
        graph.output("y", y);
        Weights weights = Weights.untrained(5);
        Map<String, Tensor> input = Map.of("x", ReferenceInterpreter.random(1, 1, in, height, width));
        Tensor found = OnnxOpsTest.run(new Network(new Winograd().apply(graph), weights), input).get("y");
        assertThat(ReferenceInterpreter.error(found, ReferenceInterpreter.evaluate(graph, input, weights).get(y)))
                .isLessThanOrEqualTo(5e-6);
    }
}
