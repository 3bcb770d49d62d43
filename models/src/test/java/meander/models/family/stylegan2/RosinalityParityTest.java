package meander.models.family.stylegan2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Checkpoints;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.Noise;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.render.RenderRequest;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;

/** Against outputs of rosinality's own code on the CPU. */
class RosinalityParityTest {
    private static final String CONVERTED = "rosinality_sg2_32_latentavg";
    private static final String TRAINED = "rosinality_sg2_32_train_nolatentavg";
    private static final Truncation USUAL = new Truncation(0.7, Truncation.ALL_LAYERS);

    @Test
    void drawsWithTheAverageOfTheFile() {
        Model model = Fixtures.open(Fixtures.path(CONVERTED + ".pt"));
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
        Model model = open(file, Map.of("state_dict", state(tensors), "",
                state(new LinkedHashMap<>(Map.of("latent_avg", StoredTensor.of(repeated, 8, average.length))))));
        drawsAsItsOwnCode(model, Fixtures.path("ref/" + CONVERTED));
    }

    private static void drawsAsItsOwnCode(Model model, Path references) {
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
        Model model = Fixtures.open(Fixtures.path(TRAINED + ".pt"));
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

    /** The same 4096 z, mapped by the engine instead of in Java. */
    @Test
    void averagesWhereTheFileHoldsNoAverage() {
        Model model = Fixtures.open(Fixtures.path(TRAINED + ".pt"));
        assertThat(model.info().notes()).anyMatch(note -> note.contains("averaged over 4096"));
        Path references = Fixtures.path("ref/" + TRAINED);
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            float[] average = renderer.styles(RenderRequest.DEFAULT.withTruncation(new Truncation(0, 8))).data();
            assertThat(renderer.styles(RenderRequest.DEFAULT.withSeed(5).withTruncation(new Truncation(0, 8))).data())
                    .isEqualTo(average);
            // Of independent samples their means differ by a deviation over the root of their number.
            float[] ofSixtyFour = Fixtures.array(references.resolve("mean_latent.npy")).floats();
            float[] one = Fixtures.array(references.resolve("w_seed0.npy")).floats();
            double spread = 0;
            double apart = 0;
            for (int i = 0; i < one.length; i++) {
                spread += Math.pow(one[i] - average[i], 2);
                apart += Math.pow(ofSixtyFour[i] - average[i], 2);
            }
            assertThat(Math.sqrt(apart / spread)).isBetween(1 / 32.0, 1 / 4.0);
        }
    }

    @Test
    void anExportedModelKnowsTheAverage() {
        Model model = Fixtures.open(Fixtures.path(TRAINED + ".pt"));
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

    private static Model open(Checkpoint like, Map<String, StateDict> networks) {
        OpenResult result = new StyleGan2Family().recognise(checkpoint(like, networks)).orElseThrow().open(Map.of());
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return ((OpenResult.Ready) result).model();
    }
}
