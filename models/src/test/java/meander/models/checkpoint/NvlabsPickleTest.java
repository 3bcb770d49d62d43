package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NvlabsPickleTest {
    @ParameterizedTest
    @ValueSource(strings = {"sg2ada_tiny32", "sg2ada_cond_tiny32_proto3", "sg2_from_sg3repo_tiny32"})
    void everyTensorHasTheNameShapeAndValuesThatAnotherReaderFinds(String name) throws IOException {
        Checkpoint checkpoint = CheckpointFixtures.open(CheckpointFixtures.path(name + ".pkl"));

        List<CheckpointFixtures.Expected> found = new ArrayList<>();
        checkpoint.networks().forEach((network, dict) -> dict.tensors().forEach((tensor, stored) -> {
            double[] values = stored.doubles();
            double sum = 0;
            for (double value : values)
                sum += value;
            found.add(new CheckpointFixtures.Expected(network, tensor, CheckpointFixtures.shape(stored), values[0], sum));
        }));

        List<CheckpointFixtures.Expected> expected = CheckpointFixtures.expected(name);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            CheckpointFixtures.Expected a = found.get(i), b = expected.get(i);
            assertThat(a).usingRecursiveComparison().ignoringFields("sum").isEqualTo(b);
            assertThat(a.sum()).as(a.tensor()).isCloseTo(b.sum(), within(1e-9 * (1 + Math.abs(b.sum()))));
        }
    }

    @ParameterizedTest
    @CsvSource({"sg2ada_tiny32,64,0", "sg2ada_cond_tiny32_proto3,48,5", "sg2_from_sg3repo_tiny32,32,0"})
    void plainAttributesOfEveryModuleAreKept(String name, long zDim, long cDim) {
        StateDict generator = CheckpointFixtures.open(CheckpointFixtures.path(name + ".pkl")).networks().get("G_ema");

        assertThat(generator.className()).isEqualTo("Generator");
        assertThat(generator.attributes()).containsEntry("z_dim", zDim).containsEntry("c_dim", cDim)
                .containsEntry("img_resolution", 32L).containsEntry("training", false)
                .containsEntry("synthesis.block_resolutions", List.of(4L, 8L, 16L, 32L))
                .containsEntry("synthesis.b8.architecture", "skip").containsEntry("synthesis.b8.conv1.conv_clamp", 256L)
                .containsEntry("synthesis.b8.conv0.up", 2L);
        assertThat(generator.attributes().keySet()).noneMatch(key -> key.contains("hooks"));
    }

    @Test
    void constructorArgumentsAreANestedMap() {
        StateDict generator = CheckpointFixtures.open(CheckpointFixtures.path("sg2ada_tiny32.pkl")).networks().get("G_ema");

        assertThat(generator.attributes().get("_init_kwargs")).isEqualTo(Map.of("z_dim", 64L, "c_dim", 0L, "w_dim", 64L,
                "img_resolution", 32L, "img_channels", 3L, "mapping_kwargs", Map.of("num_layers", 8L), "synthesis_kwargs",
                Map.of("channel_base", 1024L, "channel_max", 64L, "num_fp16_res", 4L, "conv_clamp", 256L)));
        assertThat(generator.attributes().get("synthesis.b4._init_args")).isEqualTo(List.of(0L, 64L));
    }

    @Test
    void numbersOfNumPyBecomeNumbers() {
        StateDict generator = CheckpointFixtures.open(CheckpointFixtures.path("sg2ada_tiny32.pkl")).networks().get("G_ema");

        assertThat(generator.attributes().get("synthesis.b4.torgb.weight_gain")).isInstanceOf(Double.class).isEqualTo(0.125);
        assertThat(generator.attributes().get("synthesis.b8.use_fp16")).isInstanceOf(Boolean.class);
    }

    @Test
    void modulesAreListedInOrderAndMissingParametersAreLeftOut() {
        StateDict generator = CheckpointFixtures.open(CheckpointFixtures.path("sg2ada_tiny32.pkl")).networks().get("G_ema");

        assertThat(generator.modules()).startsWith("synthesis", "synthesis.b4", "synthesis.b4.conv1", "synthesis.b4.conv1.affine")
                .contains("synthesis.b8.conv0", "mapping.fc7").doesNotContain("mapping.embed");
        assertThat(generator.tensors()).containsKey("synthesis.b4.const").doesNotContainKey("mapping.embed.weight");
        assertThat(generator.tensors().get("synthesis.b4.conv1.noise_strength").shape()).isEmpty();
    }

    @Test
    void whatIsNotANetworkBecomesAFact() {
        Checkpoint checkpoint = CheckpointFixtures.open(CheckpointFixtures.path("sg2ada_tiny32.pkl"));

        assertThat(checkpoint.container()).isEqualTo(ContainerFormat.PICKLE);
        assertThat(checkpoint.networks().sequencedKeySet()).containsExactly("G", "D", "G_ema");
        assertThat(checkpoint.facts()).containsKey("training_set_kwargs").containsEntry("augment_pipe", null);
    }

    @Test
    void theAverageIsNotTheRawGenerator() {
        var networks = CheckpointFixtures.open(CheckpointFixtures.path("sg2ada_tiny32.pkl")).networks();
        String name = "synthesis.b4.const";

        assertThat(networks.get("G_ema").tensors().get(name).floats())
                .isNotEqualTo(networks.get("G").tensors().get(name).floats());
    }

    @Test
    void arraysAmongAttributesBecomeLists() {
        StateDict generator = CheckpointFixtures.open(CheckpointFixtures.path("sg3r_tiny32.pkl")).networks().get("G_ema");

        assertThat(generator.attributes().get("synthesis.L0_36_48.out_size")).isEqualTo(List.of(36L, 36L));
        assertThat(generator.attributes().get("synthesis.L0_36_48.in_cutoff")).isInstanceOf(Double.class);
    }
}
