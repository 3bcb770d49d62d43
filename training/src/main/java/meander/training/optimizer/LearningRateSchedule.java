package meander.training.optimizer;

/** How the learning rate changes as an optimization goes on. All is told in shares of its length, from 0 to 1. */
public sealed interface LearningRateSchedule {
    LearningRateSchedule CONSTANT = new Constant();

    /** The share of the learning rate with which a step is taken. @param done the share of the optimization before that step, 0 to 1 or more */
    double factor(double done);

    /** Whether the length of the optimization matters. */
    default boolean followsLength() {
        return true;
    }

    /** Always the same. */
    record Constant() implements LearningRateSchedule {
        @Override
        public double factor(double done) {
            return 1;
        }

        @Override
        public boolean followsLength() {
            return false;
        }
    }

    /** Falls linearly to 0, which it reaches at the end. @param from where it begins to fall, less than 1 */
    record LinearToZero(double from) implements LearningRateSchedule {
        public LinearToZero {
            checkStart(from);
        }

        @Override
        public double factor(double done) {
            return left(from, done);
        }
    }

    /** Falls to 0 along half a cosine (SGDR without restarts, Loshchilov and Hutter, arXiv:1608.03983 equation 5). @param from likewise */
    record Cosine(double from) implements LearningRateSchedule {
        public Cosine {
            checkStart(from);
        }

        @Override
        public double factor(double done) {
            return 0.5 - 0.5 * Math.cos(Math.PI * left(from, done));
        }
    }

    /**
     * Rises linearly from 0, as a factor of another schedule (StyleGAN2's projector, arXiv:1912.04958 appendix D).
     *
     * @param until where it has risen, more than 0
     * @param then  by whose factor it is multiplied all along
     */
    record WarmUp(double until, LearningRateSchedule then) implements LearningRateSchedule {
        public WarmUp {
            if (!(until > 0 && until <= 1)) throw new IllegalArgumentException("a warm-up until " + until);
        }

        @Override
        public double factor(double done) {
            return Math.min(1, done / until) * then.factor(done);
        }
    }

    private static void checkStart(double from) {
        if (!(from >= 0 && from < 1)) throw new IllegalArgumentException("a fall from " + from);
    }

    private static double left(double from, double done) {
        return Math.clamp((1 - done) / (1 - from), 0, 1);
    }
}
