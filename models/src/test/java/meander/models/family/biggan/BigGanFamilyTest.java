package meander.models.family.biggan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BigGanFamilyTest {
    private static final String PUBLISHED = "not in the file, every second as published.";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"biggan32_mybn.pth,split z,24,6", "biggan32_noshared_noattn.pth,'',32,10",
            "biggan64_hier_attn32.pth,split z,40,10", "bigdeep32.pth,deep,16,6", "hf_biggan_deep32.bin,deep,12,6"})
    void saysWhatItIsAndWhatAPersonCanTurn(String file, String variant, int zDim, int classes) {
        Model model = Fixtures.open(Fixtures.path(file));
        assertThat(model.info().variant()).isEqualTo(variant);
        assertThat(model.controls()).containsExactly(new Control.Seed(zDim), new Control.Truncate(0),
                new Control.Classes(classes, List.of()), new Control.EditZ(zDim));
    }

    @Test
    void standingSumsAreDividedAndSaidToBe() {
        assertThat(Fixtures.open(Fixtures.path("biggan32_mybn_standing.pth")).info().notes())
                .anyMatch(note -> note.contains("standing sums"));
        assertThat(Fixtures.open(Fixtures.path("biggan32_mybn.pth")).info().notes())
                .noneMatch(note -> note.contains("standing sums"));
    }

    /** Between two truncations the published code swaps the shares; at both ends there is one. */
    @ParameterizedTest
    @CsvSource({"0.4,20,1,0", "0.45,22,0.5,0.5", "0.43,21,0.5,0.5", "0.405,20,0.25,0.75", "1,50,1,0", "1.3,50,1,0", "-2,0,1,0"})
    void takesTheStatisticsOfItsTruncation(double psi, int row, float share, float next) {
        NetworkModel model = Fixtures.open(Fixtures.path("hf_biggan_deep32.bin"));
        float[] shares = model.inputs(RenderRequest.DEFAULT.withTruncation(new Truncation(psi, Truncation.ALL_LAYERS)), null)
                .get("statistics").data();
        float[] expected = new float[51];
        expected[row] = share;
        if (next > 0) expected[row + 1] = next;
        assertThat(Fixtures.distance(shares, expected)).isLessThan(1e-5);
    }

    @Test
    void aConfigurationBesideTheFileSaysWhichBlocksDouble() throws IOException {
        Path file = Files.copy(Fixtures.path("hf_biggan_deep32.bin"), folder.resolve("pytorch_model.bin"));
        assertThat(Fixtures.open(file).info().notes()).anyMatch(note -> note.endsWith(PUBLISHED));
        Path config = Files.copy(Fixtures.path("hf_biggan_deep32_config.json"), folder.resolve("config.json"));
        assertThat(Fixtures.open(file).info().notes()).anyMatch(note -> note.endsWith("from the configuration beside the file."));
        Files.writeString(config, Files.readString(config).replace("true", "false"));
        assertThat(Fixtures.open(file).info().width()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{\"layers\":7}", "{\"layers\":[[true]],\"eps\":-1}", "{\"layers\":{}}"})
    void aConfigurationOfNobodyKnowsWhatIsPassedOver(String text) throws IOException {
        Path file = Files.copy(Fixtures.path("hf_biggan_deep32.bin"), folder.resolve("pytorch_model.bin"));
        Files.writeString(folder.resolve("config.json"), text);
        assertThat(Fixtures.open(file).info().notes()).anyMatch(note -> note.endsWith(PUBLISHED));
        assertThat(Fixtures.open(file).info().width()).isEqualTo(32);
    }

    @Test
    void whatDoesNotFitIsRefusedWithASentence() {
        String split = "biggan32_mybn.pth";
        refused(split, tensors -> tensors.remove("blocks.0.0.conv1.weight"), "blocks.0.0.conv1.weight is missing");
        refused(split, tensors -> tensors.remove("blocks.1.0.conv2.u0"), "blocks.1.0.conv2.u0 [1,16] is missing");
        refused(split, tensors -> tensors.put("linear.weight", zeros(250, 6)), "the first layer gives 250 numbers");
        refused(split, tensors -> tensors.put("shared.weight", zeros(6, 0)), "shared.weight is empty");
        refused(split, tensors -> tensors.put("blocks.1.0.conv3.weight", zeros(2, 2)),
                "blocks.1.0.conv3.weight [2,2] belongs to no");
        refused(split, tensors -> tensors.put("blocks.0.0.bn1.gain.weight", zeros(16)), "bn1.gain.weight is [16], not of 2 axes");
        refused("bigdeep32.pth", tensors -> tensors.put("linear.weight", zeros(512, 12)), "z has 0 dimensions");
        String huggingFace = "hf_biggan_deep32.bin";
        refused(huggingFace, tensors -> tensors.remove("generator.layers.0.conv_0.weight_orig"),
                "layers.0.conv_0.weight_orig is missing");
        refused(huggingFace, tensors -> tensors.put("generator.bn.running_means", zeros(50, 4)), "not [50,");
        refused(huggingFace, tensors -> tensors.remove("generator.layers.4.gamma"), "generator.bn.weight is [4], not [16]");
    }

    private static StoredTensor zeros(int... shape) {
        int elements = 1;
        for (int dim : shape)
            elements *= dim;
        return StoredTensor.of(new float[elements], shape);
    }

    private static void refused(String name, Consumer<Map<String, StoredTensor>> damage, String sentence) {
        StateDict stored = ((Checkpoint) Checkpoints.open(Fixtures.path(name))).networks().get("");
        LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>(stored.tensors());
        damage.accept(tensors);
        StateDict state = new StateDict(tensors, stored.attributes(), stored.modules(), "");
        Checkpoint file = new Checkpoint(Path.of("made-up.pth"), ContainerFormat.TORCH_ZIP,
                new LinkedHashMap<>(Map.of("", state)), new LinkedHashMap<>());
        assertThat(new BigGanFamily().recognise(file).orElseThrow().open(Map.of()))
                .isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
                    assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
                    assertThat(refused.why().sentence()).contains("BigGAN").contains(sentence);
                });
    }
}
