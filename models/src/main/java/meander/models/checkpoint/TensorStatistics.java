package meander.models.checkpoint;

/**
 * What the numbers of a tensor are like. Numbers that are not finite are counted and left out of the rest, which is NaN where nothing is
 * left.
 *
 * @param std       of the numbers themselves, not an estimate for what they were drawn from
 * @param notFinite how many are NaN or infinite
 */
public record TensorStatistics(double mean, double std, double min, double max, long notFinite) {
    /** Larger tensors are read as floats, to need half the memory; wider types are rare and small. */
    private static final int MOST_DOUBLES = 1 << 22;

    /** Reads the whole tensor. @throws java.io.UncheckedIOException if the file can no longer be read */
    public static TensorStatistics of(StoredTensor tensor) {
        if (tensor.elements() <= MOST_DOUBLES) {
            double[] values = tensor.doubles();
            return of(values.length, i -> values[i]);
        }
        float[] values = tensor.floats();
        return of(values.length, i -> values[i]);
    }

    private interface Numbers {
        double at(int index);
    }

    private static TensorStatistics of(int count, Numbers numbers) {
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        int finite = 0;
        for (int i = 0; i < count; i++) {
            double number = numbers.at(i);
            if (!Double.isFinite(number)) continue;
            finite++;
            sum += number;
            min = Math.min(min, number);
            max = Math.max(max, number);
        }
        if (finite == 0) return new TensorStatistics(Double.NaN, Double.NaN, Double.NaN, Double.NaN, count);
        double mean = sum / finite;
        double squares = 0; // around the mean, found first: the difference of two large sums would lose what matters
        for (int i = 0; i < count; i++) {
            double number = numbers.at(i);
            if (Double.isFinite(number)) squares += (number - mean) * (number - mean);
        }
        return new TensorStatistics(mean, Math.sqrt(squares / finite), min, max, count - finite);
    }
}
