package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.training.Gradients;
import meander.training.program.Phase;
import meander.training.program.Pictures;
import meander.training.program.Trainer;

class StyleGan2RecipeTest {
    private static final Recipe.DataShape DATA = new Recipe.DataShape(8, 3, 2);
    private static final Map<String, String> TINY = Map.of("batch", "4", "channel-base", "32", "channel-max", "4", "z", "5", "w",
            "6", "path-length", "2", "r1-every", "2", "path-length-every", "2");

    private static Plan plan(Map<String, String> changes) {
        Map<String, String> typed = new HashMap<>(TINY);
        typed.putAll(changes);
        StyleGan2Recipe recipe = new StyleGan2Recipe();
        return recipe.plan(new Settings(recipe.settings(), typed), DATA);
    }

    /** Leaky ReLU has a corner at 0 and noise strengths begin there, so weights are moved off their beginnings. */
    private static Weights weights(int seed) {
        return parameter -> {
            Tensor begin = Weights.untrained(seed).get(parameter);
            SplittableRandom random = new SplittableRandom(parameter.name().hashCode());
            float[] moved = begin.data().clone();
            for (int i = 0; i < moved.length; i++)
                moved[i] += (float) (0.1 * random.nextGaussian());
            return new Tensor(begin.shape(), moved);
        };
    }

    @Test
    void everyPhaseHasTheGradientThatDifferencesShow() {
        // The moving target of path lengths stands still: no gradient flows through it, but differences see it.
        for (Phase phase : plan(Map.of("path-length-decay", "0")).program().phases()) {
            if (phase.player().isEmpty()) continue; // only keeps count
            Set<String> without = new HashSet<>(phase.unused());
            phase.graph().parameters().forEach((name, _) -> {
                if (!name.startsWith(phase.player() + ".")) without.add(name);
            });
            assertThat(Gradients.error(phase.graph(), without, Gradients.inputs(phase), weights(1))).as(phase.name())
                    .isLessThan(2e-5);
        }
    }

    @Test
    void aStepMayBeWorkedOutInParts() {
        try (Trainer whole = trainer(plan(Map.of("batch", "4", "rounds", "1")));
                Trainer parts = trainer(plan(Map.of("batch", "4", "rounds", "2")))) {
            whole.advance();
            parts.advance();
            assertThat(parts.images()).isEqualTo(whole.images()).isEqualTo(4);
            assertThat(parts.state().get("D")).hasSameSizeAs(whole.state().get("D")).doesNotContain(Float.NaN);
        }
    }

    @Test
    void aResumedTrainingGivesTheSameNumbers() {
        Plan plan = plan(Map.of());
        Map<String, float[]> straight;
        try (Trainer trainer = trainer(plan)) {
            for (int i = 0; i < 6; i++)
                trainer.advance();
            straight = trainer.state();
        }
        Map<String, float[]> half;
        try (Trainer trainer = trainer(plan)) {
            for (int i = 0; i < 3; i++)
                trainer.advance();
            half = trainer.state();
        }
        try (Trainer trainer = trainer(plan)) {
            trainer.restore(half, 3, 12);
            for (int i = 0; i < 3; i++)
                trainer.advance();
            trainer.state().forEach((name, values) -> assertThat(values).as(name).isEqualTo(straight.get(name)));
        }
    }

    @Test
    void everyLearnedParameterMoves() {
        Plan plan = plan(Map.of());
        try (Trainer trainer = trainer(plan)) {
            Map<String, float[]> before = trainer.state();
            for (int i = 0; i < 4; i++)
                trainer.advance();
            Map<String, float[]> after = trainer.state();
            for (String player : new String[]{"G", "D"})
                plan.program().layout(player).places().forEach(place -> {
                    Op.Parameter parameter = place.parameter();
                    assertThat(plan.program().layout(player).weights(after.get(player)).get(parameter).data())
                            .as(parameter.name())
                            .isNotEqualTo(plan.program().layout(player).weights(before.get(player)).get(parameter).data());
                });
        }
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> plan(Map.of("batch", "6"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple of 4");
        assertThatThrownBy(() -> plan(Map.of("batch", "8", "rounds", "3"))).hasMessageContaining("3 parts");
        assertThatThrownBy(() -> plan(Map.of("gama", "1"))).hasMessageContaining("no setting gama").hasMessageContaining("gamma");
        assertThatThrownBy(() -> plan(Map.of("mixing", "2"))).hasMessageContaining("from 0.0 to 1.0");
    }

    private static Trainer trainer(Plan plan) {
        return new Trainer(plan.program(), plan.batch(), plan.rounds(), 5, weights(2), new MadeUp(), false);
    }

    /** Pictures that are functions of their place. */
    private static final class MadeUp implements Pictures {
        @Override
        public void picture(long position, float[] into) {
            for (int i = 0; i < into.length; i++)
                into[i] = (float) Math.sin(position * 0.7 + i * 0.3);
        }

        @Override
        public int label(long position) {
            return (int) (position % 2);
        }

        @Override
        public int randomLabel(double chance) {
            return chance < 0.5 ? 0 : 1;
        }
    }
}
