package meander.models.family.style.stylegan1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.graph.Tensor;
import meander.models.latent.Noise;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** TensorFlow's files against a float64 evaluation, those of the ports against their own code, all on the CPU. */
class StyleGan1ParityTest {
    private static final Truncation COARSE = new Truncation(0.7, 8);

    @ParameterizedTest
    @CsvSource({"tf_stylegan1_32.pkl,_psi1", "tf_stylegan1_128_fused.pkl,_psi1", "huangzh13_stylegan1_32.pth,''",
            "huangzh13_stylegan1_128_fused.pth,''"})
    void drawsAsTheAuthorsCodeDoes(String file, String whole) {
        Model model = Fixtures.open(Fixtures.path(file));
        assertThat(model.info().family()).isEqualTo("StyleGAN");
        assertThat(model.initial().truncation()).isEqualTo(COARSE);
        Path references = Fixtures.path("ref/" + file.substring(0, file.lastIndexOf('.')));
        Noise noise = Files.exists(references.resolve("noise_0.npy")) ? Parity.noise(references) : Noise.AS_TRAINED;
        int pictures = 0;
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (int seed : new int[]{0, 7})
                for (Truncation truncation : new Truncation[]{Truncation.NONE, COARSE}) {
                    RenderRequest request = RenderRequest.DEFAULT.withSeed(seed).withTruncation(truncation).withNoise(noise);
                    boolean truncated = truncation == COARSE;
                    Path styles = references.resolve("ws_seed" + seed + (truncated ? "_psi0.7_cutoff8" : whole) + ".npy");
                    if (Files.exists(styles)) Parity.check(renderer.styles(request).data(), styles, Parity.STYLES);
                    Path picture = references.resolve("img_seed" + seed + (truncated ? "_psi0.7_cutoff8" : "_psi1") + ".npy");
                    if (!Files.exists(picture)) continue;
                    Parity.check(Parity.draw(renderer, request).data(), picture, Parity.PICTURE);
                    pictures++;
                }
        }
        assertThat(pictures).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"rosinality_sg1_step3_32px.model,32", "rosinality_sg1_step5_128px_fused.pt,128"})
    void drawsAsRosinalitysCodeDoes(String file, int size) {
        Model model = open(file, Map.of(StyleGan1Model.RESOLUTION, String.valueOf(size)));
        assertThat(model.info().width()).isEqualTo(size);
        assertThat(model.initial().truncation()).isEqualTo(new Truncation(0.7, Truncation.ALL_LAYERS));
        Path references = Fixtures.path("ref/" + file.substring(0, file.lastIndexOf('.')));
        Noise noise = Parity.noise(references);
        float[] mean = Fixtures.array(references.resolve("mean_style.npy")).floats();
        int pictures = 0;
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (int seed : new int[]{0, 7}) {
                if (!Files.exists(references.resolve("w_seed" + seed + ".npy"))) continue;
                RenderRequest request = RenderRequest.DEFAULT.withSeed(seed).withNoise(noise);
                float[] w = Arrays.copyOf(renderer.styles(request).data(), mean.length);
                Parity.check(w, references.resolve("w_seed" + seed + ".npy"), Parity.STYLES);
                Tensor styles = Parity.truncated(mean, w, 0.7, model.info().layers());
                for (boolean truncated : new boolean[]{false, true}) {
                    Path picture = references.resolve("img_seed" + seed + (truncated ? "_trunc0.7" : "_notrunc") + ".npy");
                    if (!Files.exists(picture)) continue;
                    RenderRequest given = truncated ? request.withStyles(Optional.of(styles)) : request;
                    Parity.check(Parity.draw(renderer, given).data(), picture, Parity.PICTURE);
                    pictures++;
                }
            }
        }
        assertThat(pictures).isPositive();
    }

    @Test
    void mixesAsRosinalitysCodeDoes() {
        Model model = open("rosinality_sg1_step3_32px.model", Map.of(StyleGan1Model.RESOLUTION, "32"));
        Path references = Fixtures.path("ref/rosinality_sg1_step3_32px");
        float[] mean = Fixtures.array(references.resolve("mean_style.npy")).floats();
        StyleMix mix = StyleMix.NONE.withDonor(99);
        for (int layer = 0; layer < 4; layer++)
            mix = mix.withLayer(layer, 1);
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            float[] w = renderer.styles(RenderRequest.DEFAULT.withMix(mix)).data();
            Tensor styles = Tensor.zeros(8, mean.length);
            for (int i = 0; i < w.length; i++)
                styles.data()[i] = mean[i % mean.length] + 0.7f * (w[i] - mean[i % mean.length]);
            RenderRequest request = RenderRequest.DEFAULT.withNoise(Parity.noise(references)).withStyles(Optional.of(styles));
            Parity.check(Parity.draw(renderer, request).data(), references.resolve("img_mix_range0_1.npy"), Parity.PICTURE);
        }
    }

    /** The port draws {@code (1 − α)·small + α·large}, the small picture's pixels doubled. */
    @Test
    void resolutionsBlendAsWhileTheNetworkGrew() {
        Model model = Fixtures.open(Fixtures.path("tf_stylegan1_32.pkl"));
        assertThat(model.controls()).contains(new Control.Slider(StyleGan1Model.LEVEL, 2, 5, 5));
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            Tensor small = Parity.draw(renderer, RenderRequest.DEFAULT.withSlider(StyleGan1Model.LEVEL, 4));
            Tensor large = Parity.draw(renderer, RenderRequest.DEFAULT);
            Tensor between = Parity.draw(renderer, RenderRequest.DEFAULT.withSlider(StyleGan1Model.LEVEL, 4.75));
            float[] expected = new float[between.data().length];
            for (int i = 0; i < expected.length; i++) {
                int corner = i / 64 * 64 + i % 32 / 2 * 2;
                assertThat(small.data()[i]).isEqualTo(small.data()[corner]); // 16×16
                expected[i] = 0.25f * small.data()[i] + 0.75f * large.data()[i];
            }
            assertThat(Fixtures.distance(between.data(), expected)).isLessThan(1e-5);
        }
    }

    @Test
    void aTensorFlowNetworkThatStillGrowsStandsWhereItsTrainingStood() {
        Checkpoint file = opened("tf_stylegan1_32.pkl");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(file.networks().get("Gs").tensors());
        tensors.put("synthesis/lod", StoredTensor.of(new float[]{0.25f}));
        assertThat(ready(open(file, "Gs", tensors, Map.of(), Map.of())).controls())
                .contains(new Control.Slider(StyleGan1Model.LEVEL, 2, 5, 4.75));
    }

    @Test
    void aPortThatKeepsAllBlocksIsAskedWhichWereTrained() {
        Checkpoint file = opened("rosinality_sg1_step3_32px.model");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(file.networks().get("g_running").tensors());
        assertThat(guess(ready(open(file, "g_running", tensors, Map.of(), Map.of()))).chosen()).isEqualTo("1024");
        for (int step = 4; step < 9; step++)
            tensors.put("generator.to_rgb." + step + ".conv.bias", StoredTensor.of(new float[3], 3));
        Model model = ready(open(file, "g_running", tensors, Map.of(), Map.of()));
        assertThat(guess(model)).isEqualTo(new Control.Guess(StyleGan1Model.RESOLUTION,
                List.of("4", "8", "16", "32", "64", "128", "256", "512", "1024"), "32"));
        assertThat(model.info().notes()).anyMatch(note -> note.contains("Resolution: 32"));
        assertThat(ready(open(file, "g_running", tensors, Map.of(), Map.of(StyleGan1Model.RESOLUTION, "8"))).info().layers())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"use_pixel_norm", "nonlinearity", "blur_filter"})
    void whatWasBuiltOtherwiseIsNotDrawnWrongly(String argument) {
        Checkpoint file = opened("tf_stylegan1_32.pkl");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(file.networks().get("Gs").tensors());
        Map<String, Object> otherwise = Map.of("use_pixel_norm", true, "nonlinearity", "relu", "blur_filter", List.of(1L));
        OpenResult result = open(file, "Gs", tensors, Map.of("static_kwargs", Map.of(argument, otherwise.get(argument))),
                Map.of());
        assertThat(sentence(result)).contains(argument);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Checkpoint file = opened("huangzh13_stylegan1_32.pth");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(file.networks().get("").tensors());
        tensors.remove("g_synthesis.blocks.1.epi2.style_mod.lin.bias");
        tensors.put("class_embedding.weight", StoredTensor.of(new float[20], 5, 4));
        assertThat(sentence(open(file, "", tensors, Map.of(), Map.of())))
                .contains("synthesis.b16.conv1.style.bias [48] is missing").contains("class_embedding.weight [5,4]");
    }

    private static Control.Guess guess(Model model) {
        return (Control.Guess) model.controls().stream().filter(Control.Guess.class::isInstance).findFirst().orElseThrow();
    }

    private static Model open(String name, Map<String, String> answers) {
        return ready(Families.installed().open(Fixtures.path(name), answers, _ -> {}, () -> false));
    }

    private static Model ready(OpenResult result) {
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return ((OpenResult.Ready) result).model();
    }

    private static Checkpoint opened(String name) {
        return (Checkpoint) Checkpoints.open(Fixtures.path(name));
    }

    private static OpenResult open(Checkpoint like, String name, SequencedMap<String, StoredTensor> tensors,
            Map<String, Object> attributes, Map<String, String> answers) {
        StateDict state = new StateDict(tensors, new LinkedHashMap<>(attributes), new LinkedHashSet<>(), "");
        Checkpoint file = new Checkpoint(like.file(), like.container(), new LinkedHashMap<>(Map.of(name, state)),
                new LinkedHashMap<>());
        return new StyleGan1Family().recognise(file).orElseThrow().open(answers);
    }

    private static String sentence(OpenResult result) {
        assertThat(result).isInstanceOf(OpenResult.Refused.class);
        Rejected why = ((OpenResult.Refused) result).why();
        assertThat(why.reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
        return why.sentence();
    }
}
