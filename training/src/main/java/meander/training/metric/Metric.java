package meander.training.metric;

import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** How good generated pictures are, told from pictures alone. What a recipe has measured it names in its {@code monitoring()}. */
public interface Metric {
    /** In log files and TensorBoard; {@code train.figure.NAME} is the key of its words. */
    String name();

    /** As papers write it. */
    String title();

    /** Which values are better. */
    enum Better {
        LOWER, HIGHER
    }

    Better better();

    /** Whether a generated picture is compared with the one that was wanted. */
    default boolean isPaired() {
        return false;
    }

    /** Whether it is told of each domain by itself too, where there are several; else the mean is. */
    default boolean isPerDomain() {
        return isPaired();
    }

    /** The least side of pictures that it can be told of, pixels. */
    default int smallest() {
        return 1;
    }

    /**
     * Prepares for comparing with pictures of the data, which are at least two.
     *
     * @throws CancellationException when cancelled
     */
    Reference reference(ImageBatch data, BooleanSupplier cancelled);

    /** Pictures of the data that others are compared with. */
    interface Reference {
        /**
         * @param generated as many as those of the data; where it {@linkplain #isPaired is paired} in the same order
         * @throws CancellationException when cancelled
         */
        double measure(ImageBatch generated, BooleanSupplier cancelled);

        /** What there would be to see if the data were generated, where that is worth knowing. */
        default OptionalDouble ofData() {
            return OptionalDouble.empty();
        }
    }
}
