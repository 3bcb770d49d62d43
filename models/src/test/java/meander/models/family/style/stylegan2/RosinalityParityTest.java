package meander.models.family.style.stylegan2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.Noise;
import meander.models.latent.NumpyRandom;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;

/** Against outputs of rosinality's own code on the CPU. */
class RosinalityParityTest {
    private static final String CONVERTED = "rosinality_sg2_32_latentavg";
    private static final String TRAINED = "rosinality_sg2_32_train_nolatentavg";
    private static final Truncation USUAL = new Truncation(0.7, Truncation.ALL_LAYERS);

    @Test
    void drawsWithTheAverageOfTheFile() {
        NetworkModel model = Fixtures.open(Fixtures.path(CONVERTED + ".pt"));
        assertThat(model.info().family()).isEqualTo("StyleGAN2");
        drawsAsItsOwnCode(model, Fixtures.path("ref/" + CONVERTED));
    }

    @Test
    void drawsFromTheDecoderInsideAnEncodersFile() {
        Checkpoint file = opened(CONVERTED);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        file.networks().get("g_ema").tensors().forEach((name, tensor) -> tensors.put("decoder." + name, tensor));
        tensors.put("encoder.input_layer.0.weight", StoredTensor.of(new float[27], 1, 3, 3, 3));
        float[] average = file.networks().get("").tensors().get("latent_avg").floats();
        float[] repeated = new float[8 * average.length];
        for (int layer = 0; layer < 8; layer++)
            System.arraycopy(average, 0, repeated, layer * average.length, average.length);
        NetworkModel model = open(file, Map.of("state_dict", state(tensors), "",
                state(new LinkedHashMap<>(Map.of("latent_avg", StoredTensor.of(repeated, 8, average.length))))));
        drawsAsItsOwnCode(model, Fixtures.path("ref/" + CONVERTED));
    }

    private static void drawsAsItsOwnCode(NetworkModel model, Path references) {
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (int seed : new int[]{0, 7}) {
                RenderRequest request = RenderRequest.DEFAULT.withSeed(seed);
                Parity.check(renderer.styles(request.withTruncation(USUAL)).data(),
                        references.resolve("latents_seed" + seed + "_trunc0.7.npy"), Parity.STYLES);
                picture(renderer, request, references, "seed" + seed + "_trunc1_fixednoise");
                picture(renderer, request.withTruncation(USUAL), references, "seed" + seed + "_trunc0.7_fixednoise");
                picture(renderer, request.withTruncation(USUAL).withNoise(Noise.AS_TRAINED.withMode(Noise.Mode.NONE)), references,
                        "seed" + seed + "_trunc0.7_nonoise");
            }
            RenderRequest mixed = RenderRequest.DEFAULT.withTruncation(USUAL).withMix(behind(3, 8));
            picture(renderer, mixed, references, "mix_seed0_seed7_inject3_trunc0.7");
        }
    }

    private static StyleMix behind(int layer, int layers) {
        StyleMix mix = StyleMix.NONE.withDonor(7);
        for (int i = layer; i < layers; i++)
            mix = mix.withLayer(i, 1);
        return mix;
    }

    private static void picture(Renderer renderer, RenderRequest request, Path references, String name) {
        Parity.check(Parity.draw(renderer, request).data(), references.resolve("img_" + name + ".npy"), Parity.PICTURE);
    }

    @Test
    void drawsWithAnAverageThatIsBroughtAlong() {
        NetworkModel model = Fixtures.open(Fixtures.path(TRAINED + ".pt"));
        Path references = Fixtures.path("ref/" + TRAINED);
        float[] average = Fixtures.array(references.resolve("mean_latent.npy")).floats();
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (int seed : new int[]{0, 7}) {
                RenderRequest request = RenderRequest.DEFAULT.withSeed(seed);
                picture(renderer, request, references, "seed" + seed + "_trunc1_fixednoise");
                float[] w = Arrays.copyOf(renderer.styles(request).data(), average.length);
                Parity.check(w, references.resolve("w_seed" + seed + ".npy"), Parity.STYLES);
                Tensor styles = Parity.truncated(average, w, 0.7, 8);
                Parity.check(styles.data(), references.resolve("latents_seed" + seed + "_trunc0.7.npy"), Parity.STYLES);
                picture(renderer, request.withStyles(Optional.of(styles)), references, "seed" + seed + "_trunc0.7_fixednoise");
            }
        }
    }

    /** The mean over the z of one seed, one number after the other. */
    @Test
    void averagesWhereTheFileHoldsNoAverage() {
        NetworkModel model = Fixtures.open(Fixtures.path(TRAINED + ".pt"));
        assertThat(model.info().notes()).anyMatch(note -> note.contains("averaged over 4096"));
        Map<String, float[]> tensors = new HashMap<>();
        opened(TRAINED).networks().get("g_ema").tensors().forEach((name, tensor) -> tensors.put(name, tensor.floats()));
        double[] z = new NumpyRandom(0).randn(4096 * 32);
        double[] mean = new double[32];
        for (int row = 0; row < 4096; row++) {
            double[] x = Arrays.copyOfRange(z, row * 32, row * 32 + 32);
            double length = Math.sqrt(Arrays.stream(x).map(value -> value * value).sum() / 32 + 1e-8);
            for (int i = 0; i < 32; i++)
                x[i] /= length;
            for (int layer = 1; layer <= 4; layer++)
                x = dense(tensors, "style." + layer, x);
            for (int i = 0; i < 32; i++)
                mean[i] += x[i] / 4096;
        }
        float[] expected = new float[8 * 32];
        for (int i = 0; i < expected.length; i++)
            expected[i] = (float) mean[i % 32];
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (long seed : new long[]{0, 5})
                assertThat(Fixtures.distance(
                        renderer.styles(RenderRequest.DEFAULT.withSeed(seed).withTruncation(new Truncation(0, 8))).data(),
                        expected)).isLessThan(1e-6);
        }
    }

    private static double[] dense(Map<String, float[]> tensors, String layer, double[] x) {
        float[] weight = tensors.get(layer + ".weight");
        float[] bias = tensors.get(layer + ".bias");
        double[] y = new double[bias.length];
        for (int o = 0; o < y.length; o++) {
            double sum = bias[o] * 0.01;
            for (int i = 0; i < x.length; i++)
                sum += x[i] * weight[o * x.length + i] * 0.01 / Math.sqrt(x.length);
            y[o] = Math.max(sum, 0.2 * sum) * Math.sqrt(2);
        }
        return y;
    }

    @Test
    void anExportedModelKnowsTheAverage() {
        NetworkModel model = Fixtures.open(Fixtures.path(TRAINED + ".pt"));
        float[] average = model.styles(RenderRequest.DEFAULT.withTruncation(new Truncation(0, 8)),
                (network, _) -> Map.of("w", Tensor.zeros(1, model.info().wDim()))).data();
        assertThat(model.exported().network().graph().values()).anySatisfy(value -> assertThat(value.op())
                .isEqualTo(new Op.Constant(new Tensor(Shape.of(1, 32), Arrays.copyOf(average, 32)))));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Checkpoint file = opened(TRAINED);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(file.networks().get("g_ema").tensors());
        tensors.remove("convs.2.activate.bias");
        tensors.put("convs.1.conv.weight", StoredTensor.of(new float[16 * 9], 1, 16, 1, 3, 3));
        tensors.put("attention.weight", StoredTensor.of(new float[2], 2));
        OpenResult result = new StyleGan2Family().recognise(checkpoint(file, Map.of("g_ema", state(tensors)))).orElseThrow()
                .open(Map.of());
        assertThat(result).isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
            assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
            assertThat(refused.why().details().get(1)).isEqualTo(3);
            assertThat(refused.why().sentence()).contains("synthesis.b16.conv0.bias [12] is missing")
                    .contains("synthesis.b8.conv1.weight is [16,1,3,3], not [16,16,3,3]").contains("attention.weight [2]");
        });
    }

    private static Checkpoint opened(String name) {
        return (Checkpoint) Checkpoints.open(Fixtures.path(name + ".pt"));
    }

    private static StateDict state(SequencedMap<String, StoredTensor> tensors) {
        return new StateDict(tensors, new LinkedHashMap<>(), new LinkedHashSet<>(), "");
    }

    private static Checkpoint checkpoint(Checkpoint like, Map<String, StateDict> networks) {
        return new Checkpoint(like.file(), like.container(), new LinkedHashMap<>(networks), new LinkedHashMap<>());
    }

    private static NetworkModel open(Checkpoint like, Map<String, StateDict> networks) {
        OpenResult result = new StyleGan2Family().recognise(checkpoint(like, networks)).orElseThrow().open(Map.of());
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return (NetworkModel) ((OpenResult.Ready) result).model();
    }
}
