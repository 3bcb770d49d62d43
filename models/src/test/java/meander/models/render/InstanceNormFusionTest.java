package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import meander.models.graph.Graph;
import meander.models.graph.InstanceNormFusion;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.nn.InstanceNorm;

/** Instance normalisation is one operation in both engines, and what it was spelled out as. */
class InstanceNormFusionTest {
    private final Graph graph = new Graph();
    private final Value x = graph.input("x", 1, 3, 5, 7);

    @Test
    void bothEnginesGiveWhatTheLoopsGive() {
        graph.output("y", InstanceNorm.of(x.add(1).relu()).mul(3));
        Network network = new Network(graph, Weights.untrained(0));
        Map<String, Tensor> inputs = Map.of("x", ReferenceInterpreter.random(4, 1, 3, 5, 7));
        ReferenceInterpreter.Array expected = ReferenceInterpreter.evaluate(graph, inputs, network.weights())
                .get(graph.outputs().get("y"));
        assertThat(text(network)).contains("InstanceNormalization").doesNotContain("ReduceMean");
        assertThat(ReferenceInterpreter.error(OnnxOpsTest.run(network, inputs).get("y"), expected)).isLessThan(1e-6);
        try (TorchScriptModule module = TorchScriptModule.load(TorchScriptCompiler.serving(network, "Serving"),
                TorchScriptArchive.Precision.FLOAT32, false)) {
            Tensor found = module.call("forward", List.of(module.slot(x.shape()).fill(inputs.get("x").data())));
            assertThat(ReferenceInterpreter.error(found, expected)).isLessThan(1e-6);
        }
    }

    @Test
    void stepsThatAreReadElsewhereStay() {
        Value apart = x.sub(x.mean(2, 3));
        graph.output("y", apart.mul(apart.square().mean(2, 3).add(1e-5).rsqrt()).add(apart));
        Network network = new Network(graph, Weights.untrained(0));
        Map<String, Tensor> inputs = Map.of("x", ReferenceInterpreter.random(4, 1, 3, 5, 7));
        assertThat(text(network)).contains("InstanceNormalization", "ReduceMean");
        assertThat(ReferenceInterpreter.error(OnnxOpsTest.run(network, inputs).get("y"),
                ReferenceInterpreter.evaluate(graph, inputs, network.weights()).get(graph.outputs().get("y")))).isLessThan(1e-6);
    }

    @Test
    void whatMerelyLooksAlikeIsNot() {
        Value apart = x.sub(x.mean(2, 3));
        assertThat(InstanceNormFusion.match(apart.mul(apart.square().mean(2, 3).add(1e-5).rsqrt())))
                .contains(new InstanceNormFusion.Match(x, 1e-5f));
        for (Value other : List.of(apart.mul(apart.square().mean(1, 2, 3).add(1e-5).rsqrt()),
                apart.mul(apart.abs().mean(2, 3).add(1e-5).rsqrt()), apart.mul(x.square().mean(2, 3).add(1e-5).rsqrt()),
                x.mul(apart.square().mean(2, 3).add(1e-5).rsqrt()), apart.mul(apart.square().mean(2, 3).add(1e-5).sqrt()),
                apart.mul(apart.square().mean(2, 3).rsqrt()), apart.div(apart.square().mean(2, 3).add(1e-5).rsqrt()),
                apart.mul(apart.square().reduce(Op.Reduce.Function.SUM, true, 2, 3).add(1e-5).rsqrt())))
            assertThat(InstanceNormFusion.match(other)).isEmpty();
    }

    private static String text(Network network) {
        return new String(OnnxCompiler.forServing(network).proto(), StandardCharsets.ISO_8859_1);
    }
}
