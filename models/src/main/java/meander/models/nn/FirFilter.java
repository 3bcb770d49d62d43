package meander.models.nn;

import java.util.Arrays;

import meander.models.graph.Op.Padding;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * A separable low-pass filter around up-sampling, {@code [1,3,3,1]/8} in StyleGAN2.
 *
 * @param row the filter along one axis, two or more taps, adding up to 1
 */
public record FirFilter(float[] row) {
    /** Binomial, as all published StyleGAN2 networks have it. */
    public static final FirFilter BINOMIAL = new FirFilter(new float[]{0.125f, 0.375f, 0.375f, 0.125f});

    private static final int MOST_TAPS = 64;

    /**
     * A filter as files keep it: the row itself or its outer product with itself.
     *
     * @param gain that the stored numbers carry along both axes
     * @throws IllegalArgumentException if it is no such filter
     */
    public static FirFilter stored(String name, float[] values, int[] shape, double gain) {
        int taps = shape.length == 0 ? 0 : shape[0];
        if (shape.length > 2 || taps < 2 || taps > MOST_TAPS || shape[shape.length - 1] != taps)
            throw new IllegalArgumentException(name + " is " + Arrays.toString(shape) + ", no square of 2 to " + MOST_TAPS);
        if (shape.length == 1) return new FirFilter(values);
        float[] row = new float[taps];
        for (int i = 0; i < values.length; i++)
            row[i / taps] += (float) (values[i] / gain);
        for (int i = 0; i < values.length; i++)
            if (!(Math.abs(values[i] / gain - row[i / taps] * row[i % taps]) <= 1e-6))
                throw new IllegalArgumentException(name + " is not separable");
        return new FirFilter(row);
    }

    /** Taps such as {@code [1,3,3,1]}, divided by their sum. */
    public static FirFilter normalised(double... taps) {
        double sum = Arrays.stream(taps).sum();
        float[] row = new float[taps.length];
        for (int i = 0; i < row.length; i++)
            row[i] = (float) (taps[i] / sum);
        return new FirFilter(row);
    }

    public int taps() {
        return row.length;
    }

    /**
     * Filters x {@code [N,C,H,W]}. As everywhere in StyleGAN2 this is a true convolution, which mirrors the filter. Both axes in one
     * pass: with this few taps, reading the picture once more costs more than the products that two passes save.
     *
     * @param before zeros above and to the left
     * @param after  zeros below and to the right
     * @param gain   per axis: 2 after inserting zeros by a factor of 2
     */
    public Value smooth(Value x, int before, int after, double gain) {
        return x.conv2d(kernel(x, mirrored(), gain), 1, new Padding(before, before, after, after), x.shape().dim(1));
    }

    /** x {@code [N,C,H,W]} at twice the size: zeros inserted, then filtered, as one transposed convolution. */
    public Value up(Value x) {
        int before = taps() / 2 - 1;
        int after = (taps() - 1) / 2;
        return x.convTranspose2d(kernel(x, row, 2), 2, new Padding(before, before, after, after), 0, x.shape().dim(1));
    }

    /** x {@code [N,C,H,W]} at half the size: filtered, then every second row and column. */
    public Value down(Value x) {
        int before = (taps() - 1) / 2;
        int after = taps() / 2 - 1;
        return x.conv2d(kernel(x, mirrored(), 1), 2, new Padding(before, before, after, after), x.shape().dim(1));
    }

    private float[] mirrored() {
        float[] mirrored = new float[taps()];
        for (int i = 0; i < mirrored.length; i++)
            mirrored[i] = row[mirrored.length - 1 - i];
        return mirrored;
    }

    /** The outer product of a row with itself, once for each channel of x. */
    private static Value kernel(Value x, float[] row, double gain) {
        int taps = row.length;
        Tensor kernel = Tensor.zeros(x.shape().dim(1), 1, taps, taps);
        for (int i = 0; i < kernel.data().length; i++)
            kernel.data()[i] = (float) (gain * gain * row[i / taps % taps] * row[i % taps]);
        return x.graph().constant(kernel);
    }
}
