package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.family.OnnxExport;
import meander.models.family.NetworkTranslator;
import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.graph.Graph;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Network;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.graph.onnx.OnnxCompiler;

/** Exported translators as any program would run them: through plain ONNX Runtime. */
class TranslatorExportTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder;

    /** DJL's engine makes the runtime's environment itself, with threads of its own, and fails where there is one already. */
    @BeforeAll
    static void startTheEngineFirst() {
        OnnxSession.engine();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cyclegan_resnet6_ngf8_oldstats_legacy.pth", "resnet6_ngf8_batchnorm_dropout_zip.pth",
            "pix2pix_unet128_ngf4_legacy.pth"})
    void translatesPicturesOfAnySizeAsHere(String name) throws Exception {
        NetworkTranslator translator = Fixtures.translator(Fixtures.path(name));
        int multiple = translator.traits().multiple();
        int side = Math.max(32, multiple);
        Path file = folder.resolve("any.onnx");
        for (Mode mode : translator.traits().modes()) {
            if (mode.dropout()) continue;
            OnnxExport.write(translator, translator.network(side, side, mode), true, file);
            try (PictureTranslator here = Renderers.open(translator, RenderSettings.DEFAULT)) {
                for (int width : new int[]{side, side + multiple}) {
                    Tensor picture = ReferenceInterpreter.random(width, 3, side, width);
                    Tensor expected = Translations.done(here.translate(TranslateRequest.whole(picture, mode)));
                    assertThat(Fixtures.distance(run(file, picture), expected.data())).isLessThanOrEqualTo(TOLERANCE);
                }
            }
        }
    }

    @Test
    void saysWhatItTakes() throws Exception {
        NetworkTranslator translator = Fixtures.translator(Fixtures.path("cyclegan_resnet6_ngf8_oldstats_legacy.pth"));
        Path file = folder.resolve("fixed.onnx");
        OnnxExport.write(translator, translator.network(32, 64, Mode.EVALUATION), false, file);
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
            assertThat(session.getMetadata().getCustomMetadata()).containsEntry("meander.family", "CycleGAN")
                    .containsEntry("meander.range", "-1 to 1").containsEntry("meander.multiple", "4");
            assertThat(session.getInputNames()).containsExactly("input");
        }
        assertThatThrownBy(() -> run(file, ReferenceInterpreter.random(1, 3, 32, 32))).isInstanceOf(OrtException.class);
    }

    @Test
    void aNetworkThatIsBoundToOneSizeIsNotSaidToTakeAny() {
        Graph graph = new Graph();
        graph.output("y", graph.input("x", 1, 3, 4, 4).reshape(1, 48));
        assertThatThrownBy(() -> OnnxCompiler.forAnySize(new Network(graph, Weights.untrained(0)), "bound", Map.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bound to one size");
    }

    private static float[] run(Path file, Tensor picture) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {1, picture.shape().dim(0), picture.shape().dim(1), picture.shape().dim(2)};
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(picture.data()), shape);
                OrtSession.Result result = session.run(Map.of(Translator.INPUT, input))) {
            FloatBuffer values = ((OnnxTensor) result.get(Translator.OUTPUT).orElseThrow()).getFloatBuffer();
            float[] data = new float[values.remaining()];
            values.get(data);
            return data;
        }
    }
}
