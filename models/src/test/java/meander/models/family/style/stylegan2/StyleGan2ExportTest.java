package meander.models.family.style.stylegan2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import ai.djl.engine.Engine;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

import meander.models.Fixtures;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.OnnxExport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exported file alone, in a plain runtime, against outputs of the official PyTorch code. */
class StyleGan2ExportTest {
    @TempDir
    private Path folder;

    /** DJL's engine insists on making the runtime's environment, of which there is one. */
    @BeforeAll
    static void environment() {
        Engine.getEngine("OnnxRuntime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg2ada_tiny32", "sg2ada_cond_tiny32_proto3"})
    void drawsSeveralPicturesFromLatentsAlone(String name) throws OrtException, IOException {
        NetworkModel model = Fixtures.open(Fixtures.path(name + ".pkl"));
        OnnxExport.write(model, folder.resolve("model.onnx"));
        Path references = Fixtures.path("ref/" + name);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions quiet = new OrtSession.SessionOptions()) {
            quiet.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            for (String psi : new String[]{"1", "0.7"})
                check(model, references, psi, environment.createSession(folder.resolve("model.onnx").toString(), quiet));
        }
    }

    private void check(Model model, Path references, String psi, OrtSession opened) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession session = opened) {
            float[] z = new float[0];
            for (int seed : new int[]{0, 7})
                z = joined(z, Fixtures.array(references.resolve("z_seed" + seed + ".npy")).floats());
            inputs.put("z", tensor(environment, z));
            if (model.info().classes() > 0) {
                float[] c = Fixtures.array(references.resolve("c.npy")).floats();
                inputs.put("c", tensor(environment, joined(c, c)));
            }
            float[] psis = new float[2 * model.info().layers()];
            Arrays.fill(psis, Float.parseFloat(psi));
            inputs.put("psi", tensor(environment, psis));
            assertThat(session.getInputNames()).isEqualTo(inputs.keySet());
            float[] expected = joined(picture(references, 0, psi), picture(references, 7, psi));
            try (OrtSession.Result result = session.run(inputs)) {
                OnnxTensor drawn = (OnnxTensor) result.get(Model.PICTURE).orElseThrow();
                assertThat(drawn.getInfo().getShape()).containsExactly(2, 3, 32, 32);
                float[] values = new float[expected.length];
                drawn.getFloatBuffer().get(values);
                assertThat(Fixtures.distance(values, expected)).isLessThanOrEqualTo(1e-4);
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[] picture(Path references, int seed, String psi) {
        return Fixtures.array(references.resolve("img_seed" + seed + "_psi" + psi + "_const.npy")).floats();
    }

    private static float[] joined(float[] a, float[] b) {
        float[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    /** Of two rows. */
    private static OnnxTensor tensor(OrtEnvironment environment, float[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), new long[]{2, values.length / 2});
    }
}
