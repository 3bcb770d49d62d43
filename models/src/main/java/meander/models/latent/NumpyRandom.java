package meander.models.latent;

/**
 * {@code numpy.random.RandomState}, but for a last bit once in 2000 numbers: the Mersenne Twister MT19937 seeded with one integer, and normal numbers by the
 * polar method of Marsaglia, of whose pairs the second is kept for the next call. NVlabs' tools draw z this way, so that their
 * seed 85 is ours.
 */
public final class NumpyRandom {
    private static final int N = 624;
    private static final int M = 397;
    private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
    private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

    private final int[] state = new int[N];
    private int at = N;
    private double kept;
    private boolean hasKept;

    /** @param seed 0 … 2³²−1 */
    public NumpyRandom(long seed) {
        if (seed < 0 || seed > 0xFFFFFFFFL) throw new IllegalArgumentException("a seed is between 0 and 4294967295, not " + seed);
        state[0] = (int) seed;
        for (int i = 1; i < N; i++)
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }

    /** {@code randn(count)}: independent, normal, mean 0, variance 1. */
    public double[] randn(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = gaussian();
        return values;
    }

    /** {@code randn(count).astype(float32)}. */
    public float[] randnFloats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float) gaussian();
        return values;
    }

    private double gaussian() {
        if (hasKept) {
            hasKept = false;
            return kept;
        }
        double x1;
        double x2;
        double r2;
        do {
            x1 = 2 * uniform() - 1;
            x2 = 2 * uniform() - 1;
            r2 = x1 * x1 + x2 * x2;
        } while (r2 >= 1 || r2 == 0);
        double f = Math.sqrt(-2 * log(r2) / r2);
        kept = f * x1;
        hasKept = true;
        return f * x2;
    }

    /** In [0,1), with 53 random bits. */
    double uniform() {
        int a = next() >>> 5;
        int b = next() >>> 6;
        return (a * 67108864.0 + b) / 9007199254740992.0;
    }

    private int next() {
        if (at == N) refill();
        int y = state[at++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void refill() {
        for (int i = 0; i < N; i++) {
            int y = state[i] & 0x80000000 | state[(i + 1) % N] & 0x7fffffff;
            state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        at = 0;
    }

    /**
     * The natural logarithm rounded correctly, which C libraries get almost always right (glibc in 2000 of 2001 normal numbers) and
     * {@link Math#log} less often: the last bit would show. Sums
     * {@code k·ln 2 + 2·artanh((m−1)/(m+1))} for {@code x = m·2ᵏ} in pairs of doubles.
     */
    static double log(double x) {
        int k = Math.getExponent(x);
        double m = Math.scalb(x, -k);
        if (m > 1.4142135623730951) {
            m /= 2;
            k++;
        }
        // z = (m−1)/(m+1) as high + low
        double numerator = m - 1;
        double denominator = m + 1;
        double denominatorLow = m - (denominator - 1); // m+1 may round; m−1 is exact
        double z = numerator / denominator;
        double zLow = (Math.fma(-z, denominator, numerator) - z * denominatorLow) / denominator;
        double square = z * z;
        double squareLow = Math.fma(z, z, -square) + 2 * z * zLow;
        // artanh(z)/z = 1 + z²·(1/3 + z²·(1/5 + …)): the far terms are too small for their own rounding to matter
        double tail = 0;
        for (int n = 27; n >= 7; n -= 2)
            tail = tail * square + 1.0 / n;
        double[] series = {tail * square, 0};
        for (int n = 5; n >= 1; n -= 2) {
            if (n < 5) series = times(series[0], series[1], square, squareLow);
            double part = 1.0 / n;
            double partLow = Math.fma(-part, n, 1) / n;
            series = plus(part, partLow, series[0], series[1]);
        }
        double[] artanh = times(series[0], series[1], z, zLow);
        double[] exponent = times(LN2_HIGH, LN2_LOW, k, 0);
        double[] sum = plus(exponent[0], exponent[1], 2 * artanh[0], 2 * artanh[1]);
        return sum[0] + sum[1];
    }

    private static double[] times(double a, double aLow, double b, double bLow) {
        double high = a * b;
        double low = Math.fma(a, b, -high) + (a * bLow + aLow * b);
        return normal(high, low);
    }

    private static double[] plus(double a, double aLow, double b, double bLow) {
        double high = a + b;
        double bb = high - a;
        double low = a - (high - bb) + (b - bb) + aLow + bLow;
        return normal(high, low);
    }

    private static double[] normal(double high, double low) {
        double sum = high + low;
        return new double[]{sum, low - (sum - high)};
    }
}
