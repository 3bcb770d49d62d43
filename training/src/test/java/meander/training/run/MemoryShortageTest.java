package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingRecipe;

class MemoryShortageTest {
    private static TrainingRecipe recipe(String name) {
        return Recipes.installed().named(name).orElseThrow();
    }

    /** What processes were measured to take at most (VmHWM, Linux, two steps with each phase in the first), in megabytes. */
    @ParameterizedTest
    @CsvSource({"stylegan2,32,904", "stylegan2,64,1425", "stylegan2,128,2035", "progan,64,1098", "dcgan,64,617", "wgan-gp,64,684",
            "cyclegan,64,478", "cyclegan,128,721", "pix2pix,128,693"})
    void theEstimateIsNearWhatProcessesTook(String name, int size, int measured) {
        SettingValues settings = new SettingValues(recipe(name).settings(), Map.of());
        long bytes = MemoryEstimate.of(recipe(name).plan(settings, new TrainingRecipe.DataShape(size, 3, 0))).bytes();
        assertThat(bytes / 1048576.0 / measured).isBetween(0.75, 1.6);
    }

    @Test
    void whatIsTooLargeForTheMachineIsRefusedWithWhatWouldFit() {
        MemoryShortage shortage = MemoryShortage
                .of(recipe("stylegan2"), Map.of(), new TrainingRecipe.DataShape(1024, 3, 0), 8_000_000_000L).orElseThrow();
        assertThat(shortage.needed()).isGreaterThan(8_000_000_000L);
        assertThat(shortage.gradientAccumulation().isPresent() || shortage.resolution().isPresent()).isTrue();
        assertThat(shortage.arguments()).hasSize(4).startsWith(MemoryShortage.gigabytes(shortage.needed()), "8.0");
        assertThat(shortage.sentence()).contains("GB of memory and 8.0 GB are free.", "--set memory-check=off");
    }

    @Test
    void whatFitsIsNotSpokenOf() {
        assertThat(MemoryShortage.of(recipe("dcgan"), Map.of(), new TrainingRecipe.DataShape(32, 3, 0), 8_000_000_000L))
                .isEmpty();
    }
}
