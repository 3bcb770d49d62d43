package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;

import meander.models.graph.Op;
import meander.training.program.FlatParameters;
import meander.training.program.Trainer;
import meander.training.program.TrainingProgram;

/** What is expected of every recipe's training. */
final class Learning {
    private Learning() {}

    /** Three steps, a stop, and three steps more give the numbers of six steps. */
    static void resumes(TrainingPlan plan) {
        Map<String, float[]> straight;
        Map<String, float[]> half;
        long images;
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            advance(trainer, 3);
            half = trainer.state();
            images = trainer.images();
            advance(trainer, 3);
            straight = trainer.state();
        }
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            trainer.restore(half, 3, images);
            advance(trainer, 3);
            trainer.state().forEach((tensor, values) -> assertThat(values).as(tensor).isEqualTo(straight.get(tensor)));
        }
    }

    /** Within four steps no parameter of either network stays what it was. */
    static void movesEverything(TrainingPlan plan) {
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            Map<String, float[]> before = trainer.state();
            advance(trainer, 4);
            Map<String, float[]> after = trainer.state();
            for (String player : new String[]{"G", "D"}) {
                FlatParameters layout = plan.program().layout(player);
                for (FlatParameters.Place place : layout.places()) {
                    Op.Parameter parameter = place.parameter();
                    assertThat(layout.weights(after.get(player)).get(parameter).data()).as(parameter.name())
                            .isNotEqualTo(layout.weights(before.get(player)).get(parameter).data());
                }
            }
        }
    }

    /** Held-back pictures are judged as those are that the discriminator learns from. @param images seen before */
    static void judges(TrainingPlan plan, long images) {
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            trainer.restore(trainer.state(), 0, images);
            double judged = 0;
            float[] logits = trainer.draw(TrainingProgram.JUDGE, 0, new SyntheticDatasets(), images).data();
            for (float logit : logits)
                judged += logit / logits.length;
            double learned = trainer.advance().get("D/real");
            assertThat(judged).as("after %s", images).isCloseTo(learned, within(1e-5 * Math.max(1, Math.abs(learned))));
        }
    }

    private static void advance(Trainer trainer, int steps) {
        for (int i = 0; i < steps; i++)
            trainer.advance();
    }
}
