package meander.models.graph.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.OperationCases;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

/** An archive that convolves whole blocks computes what plain loops do. */
class ArchiveChannelPaddingTest {
    private static final double TOLERANCE = 2e-6;

    static Stream<OperationCases.Case> convolutions() {
        OperationCases.Case pairs = new OperationCases.Case(new Op.Conv2d(1, Padding.all(1), 1), false,
                new int[][]{{2, 33, 4, 3}, {17, 33, 3, 3}});
        return Stream.concat(Stream.of(pairs),
                OperationCases.all().filter(test -> test.op() instanceof Op.Conv2d || test.op() instanceof Op.ConvTranspose2d));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void computesWhatTheLoopsDo(OperationCases.Case test) throws IOException {
        Graph graph = new Graph();
        Value x = graph.input("x", test.shapes()[0]);
        Value kernel = graph.parameter("kernel", Shape.of(test.shapes()[1]), Initializer.ZERO);
        Value y = graph.apply(test.op(), x, kernel);
        graph.output("y", y);
        Weights weights = Weights.of(Map.of("kernel", test.operand(1)));
        Tensor found = run(TorchScriptCompiler.serving(new Network(graph, weights), "Test"), test.operand(0));
        assertThat(ReferenceInterpreter.error(found,
                ReferenceInterpreter.evaluate(graph, Map.of("x", test.operand(0)), weights).get(y)))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    /** As {@code torch.jit.trace} writes them, as a person does, with a bias, and of one dimension. */
    @Test
    void knowsTheOtherWaysToCallAConvolution() throws IOException {
        TorchScriptBuilder script = new TorchScriptBuilder("Foreign");
        script.keep("kernel", new Tensor(Shape.of(2, 3, 1), new float[]{1, 2, 3, 4, 5, 6}));
        script.keep("bias", new Tensor(Shape.of(2), new float[]{10, 20}));
        script.method("forward", List.of("x"), "Tensor", List.of(
                "a = torch._convolution(x, self.kernel, self.bias, [1], [0], [1], False, [0], 1, False, False, True, True)",
                "b = torch.conv1d(x, self.kernel)", "return torch.cat([a, b], 1)"));
        Tensor found = run(script, new Tensor(Shape.of(1, 3, 2), new float[]{1, 2, 3, 4, 5, 6}));
        assertThat(found).isEqualTo(new Tensor(Shape.of(1, 4, 2), new float[]{32, 38, 69, 84, 22, 28, 49, 64}));
    }

    @Test
    void leavesNoConvolutionBehindHoweverOftenItIsAsked() throws IOException {
        TorchScriptBuilder script = new TorchScriptBuilder("Twice");
        script.method("forward", List.of("x"), "Tensor", List.of("return torch.conv2d(x, x)"));
        byte[] once = rewritten(script);
        byte[] twice = ArchiveChannelPadding.rewrite(new ByteArrayInputStream(once));
        assertThat(twice).isEqualTo(once);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(once))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("torch.conv2d(");
        }
    }

    private static byte[] rewritten(TorchScriptBuilder script) throws IOException {
        return ArchiveChannelPadding
                .rewrite(new ByteArrayInputStream(TorchScriptArchive.bytes(script, TorchScriptArchive.Precision.FLOAT32)));
    }

    private static Tensor run(TorchScriptBuilder script, Tensor x) throws IOException {
        try (TorchScriptModule module = TorchScriptModule.load(new ByteArrayInputStream(rewritten(script)))) {
            return module.call("forward", List.of(module.slot(x.shape()).fill(x.data())));
        }
    }
}
