package meander.training.recipe;

import java.util.SplittableRandom;

import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.training.data.Domain;
import meander.training.program.Trainer;
import meander.training.program.TrainingBatchSource;

/** Pictures that are functions of their place, and trainers that learn from them. */
final class SyntheticDatasets implements TrainingBatchSource {
    @Override
    public void picture(long position, float[] into) {
        for (int i = 0; i < into.length; i++)
            into[i] = (float) Math.sin(position * 0.7 + i * 0.3);
    }

    @Override
    public void picture(Domain side, long position, float[] into) {
        picture(side == Domain.B ? position + 100 : position, into);
    }

    @Override
    public int label(long position) {
        return (int) (position % 2);
    }

    @Override
    public int randomLabel(double chance) {
        return chance < 0.5 ? 0 : 1;
    }

    static Trainer trainer(TrainingPlan plan) {
        return new Trainer(plan.program(), plan.batchSize(), plan.gradientAccumulation(), 5, moved(0.1), new SyntheticDatasets(),
                false);
    }

    /** @param length pictures until learning rates have fallen to 0 */
    static Trainer trainer(TrainingPlan plan, long length) {
        return new Trainer(plan.program(), plan.batchSize(), plan.gradientAccumulation(), 5, length, moved(0.1),
                new SyntheticDatasets(), false);
    }

    /** Weights off their beginnings: leaky ReLU has a corner at 0, where biases begin, and untrained pictures are nearly grey. */
    static Weights moved(double by) {
        return parameter -> {
            Tensor begin = Weights.untrained(1).get(parameter);
            SplittableRandom random = new SplittableRandom(parameter.name().hashCode());
            float[] moved = begin.data().clone();
            for (int i = 0; i < moved.length; i++)
                moved[i] += (float) (by * random.nextGaussian());
            return new Tensor(begin.shape(), moved);
        };
    }
}
