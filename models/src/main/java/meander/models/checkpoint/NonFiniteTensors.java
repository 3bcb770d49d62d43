package meander.models.checkpoint;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Numbers in a file that are NaN or infinite: they spoil whatever a network draws, often without a sign.
 *
 * @param tensor its name in the file, after that of its network where there are several
 * @param count  how many of its numbers
 */
public record NonFiniteTensors(String tensor, long count) {
    /** Networks that draw nothing, by the names that trainings give them. */
    private static final Set<String> OTHERS = Set.of("d", "discriminator", "netd", "d_ema", "optimizer", "g_optim", "d_optim");

    /** Written out, one of more numbers would take a gigabyte; what repeats its numbers may have as many as it likes. */
    private static final long MOST = 1L << 28;

    /** The first such tensor of the networks that may draw; reads them all. @throws java.io.UncheckedIOException if the file can no longer be read */
    public static Optional<NonFiniteTensors> in(Checkpoint checkpoint) {
        return in(checkpoint, _ -> true);
    }

    /** As {@link #in(Checkpoint)}. @param drawn whether a tensor has a part in what is drawn */
    public static Optional<NonFiniteTensors> in(Checkpoint checkpoint, Predicate<StoredTensor> drawn) {
        for (Map.Entry<String, StateDict> network : checkpoint.networks().entrySet()) {
            if (OTHERS.contains(network.getKey().toLowerCase(Locale.ROOT))) continue;
            for (Map.Entry<String, StoredTensor> tensor : network.getValue().tensors().entrySet()) {
                if (!drawn.test(tensor.getValue())) continue;
                long count = count(tensor.getValue());
                if (count > 0)
                    return Optional.of(new NonFiniteTensors(
                            network.getKey().isEmpty() ? tensor.getKey() : network.getKey() + "." + tensor.getKey(), count));
            }
        }
        return Optional.empty();
    }

    private static long count(StoredTensor tensor) {
        return Count.of(tensor).all();
    }

    /** How many of a tensor's numbers are no numbers. */
    public static final class Count {
        private long numbers;
        private long nan;
        private long above;
        private long below;
        private boolean graded;

        /** Of all of a tensor; nothing of one that is no network's weight, being whole or too large. */
        public static Count of(StoredTensor tensor) {
            Count count = new Count();
            if (!tensor.dtype().isReal() || tensor.elements() > MOST) return count;
            for (float number : tensor.floats())
                count.add(number);
            return count;
        }

        public void add(double number) {
            numbers++;
            if (Double.isNaN(number)) nan++;
            else if (number == Double.POSITIVE_INFINITY) above++;
            else if (number == Double.NEGATIVE_INFINITY) below++;
            else
                graded |= number != 0 && number != 1;
        }

        public long all() {
            return nan + above + below;
        }

        /** As {@link #all}, but nothing for what a program may mean: a single infinite number is a bound, and −∞ among 0 and 1 a mask. */
        public long inProgram() {
            boolean meant = nan == 0 && (numbers == 1 || above == 0 && !graded);
            return meant ? 0 : all();
        }
    }
}
