package meander.training.program;

import java.util.Optional;

import meander.training.optimizer.LearningRateSchedule;
import meander.training.optimizer.Optimizer;

/**
 * A network that learns. Its parameters are those whose names begin with its own name and a dot.
 *
 * @param name       for example {@code G}
 * @param weightClip weights are limited to ±this after each step (WGAN, arXiv:1701.07875 algorithm 1); infinite for none
 * @param averaging  how a moving average of its weights is kept; empty for none
 */
public record TrainableNetwork(String name, Optimizer optimizer, LearningRateSchedule schedule, double weightClip,
        Optional<Averaging> averaging) {
    /**
     * A moving average of weights with a half-life counted in pictures (ProGAN, arXiv:1710.10196 §5; with ramp-up, arXiv:2006.06676).
     *
     * @param kimg   half-life in thousands of pictures
     * @param rampUp in the beginning the half-life is this share of what was seen; infinite for none
     */
    public record Averaging(double kimg, double rampUp) {
        /** What remains of the old average after a batch. @param images seen so far */
        public double decay(long images, int batch) {
            double halfLife = Math.min(kimg * 1000, Double.isInfinite(rampUp) ? Double.MAX_VALUE : images * rampUp);
            return Math.pow(0.5, batch / Math.max(halfLife, 1e-8));
        }
    }

    public static TrainableNetwork of(String name, Optimizer optimizer) {
        return new TrainableNetwork(name, optimizer, LearningRateSchedule.CONSTANT, Double.POSITIVE_INFINITY, Optional.empty());
    }

    public static TrainableNetwork averaged(String name, Optimizer optimizer, double kimg, double rampUp) {
        return new TrainableNetwork(name, optimizer, LearningRateSchedule.CONSTANT, Double.POSITIVE_INFINITY,
                Optional.of(new Averaging(kimg, rampUp)));
    }

    public TrainableNetwork withSchedule(LearningRateSchedule other) {
        return new TrainableNetwork(name, optimizer, other, weightClip, averaging);
    }

    public TrainableNetwork withWeightClip(double limit) {
        return new TrainableNetwork(name, optimizer, schedule, limit, averaging);
    }
}
