package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Families;
import meander.models.family.Family;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.Bilinear;
import meander.models.nn.PixelUnshuffle;

class SuperResolutionTest {
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @CsvSource({"esrgan_oldnames_nf8nb2, ESRGAN ×4", "esrgan_rrdb_trunk_nf8nb2, ESRGAN ×4",
            "basicsr_rrdb_paramsema_nf8nb2, ESRGAN ×4", "realesrgan_rrdb_x2_nf8nb1, Real-ESRGAN ×2",
            "realesrgan_srvgg_x4_nf8, SRVGG ×4", "basicsr_msrresnet_x3, SRResNet ×3", "basicsr_msrresnet_x4, SRResNet ×4",
            "srgan_prelu_bn_x4, SRGAN ×4"})
    void everyKeyStyleDrawsWhatItsAuthorsCodeDraws(String name, String variant) {
        NetworkTranslator translator = translator(Fixtures.path(name + ".pth"));
        assertThat(translator.info().variant()).isEqualTo(variant);
        Tensor input = tensor(name, "input");
        Tensor expected = tensor(name, "output");
        Network network = translator.network(input.shape().dim(2), input.shape().dim(3), Translator.Mode.EVALUATION);
        Tensor onnx = OnnxOpsTest.run(network, Map.of(Translator.INPUT, input)).get(Translator.OUTPUT);
        assertThat(onnx.shape()).isEqualTo(expected.shape());
        assertThat(Fixtures.distance(onnx.data(), expected.data())).isLessThan(TOLERANCE);
        Tensor torch = EnginesAgreeTest.torch(network, Map.of(Translator.INPUT, input)).get(Translator.OUTPUT);
        assertThat(Fixtures.distance(torch.data(), onnx.data())).isLessThan(TOLERANCE);
    }

    @Test
    void aNetworkThatFoldsThePictureWantsEvenSides() {
        NetworkTranslator translator = translator(Fixtures.path("realesrgan_rrdb_x2_nf8nb1.pth"));
        assertThat(translator.traits().multiple()).isEqualTo(2);
        assertThat(translator.traits().margin()).isEven();
        assertThatThrownBy(() -> translator.network(16, 15, Translator.Mode.EVALUATION))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("multiples of 2");
    }

    /** Half way between two pixels stands their mean; at the border the outermost pixel goes on. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void enlargesBilinearly(int factor) {
        Graph graph = new Graph();
        Value x = graph.input("x", 1, 1, 1, 3);
        graph.output("y", Bilinear.enlarge(x, factor));
        float[] found = OnnxOpsTest.run(new Network(graph, Weights.of(Map.of())),
                Map.of("x", new Tensor(Shape.of(1, 1, 1, 3), new float[]{1, 2, 5}))).get("y").data();
        float[] row = {1, 2, 5};
        float[] expected = new float[3 * factor * factor];
        for (int i = 0; i < expected.length; i++) {
            double place = (i % (3 * factor) + 0.5) / factor - 0.5;
            int left = (int) Math.floor(place);
            double share = place - left;
            expected[i] = (float) (row[Math.clamp(left, 0, 2)] * (1 - share) + row[Math.clamp(left + 1, 0, 2)] * share);
        }
        assertThat(Fixtures.distance(found, expected)).isLessThan(1e-6);
    }

    @Test
    void unshufflingUndoesShuffling() {
        Graph graph = new Graph();
        Value x = graph.input("x", 1, 8, 2, 3);
        graph.output("y", PixelUnshuffle.of(x.pixelShuffle(2), 2));
        float[] values = new float[48];
        for (int i = 0; i < values.length; i++)
            values[i] = i;
        Map<String, Tensor> inputs = Map.of("x", new Tensor(x.shape(), values));
        assertThat(OnnxOpsTest.run(new Network(graph, Weights.of(Map.of())), inputs).get("y").data()).isEqualTo(values);
    }

    @Test
    void aLayerThatIsMissingIsNamed() {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("body.0.rdb1.conv1.weight", stored(4, 8, 3, 3));
        tensors.put("conv_first.weight", stored(8, 3, 3, 3));
        tensors.put("conv_last.weight", stored(3, 8, 3, 3));
        SequencedMap<String, StateDict> networks = new LinkedHashMap<>();
        networks.put("", new StateDict(tensors, new LinkedHashMap<>(), new LinkedHashSet<>(), ""));
        Checkpoint checkpoint = new Checkpoint(Path.of("some.pth"), ContainerFormat.TORCH_ZIP, networks, new LinkedHashMap<>());
        Family family = Families.installed().all().stream().filter(each -> each.name().equals("Super-resolution")).findFirst()
                .orElseThrow();
        assertThat(family.recognise(checkpoint).orElseThrow().open(Map.of())).isInstanceOfSatisfying(OpenResult.Refused.class,
                refused -> {
                    assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
                    assertThat(refused.why().sentence()).contains("ESRGAN", "conv_first.bias [8] is missing");
                });
    }

    private static StoredTensor stored(int... shape) {
        return StoredTensor.of(new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
    }

    private static NetworkTranslator translator(Path file) {
        OpenResult result = Families.installed().open(file, Map.of(), _ -> {}, () -> false);
        assertThat(result).isInstanceOf(OpenResult.Translates.class);
        return (NetworkTranslator) ((OpenResult.Translates) result).translator();
    }

    private static Tensor tensor(String name, String array) {
        var read = Fixtures.array(Fixtures.path("ref/" + name + "/" + array + ".npy"));
        return new Tensor(Shape.of(read.shape()), read.floats());
    }
}
