package meander.models.family.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.Rejected;
import meander.models.family.Families;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** What {@code torch.save(model)} wrote draws as PyTorch does, with nothing guessed. */
class WholeModuleFamilyTest {
    private static Path path(String name) {
        return Fixtures.path("README.md").getParent().resolveSibling("modules").resolve(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "every_layer", "unpadded", "own_class", "own_blocks", "parallel", "with_discriminator"})
    void drawsAsPyTorchDoes(String name) {
        NetworkModel model = Fixtures.open(path(name + ".pth"));
        assertThat(model.info().family()).isEqualTo("PyTorch module");
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (int seed = 0; seed < 2; seed++) {
                float[] expected = Fixtures.array(path(name + "_seed" + seed + ".npy")).floats();
                boolean fromZero = name.startsWith("own_class") || name.equals("parallel") || name.startsWith("with");
                for (int i = 0; i < expected.length; i++)
                    if (fromZero) expected[i] = expected[i] * 2 - 1;
                assertThat(Fixtures.distance(Parity.draw(renderer, RenderRequest.DEFAULT.withSeed(seed)).data(), expected))
                        .as("seed %d", seed).isLessThan(1e-4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "every_layer", "own_class", "own_blocks", "with_discriminator"})
    void leavesNothingToGuess(String name) {
        assertThat(Fixtures.open(path(name + ".pth")).controls()).noneMatch(Control.Guess.class::isInstance);
    }

    @Test
    void saysWhatToSaveInsteadOfAModuleWhoseCodeIsNeeded() {
        OpenResult result = Families.installed().open(path("refused.pth"), Map.of(), _ -> {}, () -> false);

        assertThat(result).isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
            assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.WHOLE_MODULE);
            assertThat(refused.why().sentence()).contains("train.Functional").contains("torch.save(model.state_dict()")
                    .contains("ONNX");
        });
    }
}
