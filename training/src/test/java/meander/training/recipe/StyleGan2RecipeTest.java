package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import meander.training.Gradients;
import meander.training.program.Phase;
import meander.training.program.Trainer;

class StyleGan2RecipeTest {
    private static final TrainingRecipe.DataShape DATA = new TrainingRecipe.DataShape(8, 3, 2);
    private static final Map<String, String> TINY = Map.of("batch-size", "4", "channel-base", "32", "channel-max", "4", "z-dim",
            "5", "w-dim", "6", "path-length", "2", "r1-interval", "2", "path-length-interval", "2");

    private static TrainingPlan plan(Map<String, String> changes) {
        Map<String, String> typed = new HashMap<>(TINY);
        typed.putAll(changes);
        StyleGan2Recipe recipe = new StyleGan2Recipe();
        return recipe.plan(new SettingValues(recipe.settings(), typed), DATA);
    }

    @Test
    void everyPhaseHasTheGradientThatDifferencesShow() {
        // The moving target of path lengths stands still: no gradient flows through it, but differences see it.
        for (Phase phase : plan(Map.of("path-length-decay", "0")).program().phases()) {
            if (phase.network().isEmpty()) continue; // only keeps count
            Set<String> without = new HashSet<>(phase.unused());
            phase.graph().parameters().forEach((name, _) -> {
                if (!name.startsWith(phase.network() + ".")) without.add(name);
            });
            assertThat(Gradients.error(phase.graph(), without, Gradients.inputs(phase), SyntheticDatasets.moved(0.1)))
                    .as(phase.name()).isLessThan(2e-5);
        }
    }

    @Test
    void aStepMayBeWorkedOutInParts() {
        try (Trainer whole = SyntheticDatasets.trainer(plan(Map.of("batch-size", "4", "gradient-accumulation", "1")));
                Trainer parts = SyntheticDatasets.trainer(plan(Map.of("batch-size", "4", "gradient-accumulation", "2")))) {
            whole.advance();
            parts.advance();
            assertThat(parts.images()).isEqualTo(whole.images()).isEqualTo(4);
            assertThat(parts.state().get("D")).hasSameSizeAs(whole.state().get("D")).doesNotContain(Float.NaN);
        }
    }

    @Test
    void aResumedTrainingGivesTheSameNumbers() {
        Learning.resumes(plan(Map.of()));
    }

    @Test
    void judgesHeldBackPicturesAsThoseItLearnsFrom() {
        Learning.judges(plan(Map.of("augment", "none")), 0);
    }

    @Test
    void everyLearnedParameterMoves() {
        Learning.movesEverything(plan(Map.of()));
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> plan(Map.of("batch-size", "6"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple of 4");
        assertThatThrownBy(() -> plan(Map.of("batch-size", "8", "gradient-accumulation", "3"))).hasMessageContaining("3 parts");
        assertThatThrownBy(() -> plan(Map.of("gama", "1"))).hasMessageContaining("no setting gama").hasMessageContaining("gamma");
        assertThatThrownBy(() -> plan(Map.of("style-mixing", "2"))).hasMessageContaining("from 0.0 to 1.0");
    }
}
