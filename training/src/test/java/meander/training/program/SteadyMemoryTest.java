package meander.training.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import meander.models.graph.Weights;
import meander.training.recipe.SettingValues;
import meander.training.recipe.StyleGan2Recipe;
import meander.training.recipe.TrainingPlan;
import meander.training.recipe.TrainingRecipe;
import meander.training.run.ProcessMemory;

/** Minutes long: {@code mvn test -pl training -am -Dtests.excluded=none -Dtest=SteadyMemoryTest -Dsurefire.failIfNoSpecifiedTests=false}. */
@Tag("benchmark")
class SteadyMemoryTest {
    private static final int SETTLED = 500;
    private static final int STEPS = 3000;
    private static final double GROWTH = 0.05;

    @Test
    void theWholeProcessStaysAsLargeAsItWasAfterTheFirstSteps() {
        assumeThat(ProcessMemory.resident()).isPresent();
        StyleGan2Recipe recipe = new StyleGan2Recipe();
        TrainingPlan plan = recipe.plan(new SettingValues(recipe.settings(), Map.of("batch-size", "4", "channel-base", "128",
                "channel-max", "16", "path-length", "2", "z-dim", "16", "w-dim", "16")), new TrainingRecipe.DataShape(16, 3, 2));
        long settled = 0;
        try (Trainer trainer = new Trainer(plan.program(), plan.batchSize(), plan.gradientAccumulation(), 0, Weights.untrained(0),
                new Noise(), false)) {
            for (int step = 1; step <= STEPS; step++) {
                trainer.advance();
                if (step == SETTLED) settled = memory();
            }
        }
        assertThat((double) memory()).isLessThan(settled * (1 + GROWTH));
    }

    /** Of the whole process, in bytes, without the part of Java's heap that is free and that the collector likes to hold more of as time goes by. */
    private static long memory() {
        System.gc();
        return ProcessMemory.resident().getAsLong() - Runtime.getRuntime().freeMemory();
    }

    /** Pictures that need no memory. */
    private static final class Noise implements TrainingBatchSource {
        @Override
        public void picture(long position, float[] into) {
            for (int i = 0; i < into.length; i++)
                into[i] = (float) Math.sin(position + i * 0.1);
        }

        @Override
        public int label(long position) {
            return (int) (position & 1);
        }

        @Override
        public int randomLabel(double chance) {
            return chance < 0.5 ? 0 : 1;
        }
    }
}
