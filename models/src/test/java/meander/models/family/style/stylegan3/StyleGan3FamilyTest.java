package meander.models.family.style.stylegan3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.Families;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Truncation;
import meander.models.render.Frame;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StyleGan3FamilyTest {
    private static final StateDict STORED = ((Checkpoint) Checkpoints.open(Fixtures.path("sg3r_tiny32.pkl"))).networks()
            .get("G_ema");

    private static OpenResult open(Map<String, StoredTensor> tensors, Map<String, Object> attributes) {
        StateDict state = new StateDict(new LinkedHashMap<>(tensors), new LinkedHashMap<>(attributes), STORED.modules(), "");
        Checkpoint file = new Checkpoint(Path.of("made-up.safetensors"), ContainerFormat.SAFETENSORS,
                new LinkedHashMap<>(Map.of("", state)), new LinkedHashMap<>());
        // Whoever is asked first must leave it alone.
        return Families.installed().all().stream().flatMap(family -> family.recognise(file).stream()).findFirst().orElseThrow()
                .open(Map.of());
    }

    private static NetworkModel ready(OpenResult result) {
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return (NetworkModel) ((OpenResult.Ready) result).model();
    }

    private static float[] drawn(NetworkModel model, RenderRequest request) {
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            return ((Frame) renderer.render(request)).pixels().data();
        }
    }

    @Test
    void tensorsAloneDrawTheSamePicture() {
        NetworkModel model = ready(open(STORED.tensors(), Map.of()));
        RenderRequest request = RenderRequest.DEFAULT.withTruncation(new Truncation(0.7, Truncation.ALL_LAYERS));
        float[] expected = Fixtures.array(Fixtures.path("ref/sg3r_tiny32/img_seed0_psi0.7.npy")).floats();
        assertThat(Fixtures.distance(drawn(model, request), expected)).isLessThanOrEqualTo(1.6e-4);
        assertThat(model.info().notes()).anyMatch(note -> note.startsWith("Sampling rates: not in the file"))
                .anyMatch(note -> note.startsWith("Limit of the activations: not in the file, 256.0"));
    }

    @Test
    void saysWhatItIsAndWhatAPersonCanTurn() {
        NetworkModel model = Fixtures.open(Fixtures.path("sg3r_tiny32.pkl"));
        assertThat(model.info().family()).isEqualTo("StyleGAN3");
        assertThat(model.info().variant()).isEqualTo("R");
        assertThat(Fixtures.open(Fixtures.path("sg3t_tiny32.pkl")).info().variant()).isEqualTo("T");
        assertThat(List.of(model.info().width(), model.info().channels(), model.info().zDim(), model.info().layers()))
                .containsExactly(32, 3, 64, 16);
        assertThat(model.controls()).containsSequence(new Control.Seed(64), new Control.Truncate(16), Control.Transform.WHOLE)
                .noneMatch(Control.NoiseLevels.class::isInstance).noneMatch(Control.Classes.class::isInstance);
        assertThat(model.info().notes()).contains("Sampling rates: kept in the file.");
    }

    @Test
    void classesChangeThePicture() {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(STORED.tensors());
        tensors.put("mapping.embed.weight", ramp(64, 3));
        tensors.put("mapping.embed.bias", ramp(64));
        tensors.put("mapping.fc0.weight", ramp(64, 128));
        NetworkModel model = ready(open(tensors, STORED.attributes()));
        assertThat(model.info().variant()).isEqualTo("R, conditional");
        assertThat(model.controls()).contains(new Control.Classes(3, List.of()));
        assertThat(drawn(model, model.initial().withClasses(ClassMix.of(1))))
                .isNotEqualTo(drawn(model, model.initial().withClasses(ClassMix.of(2))));
    }

    /** A hand turns the picture of configuration R as a whole: a quarter turn of its input is a quarter turn of it. */
    @Test
    void aQuarterTurnMovesEveryPixelToItsPlace() {
        NetworkModel model = Fixtures.open(Fixtures.path("sg3r_tiny32.pkl"));
        float[] upright = drawn(model, model.initial());
        float[] turned = drawn(model, model.initial().withSlider(Control.Transform.WHOLE.rotation().id(), 90));
        float[] expected = new float[upright.length];
        for (int i = 0; i < expected.length; i++) {
            int row = i / 32 % 32;
            int column = i % 32;
            expected[i / 1024 * 1024 + (31 - column) * 32 + row] = upright[i];
        }
        assertThat(Fixtures.distance(turned, expected)).isLessThan(1e-3);
    }

    @Test
    void theFilesOwnTransformStandsUntilAHandMovesOn() {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(STORED.tensors());
        float[] matrix = Fixtures.array(Fixtures.path("ref/sg3r_tiny32/transform0_matrix_inv.npy")).floats();
        tensors.put("synthesis.input.transform", StoredTensor.of(matrix, 3, 3));
        NetworkModel model = ready(open(tensors, STORED.attributes()));
        assertThat(transform(model, RenderRequest.DEFAULT)).containsExactly(matrix);
        float[] moved = transform(model, RenderRequest.DEFAULT.withSlider(Control.Transform.WHOLE.x().id(), 0.5));
        assertThat(moved[2]).isEqualTo(matrix[2] - 0.5f * matrix[0]);
        assertThat(moved[5]).isEqualTo(matrix[5] - 0.5f * matrix[3]);
    }

    private static float[] transform(NetworkModel model, RenderRequest request) {
        return model.inputs(request, (_, _) -> Map.of("w", Tensor.zeros(1, 64))).get("transform").data();
    }

    private static StoredTensor ramp(int... shape) {
        int elements = 1;
        for (int dim : shape)
            elements *= dim;
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++)
            values[i] = (i * 37 % 101 - 50) / 5f;
        return StoredTensor.of(values, shape);
    }

    static Stream<Arguments> damages() {
        return Stream.of(damage("synthesis.L3_… is missing", (tensors, _) -> tensors.remove("synthesis.L3_36_48.weight")),
                damage("synthesis.L0_… is missing",
                        (tensors, _) -> tensors.keySet().removeIf(name -> name.startsWith("synthesis.L"))),
                damage("L6_52_48.bias [48] is missing", (tensors, _) -> tensors.remove("synthesis.L6_52_48.bias")),
                damage("L6_52_48.weight is [48,48,3,1], not [48,48,3,3]",
                        (tensors, _) -> tensors.put("synthesis.L6_52_48.weight", ramp(48, 48, 3, 1))),
                damage("L15_99999_48 has a size of 99999",
                        (tensors, _) -> tensors.put("synthesis.L15_99999_48.weight", ramp(48, 48, 3, 3))),
                damage("L2_36_48.up_filter is missing", (tensors, _) -> tensors.remove("synthesis.L2_36_48.up_filter")),
                damage("L2_36_48.up_filter is empty", (tensors, _) -> tensors.put("synthesis.L2_36_48.up_filter", ramp(0))),
                damage("L2_36_48.up_filter is [257]", (tensors, _) -> tensors.put("synthesis.L2_36_48.up_filter", ramp(257))),
                damage("L2_36_48.down_filter is [3,4]",
                        (tensors, _) -> tensors.put("synthesis.L2_36_48.down_filter", ramp(3, 4))),
                damage("L2_36_48.down_filter is [3,4,1], not of 2 axes",
                        (tensors, _) -> tensors.put("synthesis.L2_36_48.down_filter", ramp(3, 4, 1))),
                damage("mapping.fc2.weight [64,64] belongs to no layer",
                        (tensors, _) -> tensors.put("synthesis.mapping.fc2.weight", ramp(64, 64))),
                damage("mapping.w_avg has 3 values", (tensors, _) -> tensors.put("mapping.w_avg", ramp(3))),
                damage("input.affine.weight is missing", (tensors, _) -> tensors.remove("synthesis.input.affine.weight")),
                damage("a bandwidth of 9.0 at a sampling rate of 16.0",
                        (_, attributes) -> attributes.put("synthesis.input.bandwidth", 9.0)),
                damage("L0_36_48 changes the sampling rate by 2.66",
                        (_, attributes) -> attributes.put("synthesis.input.sampling_rate", 21.333333333333332)),
                damage("L4_36_48 has a sampling rate of 0",
                        (_, attributes) -> attributes.put("synthesis.L4_36_48.out_sampling_rate", 0L)),
                damage("L4_36_48 changes the sampling rate by 32",
                        (_, attributes) -> attributes.put("synthesis.L4_36_48.out_sampling_rate", 1L)));
    }

    private static Arguments damage(String sentence, BiConsumer<Map<String, StoredTensor>, Map<String, Object>> damage) {
        return arguments(sentence, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void whatDoesNotFitIsRefusedWithASentence(String sentence,
            BiConsumer<Map<String, StoredTensor>, Map<String, Object>> damage) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(STORED.tensors());
        Map<String, Object> attributes = new LinkedHashMap<>(STORED.attributes());
        damage.accept(tensors, attributes);
        assertThat(open(tensors, attributes)).isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
            assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
            assertThat(refused.why().sentence()).contains("StyleGAN3").contains(sentence);
        });
    }
}
