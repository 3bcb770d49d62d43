package meander.training.metric;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Multi-scale structural similarity (Wang, Simoncelli and Bovik 2003): 1 for equal pictures, 0 for unlike ones. Over five scales, each half
 * the one before, contrast and structure are compared in windows of 11×11 pixels with a Gaussian of deviation 1.5, and at the last one
 * brightness too. A scale that is smaller than its window is compared in one window of its own size with a deviation in proportion,
 * so that pictures below 176 pixels have a value too, which is not comparable with that of larger ones.
 *
 * <p>The mean over pairs of generated pictures tells diversity (arXiv:1610.09585 §4.2): near 1 the generator draws one picture
 * only; the data's own value is what can be had.
 */
public final class MsSsim implements Metric {
    public static final String NAME = "msssim";
    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
    private static final int WINDOW = 11;
    private static final double DEVIATION = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;
    /** Variances do not depend on it, and squares of smaller numbers lose less in float. */
    private static final float MIDDLE = 127.5f;

    /**
     * Both means over channels and positions.
     *
     * @param ssim      brightness, contrast and structure
     * @param structure contrast and structure alone
     */
    record Scale(double ssim, double structure) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "MS-SSIM";
    }

    @Override
    public Better better() {
        return Better.LOWER;
    }

    /** That of the data is what can be had. */
    @Override
    public Reference reference(ImageBatch data, BooleanSupplier cancelled) {
        double ofData = ofPairs(data, data.count() / 2, 0, cancelled);
        return new Reference() {
            @Override
            public double measure(ImageBatch generated, BooleanSupplier ended) {
                return ofPairs(generated, generated.count() / 2, 0, ended);
            }

            @Override
            public OptionalDouble ofData() {
                return OptionalDouble.of(ofData);
            }
        };
    }

    /** The similarity of two pictures, 0 to 1. */
    public static double between(ImageBatch pictures, int first, int second) {
        return between(pictures, first, pictures, second);
    }

    /** The similarity of two pictures of the same size, 0 to 1. */
    public static double between(ImageBatch a, int first, ImageBatch b, int second) {
        if (a.channels() != b.channels() || a.height() != b.height() || a.width() != b.width())
            throw new IllegalArgumentException("pictures of different sizes");
        Scale[] scales = scales(a, first, b, second);
        double product = Math.pow(Math.max(0, scales[WEIGHTS.length - 1].ssim()), WEIGHTS[WEIGHTS.length - 1]);
        for (int scale = 0; scale < WEIGHTS.length - 1; scale++)
            product *= Math.pow(Math.max(0, scales[scale].structure()), WEIGHTS[scale]);
        return product;
    }

    /**
     * The mean similarity of pairs that a seed chooses: low for diverse pictures, near 1 for one and the same.
     *
     * @param pictures at least two
     * @throws CancellationException when cancelled
     */
    public static double ofPairs(ImageBatch pictures, int pairs, long seed, BooleanSupplier cancelled) {
        if (pictures.count() < 2 || pairs < 1)
            throw new IllegalArgumentException(pairs + " pairs of " + pictures.count() + " pictures");
        var random = new SplittableRandom(seed);
        double sum = 0;
        for (int pair = 0; pair < pairs; pair++) {
            if (cancelled.getAsBoolean()) throw new CancellationException();
            int first = random.nextInt(pictures.count());
            int second = random.nextInt(pictures.count() - 1);
            sum += between(pictures, first, second < first ? second : second + 1);
        }
        return sum / pairs;
    }

    static Scale[] scales(ImageBatch a, int first, ImageBatch b, int second) {
        double[] ssim = new double[WEIGHTS.length];
        double[] structure = new double[WEIGHTS.length];
        for (int channel = 0; channel < a.channels(); channel++) {
            var x = new Plane(a.height(), a.width(), centred(a.plane(first, channel)));
            var y = new Plane(a.height(), a.width(), centred(b.plane(second, channel)));
            for (int scale = 0; scale < WEIGHTS.length; scale++) {
                if (scale > 0) {
                    x = x.halved();
                    y = y.halved();
                }
                Scale compared = compare(x, y);
                ssim[scale] += compared.ssim() / a.channels();
                structure[scale] += compared.structure() / a.channels();
            }
        }
        Scale[] scales = new Scale[WEIGHTS.length];
        for (int scale = 0; scale < scales.length; scale++)
            scales[scale] = new Scale(ssim[scale], structure[scale]);
        return scales;
    }

    private static float[] centred(float[] plane) {
        for (int i = 0; i < plane.length; i++)
            plane[i] -= MIDDLE;
        return plane;
    }

    private static Scale compare(Plane x, Plane y) {
        float[] window = window(Math.min(WINDOW, Math.min(x.height(), x.width())));
        float[] meanX = x.filtered(window).values();
        float[] meanY = y.filtered(window).values();
        // Of the four products only two are needed beside the means: the sum of the variances, and the covariance.
        float[] squares = x.combined(y, (p, q) -> p * p + q * q).filtered(window).values();
        float[] products = x.combined(y, (p, q) -> p * q).filtered(window).values();
        double ssim = 0;
        double structure = 0;
        for (int i = 0; i < meanX.length; i++) {
            double mx = meanX[i];
            double my = meanY[i];
            double similar = (2 * (products[i] - mx * my) + C2) / (squares[i] - mx * mx - my * my + C2);
            double bx = mx + MIDDLE;
            double by = my + MIDDLE;
            structure += similar;
            ssim += similar * (2 * bx * by + C1) / (bx * bx + by * by + C1);
        }
        return new Scale(ssim / meanX.length, structure / meanX.length);
    }

    /** Symmetric, with sum 1; an even one has its middle between two pixels. */
    private static float[] window(int size) {
        double deviation = DEVIATION * size / WINDOW;
        double[] window = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double distance = i - (size - 1) / 2.0;
            window[i] = Math.exp(-distance * distance / (2 * deviation * deviation));
            sum += window[i];
        }
        float[] normal = new float[size];
        for (int i = 0; i < size; i++)
            normal[i] = (float) (window[i] / sum);
        return normal;
    }

    private interface Combination {
        float of(float p, float q);
    }

    /** @param values [height,width] */
    private record Plane(int height, int width, float[] values) {
        /** Filtered along both axes where the window lies inside: [height − n + 1, width − n + 1]. */
        Plane filtered(float[] window) {
            int outHeight = height - window.length + 1;
            int outWidth = width - window.length + 1;
            float[] columns = new float[outHeight * width];
            for (int k = 0; k < window.length; k++)
                addScaled(columns, 0, values, k * width, columns.length, window[k]);
            float[] out = new float[outHeight * outWidth];
            for (int y = 0; y < outHeight; y++)
                for (int k = 0; k < window.length; k++)
                    addScaled(out, y * outWidth, columns, y * width + k, outWidth, window[k]);
            return new Plane(outHeight, outWidth, out);
        }

        private static void addScaled(float[] to, int at, float[] from, int start, int count, float scale) {
            for (int i = 0; i < count; i++)
                to[at + i] += scale * from[start + i];
        }

        Plane combined(Plane other, Combination combination) {
            float[] out = new float[values.length];
            for (int i = 0; i < out.length; i++)
                out[i] = combination.of(values[i], other.values[i]);
            return new Plane(height, width, out);
        }

        /** Means of 2×2 pixels; an odd edge is repeated. */
        Plane halved() {
            int outHeight = (height + 1) / 2;
            int outWidth = (width + 1) / 2;
            float[] out = new float[outHeight * outWidth];
            for (int y = 0; y < outHeight; y++) {
                int upper = 2 * y * width;
                int lower = Math.min(2 * y + 1, height - 1) * width;
                for (int x = 0; x < outWidth; x++) {
                    int left = 2 * x;
                    int right = Math.min(left + 1, width - 1);
                    out[y * outWidth
                            + x] = (values[upper + left] + values[upper + right] + values[lower + left] + values[lower + right])
                                    / 4;
                }
            }
            return new Plane(outHeight, outWidth, out);
        }
    }
}
