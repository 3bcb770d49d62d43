package meander.models.family.style.lucidrains;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.api.io.TempDir;
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
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.Noise;
import meander.models.latent.Truncation;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** Against outputs of lucidrains' own code on the CPU. */
class LucidrainsParityTest {
    private static final String PLAIN = "lucidrains16/model_12.pt";
    private static final String ATTENTIVE = "lucidrains32_attn_rgba/model_3.pt";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({PLAIN + ",3", ATTENTIVE + ",4"})
    void drawsAsItsOwnCode(String file, int channels) {
        Model model = Fixtures.open(Fixtures.path(file));
        assertThat(model.info().family()).isEqualTo("StyleGAN2 (lucidrains)");
        assertThat(model.info().channels()).isEqualTo(channels);
        assertThat(model.initial().truncation()).isEqualTo(new Truncation(0.75, Truncation.ALL_LAYERS));
        Path references = Fixtures.path("ref/" + file.substring(0, file.indexOf('/')));
        Noise noise = Noise.AS_TRAINED.withGiven(List.of(picture(references, model.info().width())));
        float[] mean = Fixtures.array(references.resolve("av.npy")).floats();
        int pictures = 0;
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (int seed : new int[]{0, 7}) {
                if (!Files.exists(references.resolve("w_seed" + seed + ".npy"))) continue;
                RenderRequest request = RenderRequest.DEFAULT.withSeed(seed).withNoise(noise);
                float[] w = Arrays.copyOf(renderer.styles(request).data(), mean.length);
                Parity.check(w, references.resolve("w_seed" + seed + ".npy"), Parity.STYLES);
                Tensor styles = Parity.truncated(mean, w, 0.75, model.info().layers());
                check(renderer, request, references.resolve("img_seed" + seed + "_psi1.0_unclamped.npy"));
                check(renderer, request.withStyles(Optional.of(styles)),
                        references.resolve("img_seed" + seed + "_psi0.75_unclamped.npy"));
                pictures++;
            }
        }
        assertThat(pictures).isPositive();
    }

    /** The port draws from 0 to 1. */
    private static void check(Renderer renderer, RenderRequest request, Path reference) {
        float[] expected = Fixtures.array(reference).floats();
        for (int i = 0; i < expected.length; i++)
            expected[i] = 2 * expected[i] - 1;
        Parity.check(Parity.draw(renderer, request).data(), expected, reference, Parity.PICTURE);
    }

    private static Tensor picture(Path references, int side) {
        return new Tensor(Shape.of(side, side), Fixtures.array(references.resolve("image_noise.npy")).floats());
    }

    @Test
    void noiseIsOnePicture() {
        Model model = Fixtures.open(Fixtures.path(PLAIN));
        assertThat(model.controls()).contains(new Control.NoiseLevels(List.of(new Control.Layer(0, 16))));
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            float[] none = Parity.draw(renderer, noisy(Noise.AS_TRAINED.withMode(Noise.Mode.NONE))).data();
            assertThat(Parity.draw(renderer, noisy(Noise.AS_TRAINED.withStrength(0))).data()).isEqualTo(none);
            assertThat(Parity.draw(renderer, noisy(Noise.AS_TRAINED)).data()).isNotEqualTo(none);
        }
    }

    private static RenderRequest noisy(Noise noise) {
        return RenderRequest.DEFAULT.withNoise(noise);
    }

    /** {@code no_const}: the mean w of the blocks, times a kernel for each of its numbers, in place of the constant. */
    @Test
    void mayBeginWithStylesInPlaceOfAConstant() {
        SequencedMap<String, StoredTensor> tensors = tensors(PLAIN);
        Tensor kernels = ReferenceInterpreter.random(5, 32, 16, 4, 4);
        Tensor styles = ReferenceInterpreter.random(6, 3, 32);
        float[] constant = new float[16 * 16];
        for (int i = 0; i < 32; i++)
            for (int j = 0; j < constant.length; j++)
                constant[j] += (styles.data()[i] + styles.data()[32 + i] + styles.data()[64 + i]) / 3
                        * kernels.data()[i * constant.length + j];
        RenderRequest request = RenderRequest.DEFAULT.withStyles(Optional.of(styles));
        tensors.put("GE.initial_block", StoredTensor.of(constant, 1, 16, 4, 4));
        float[] expected = drawn(ready(tensors), request);
        tensors.remove("GE.initial_block");
        tensors.put("GE.to_initial_block.weight", StoredTensor.of(kernels.data(), 32, 16, 4, 4));
        assertThat(Fixtures.distance(drawn(ready(tensors), request), expected)).isLessThan(1e-5);
    }

    @Test
    void theGeneratorItselfDrawsWhereThereIsNoAverage() {
        SequencedMap<String, StoredTensor> tensors = tensors(PLAIN);
        float[] averaged = drawn(ready(tensors), RenderRequest.DEFAULT);
        tensors.keySet().removeIf(name -> name.startsWith("SE.") || name.startsWith("GE."));
        assertThat(drawn(ready(tensors), RenderRequest.DEFAULT)).isNotEqualTo(averaged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"lr_mlp\": \"fast\"}", "{\"other\": {\"lr_mlp\": 7}}", "none"})
    void withoutAUsableSideCarThePublishedRateIsTaken(String content) throws IOException {
        Path file = Files.copy(Fixtures.path(PLAIN), folder.resolve("model_1.pt"));
        if (!content.equals("none")) Files.writeString(folder.resolve(".config.json"), content);
        Model model = Fixtures.open(file);
        assertThat(model.info().notes()).anyMatch(note -> note.contains("0.1 as published"));
        Model beside = Fixtures.open(Fixtures.path(PLAIN)); // says 0.1 too
        assertThat(beside.info().notes()).anyMatch(note -> note.contains("from the .config.json"));
        assertThat(drawn(model, RenderRequest.DEFAULT)).isEqualTo(drawn(beside, RenderRequest.DEFAULT));
    }

    @Test
    void theSideCarDecidesOverTheMapping() throws IOException {
        Path file = Files.copy(Fixtures.path(PLAIN), folder.resolve("model_1.pt"));
        Files.writeString(folder.resolve(".config.json"), "{\"fq_layers\": [1, {}], \"lr_mlp\": 0.2}");
        assertThat(drawn(Fixtures.open(file), RenderRequest.DEFAULT))
                .isNotEqualTo(drawn(Fixtures.open(Fixtures.path(PLAIN)), RenderRequest.DEFAULT));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        SequencedMap<String, StoredTensor> tensors = tensors(ATTENTIVE);
        tensors.remove("GE.attns.3.0.fn.norm.g");
        tensors.put("GE.blocks.1.to_style2.bias", StoredTensor.of(new float[3], 3));
        tensors.put("GE.attns.2.2.weight", StoredTensor.of(new float[3], 3));
        OpenResult result = open(tensors);
        assertThat(result).isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
            assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
            assertThat(refused.why().details().get(1)).isEqualTo(3);
            assertThat(refused.why().sentence()).contains("G.blocks.1.to_style2.bias is [3], not [16]")
                    .contains("G.attns.3.0.fn.norm.g [1,8,1,1] is missing").contains("G.attns.2.2.weight [3]");
        });
    }

    private static float[] drawn(Model model, RenderRequest request) {
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            return Parity.draw(renderer, request).data();
        }
    }

    private static SequencedMap<String, StoredTensor> tensors(String file) {
        return new LinkedHashMap<>(((Checkpoint) Checkpoints.open(Fixtures.path(file))).networks().get("GAN").tensors());
    }

    private static OpenResult open(SequencedMap<String, StoredTensor> tensors) {
        Checkpoint like = (Checkpoint) Checkpoints.open(Fixtures.path(PLAIN));
        StateDict state = new StateDict(tensors, new LinkedHashMap<>(), new LinkedHashSet<>(), "");
        Checkpoint file = new Checkpoint(like.file(), like.container(), new LinkedHashMap<>(Map.of("GAN", state)),
                new LinkedHashMap<>());
        return new LucidrainsFamily().recognise(file).orElseThrow().open(Map.of());
    }

    private static Model ready(SequencedMap<String, StoredTensor> tensors) {
        OpenResult result = open(tensors);
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return ((OpenResult.Ready) result).model();
    }
}
