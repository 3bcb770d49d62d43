package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.Fixtures;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.style.stylegan2.StyleGan2;
import meander.models.family.style.stylegan2.StyleGan2Model;
import meander.models.graph.Network;
import meander.models.graph.Tensor;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Slot;

/** One definition, two engines: the same weights and inputs give the same pictures by ONNX Runtime and by PyTorch. */
class EnginesAgreeTest {
    private static final double TOLERANCE = 2e-5;

    static Stream<NetworkModel> models() {
        return Stream.concat(Fixtures.GENERATORS.stream().map(name -> Fixtures.open(Fixtures.path(name))),
                Stream.of(StyleGan2Model.untrained(StyleGan2.ofSize(64, 1024), 3)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void drawTheSamePicture(NetworkModel model) {
        Map<String, Tensor> inputs = model.inputs(model.initial(), EnginesAgreeTest::torch);
        Tensor found = torch(model.picture(), inputs).get(Model.PICTURE);
        Tensor expected = OnnxOpsTest.run(model.picture(), inputs).get(Model.PICTURE);
        assertThat(found.shape()).isEqualTo(expected.shape());
        assertThat(Fixtures.distance(found.data(), expected.data())).isLessThan(TOLERANCE);
    }

    static Map<String, Tensor> torch(Network network, Map<String, Tensor> inputs) {
        try (TorchScriptModule module = TorchScriptModule.load(TorchScriptCompiler.serving(network, "Serving"),
                TorchScriptArchive.Precision.FLOAT32, false)) {
            List<Slot> slots = new ArrayList<>();
            network.graph().inputs()
                    .forEach((name, value) -> slots.add(module.slot(value.shape()).fill(inputs.get(name).data())));
            assertThat(network.graph().outputs()).hasSize(1);
            return Map.of(network.graph().outputs().firstEntry().getKey(), module.call("forward", slots));
        }
    }
}
