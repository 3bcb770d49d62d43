package meander.training.optimizer;

import java.util.List;

/**
 * How parameters move down a gradient. Parameters are one flat vector {@code [n]}, and so is what is remembered of them, so that an update
 * is a few operations in place; {@link #update} declares it in TorchScript, whose numbers are double precision and whose vectors are float.
 * Formulas and names are those of {@code torch.optim}.
 */
public sealed interface Optimizer permits Adam, AdamW, RmsProp, Sgd {
    /** α, before its schedule. */
    double learningRate();

    /** What is kept from update to update, in the order of a checkpoint. All zeros in the beginning. */
    List<Buffer> buffers();

    /**
     * The statements of one update. They may use {@code g}, the gradient {@code [n]}, and {@code rate}, the share of the learning rate that its
     * schedule leaves; they change {@code self.NAME} and the buffers {@code self.NAME_BUFFER} in place and leave {@code w}, the parameters.
     */
    List<String> update(Parameters parameters);

    /**
     * For parameters that take a regularization step of their own after every {@code interval} steps (lazy regularization, StyleGAN2,
     * arXiv:1912.04958 appendix B): with {@code c = interval/(interval + 1)}, {@code c·α} and every decay to the power of {@code c} move them as far
     * as without.
     */
    Optimizer lazy(int interval);

    /**
     * Something that is kept.
     *
     * @param name         after that of the parameters, {@code NAME_mean} for example
     * @param symbol       as formulas call it
     * @param perParameter whether it is a number for each parameter, or one for all
     */
    record Buffer(String name, String symbol, boolean perParameter) {
        public int size(int parameters) {
            return perParameter ? parameters : 1;
        }
    }

    /**
     * What moves.
     *
     * @param name    of the vector among the script's attributes
     * @param size    n
     * @param learned the stretches of the vector that are learned, in order; between them lie statistics, of which gradients are 0
     */
    record Parameters(String name, int size, List<Range> learned) {
        public Parameters {
            learned = List.copyOf(learned);
        }

        public static Parameters of(String name, int size) {
            return new Parameters(name, size, List.of(new Range(0, size)));
        }

        String buffer(String buffer) {
            return "self." + name + "_" + buffer;
        }

        String vector() {
            return "self." + name;
        }
    }

    /** A stretch of a vector. @param from counted in numbers */
    record Range(int from, int size) {}

    /** {@code c} of {@link #lazy}. */
    private static double share(int interval) {
        return interval / (interval + 1.0);
    }

    /** The learning rate of an optimizer with lazy regularization. */
    static double lazyRate(double learningRate, int interval) {
        return learningRate * share(interval);
    }

    /** A decay, such as β₁, of an optimizer with lazy regularization. */
    static double lazyDecay(double decay, int interval) {
        return Math.pow(decay, share(interval));
    }
}
