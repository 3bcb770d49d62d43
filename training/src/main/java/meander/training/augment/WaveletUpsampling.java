package meander.training.augment;

import java.util.Arrays;

import meander.models.graph.Graph;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Pictures at twice as many rows and columns and back, without loss: a warp is looked up among the finer pixels, so that it
 * neither blurs nor aliases.
 *
 * <p>ADA uses the orthogonal filter sym6, from which what is doubled and halved comes back as it was. But sym6 is not symmetric:
 * a picture mirrored or turned between the two would no longer be exact, and what lies beyond the border has to be there before
 * doubling, a picture of up to nine times the pixels. So here sym6 is taken without its phase: the symmetric filter that lets
 * through as much of every frequency, which is also orthogonal. It never quite ends; halving stops after six fine pixels to each
 * side, and doubling is what halving undoes, to the rounding of float32. Both are within 0.001 of sym6 at every frequency. Doubled
 * by a symmetric filter a reflected picture is a reflected picture, and reflecting the place that is looked up is enough.
 *
 * <p>Both are products with matrices of a row for each pixel. Up to a side of 256 these take processors about half the time of
 * convolutions, their gradients included, and they have the border built in.
 */
final class WaveletUpsampling {
    /** Fine pixels beyond the border on each side that halving needs. */
    static final int MARGIN = 6;

    /** Daubechies' least asymmetric filter with six vanishing moments, adding up to √2. */
    private static final double[] SYM6 = {0.015404109327027373, 0.0034907120842174702, -0.11799011114819057, -0.048311742585633,
            0.4910559419267466, 0.787641141030194, 0.3379294217276218, -0.07263748278646252, -0.021060292512300564,
            0.04472490177066578, 0.0017677118642428036, -0.007800708325034148};
    /** Where spectra are sampled, over a whole turn: enough for filters that end after half as many. */
    private static final int FREQUENCIES = 64;
    /** The half of each filter from its middle on. */
    private static final double[] DOWN = down();
    private static final double[] UP = up(DOWN);

    private WaveletUpsampling() {}

    /** The side of a picture doubled: pixels, and one between each two of them. */
    static int doubled(int side) {
        return 2 * side - 1;
    }

    /** {@code [N,C,H,W] → [N,C,2H−1,2W−1]} */
    static Value up(Value x) {
        Graph graph = x.graph();
        Value rows = graph.constant(up(x.shape().dim(2)));
        Value columns = graph.constant(transposed(up(x.shape().dim(3))));
        return rows.matmul(x.matmul(columns));
    }

    /** {@code [N,C,2H−1+2·MARGIN,2W−1+2·MARGIN] → [N,C,H,W]} */
    static Value down(Value x) {
        Graph graph = x.graph();
        Value rows = graph.constant(down(x.shape().dim(2)));
        Value columns = graph.constant(transposed(down(x.shape().dim(3))));
        return rows.matmul(x.matmul(columns));
    }

    private static double[] down() {
        double[] spectrum = new double[FREQUENCIES];
        for (int f = 0; f < FREQUENCIES; f++) {
            double cos = 0;
            double sin = 0;
            for (int tap = 0; tap < SYM6.length; tap++) {
                cos += SYM6[tap] * Math.cos(tap * frequency(f));
                sin += SYM6[tap] * Math.sin(tap * frequency(f));
            }
            spectrum[f] = Math.hypot(cos, sin);
        }
        double[] taps = taps(spectrum, MARGIN);
        double sum = 2 * Arrays.stream(taps).sum() - taps[0];
        return Arrays.stream(taps).map(tap -> tap / sum).toArray();
    }

    /** The filter whose product with that for halving, at a frequency and at its alias, adds up to 2. */
    private static double[] up(double[] down) {
        double[] spectrum = new double[FREQUENCIES];
        for (int f = 0; f < FREQUENCIES; f++) {
            double own = amount(down, f);
            double alias = amount(down, f + FREQUENCIES / 2);
            spectrum[f] = 2 * own / (own * own + alias * alias);
        }
        return taps(spectrum, FREQUENCIES / 2 - 1);
    }

    /** How much of a frequency a symmetric filter lets through. */
    private static double amount(double[] taps, int f) {
        double amount = taps[0];
        for (int tap = 1; tap < taps.length; tap++)
            amount += 2 * taps[tap] * Math.cos(tap * frequency(f));
        return amount;
    }

    private static double[] taps(double[] spectrum, int last) {
        double[] taps = new double[last + 1];
        for (int tap = 0; tap <= last; tap++)
            for (int f = 0; f < FREQUENCIES; f++)
                taps[tap] += spectrum[f] * Math.cos(tap * frequency(f)) / FREQUENCIES;
        return taps;
    }

    private static double frequency(int f) {
        return 2 * Math.PI * f / FREQUENCIES;
    }

    private static Tensor up(int side) {
        Tensor matrix = Tensor.zeros(doubled(side), side);
        for (int to = 0; to < doubled(side); to++)
            for (int tap = 1 - UP.length; tap < UP.length; tap++)
                if (Math.floorMod(to + tap, 2) == 0)
                    matrix.data()[to * side + reflected(Math.floorDiv(to + tap, 2), side)] += (float) UP[Math.abs(tap)];
        return matrix;
    }

    private static Tensor down(int fine) {
        int side = (fine - 2 * MARGIN + 1) / 2;
        Tensor matrix = Tensor.zeros(side, fine);
        for (int to = 0; to < side; to++)
            for (int tap = -MARGIN; tap <= MARGIN; tap++)
                matrix.data()[to * fine + 2 * to + MARGIN + tap] = (float) DOWN[Math.abs(tap)];
        return matrix;
    }

    private static int reflected(int i, int side) {
        int period = 2 * (side - 1);
        int place = Math.floorMod(i, period);
        return Math.min(place, period - place);
    }

    private static Tensor transposed(Tensor x) {
        int rows = x.shape().dim(0);
        int columns = x.shape().dim(1);
        Tensor y = Tensor.zeros(columns, rows);
        for (int i = 0; i < x.data().length; i++)
            y.data()[i % columns * rows + i / columns] = x.data()[i];
        return y;
    }
}
