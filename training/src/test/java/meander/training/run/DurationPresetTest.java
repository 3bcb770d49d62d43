package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.training.recipe.Recipes;
import meander.training.recipe.TrainingRecipe;

class DurationPresetTest {
    private static final TrainingRecipe.DataShape DATA = new TrainingRecipe.DataShape(64, 3, 0);
    private static final int PICTURES = 1_000_000;

    private final LocalEngine engine = new LocalEngine(Recipes.installed(), Path.of("none"), () -> false);

    private TrainingSpec fitted(DurationPreset preset, TrainingSpec asked, double operationsPerSecond, int pictures) {
        return engine.fitted(preset, asked, DATA, pictures, new TrainingTimeEstimate(operationsPerSecond)).orElseThrow();
    }

    private double share(DurationPreset preset, TrainingSpec spec, double operationsPerSecond) {
        return (double) engine.estimate(spec, DATA, new TrainingTimeEstimate(operationsPerSecond)).orElseThrow().toMillis()
                / preset.time().toMillis();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stylegan2", "progan", "dcgan", "wgan-gp"})
    void takesAboutAsLongAsItSays(String recipe) {
        for (DurationPreset preset : DurationPreset.values()) {
            TrainingSpec spec = fitted(preset, TrainingSpec.of(recipe, "data", 1), 5e10, PICTURES);
            assertThat(share(preset, spec, 5e10)).as(preset + " " + spec).isBetween(0.85, 1.05);
        }
    }

    @Test
    void aSlowMachineLearnsSmallerPicturesWithSmallerNetworks() {
        TrainingSpec asked = TrainingSpec.of("stylegan2", "data", 1);
        assertThat(fitted(DurationPreset.QUICK, asked, 1e13, PICTURES).settings()).as("fast").isEmpty();
        TrainingSpec slow = fitted(DurationPreset.QUICK, asked, 1e10, PICTURES);
        assertThat(slow.settings().keySet()).as("slow").isEqualTo(Set.of("resolution", "channel-base", "channel-max"));
        assertThat(slow.settings()).containsEntry("resolution", "32");
        TrainingSpec crawling = fitted(DurationPreset.QUICK, asked, 1e8, PICTURES);
        assertThat(crawling.settings()).containsEntry("channel-max", "32");
        assertThat(share(DurationPreset.QUICK, crawling, 1e8)).isBetween(0.85, 1.05);
    }

    @Test
    void aFewPicturesAreNotShownWithoutEnd() {
        TrainingSpec spec = fitted(DurationPreset.THOROUGH, TrainingSpec.of("dcgan", "data", 1), 1e13, 2000);
        assertThat(spec.kimg()).isEqualTo(2000);
    }

    @Test
    void whatAPersonChoseStays() {
        Map<String, String> own = Map.of("resolution", "16", "channel-max", "77", "gamma", "3");
        TrainingSpec spec = fitted(DurationPreset.QUICK, TrainingSpec.of("stylegan2", "data", 1).with(own), 1e9, PICTURES);
        assertThat(spec.settings()).containsAllEntriesOf(own);
        assertThat(share(DurationPreset.QUICK, spec, 1e9)).isBetween(0.85, 1.05);
    }

    @Test
    void aNetworkThatGrowsHasGrownInTime() {
        TrainingSpec spec = fitted(DurationPreset.QUICK, TrainingSpec.of("progan", "data", 1), 5e10, PICTURES);
        int sizes = Integer.numberOfTrailingZeros(Integer.parseInt(spec.settings().getOrDefault("resolution", "64"))) - 2;
        double faded = sizes
                * (Double.parseDouble(spec.settings().get("stable-kimg")) + Double.parseDouble(spec.settings().get("fade-kimg")));
        assertThat(faded).isBetween(0.7 * spec.kimg(), 0.9 * spec.kimg());
    }
}
