package meander.training.data;

import java.util.Arrays;

/**
 * Scales pictures with Lanczos' filter (a = 3), widened when scaling down so that nothing aliases, sample centres aligned: what
 * Pillow's LANCZOS and so NVlabs' dataset_tool.py compute. The libraries for Java at hand either alias or shift the picture by half a
 * pixel; either moves the FID by several points (Parmar et al., arXiv:2104.11222 §3).
 */
final class LanczosResampling {
    private static final int LOBES = 3;

    private LanczosResampling() {}

    /** Colours are weighted by their opacity, so that invisible ones do not bleed out. */
    static ByteImage scaled(ByteImage source, int width, int height) {
        if (source.width() == width && source.height() == height) return source;
        int channels = source.channels();
        boolean opacity = source.hasOpacity();
        Weights across = Weights.of(source.width(), width);
        Weights down = Weights.of(source.height(), height);

        float[] narrow = new float[source.height() * width * channels];
        float[] row = new float[source.width() * channels];
        for (int y = 0; y < source.height(); y++) {
            load(source, y, row, opacity);
            for (int x = 0; x < width; x++) {
                float[] weights = across.weights[x];
                for (int channel = 0; channel < channels; channel++) {
                    float sum = 0;
                    int from = across.first[x] * channels + channel;
                    for (float weight : weights) {
                        sum += weight * row[from];
                        from += channels;
                    }
                    narrow[(y * width + x) * channels + channel] = sum;
                }
            }
        }

        byte[] out = new byte[height * width * channels];
        float[] sums = new float[width * channels];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            int from = down.first[y] * sums.length;
            for (float weight : down.weights[y]) {
                for (int i = 0; i < sums.length; i++)
                    sums[i] += weight * narrow[from + i];
                from += sums.length;
            }
            store(sums, out, y * sums.length, channels, opacity);
        }
        return new ByteImage(width, height, channels, out);
    }

    private static void load(ByteImage source, int y, float[] row, boolean opacity) {
        int channels = source.channels();
        int from = y * row.length;
        for (int i = 0; i < row.length; i++)
            row[i] = source.samples()[from + i] & 0xff;
        if (!opacity) return;
        for (int i = 0; i < row.length; i += channels) {
            float share = row[i + channels - 1] / 255;
            for (int channel = 0; channel < channels - 1; channel++)
                row[i + channel] *= share;
        }
    }

    private static void store(float[] sums, byte[] out, int at, int channels, boolean opacity) {
        if (opacity) {
            for (int i = 0; i < sums.length; i += channels) {
                float share = Math.clamp(sums[i + channels - 1] / 255, 0, 1);
                // White where nothing is seen, as if laid on white.
                for (int channel = 0; channel < channels - 1; channel++) {
                    sums[i + channel] = share < 1 / 510f ? 255 : sums[i + channel] / share;
                }
            }
        }
        for (int i = 0; i < sums.length; i++)
            out[at + i] = (byte) Math.clamp(Math.round(sums[i]), 0, 255);
    }

    /** For each sample of the result, the first sample of the source that counts and the weights from there on. */
    private record Weights(int[] first, float[][] weights) {
        static Weights of(int from, int to) {
            double step = (double) from / to;
            double stretch = Math.max(1, step);
            double reach = LOBES * stretch;
            int[] first = new int[to];
            float[][] weights = new float[to][];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * step;
                first[i] = Math.max(0, (int) Math.floor(centre - reach + 0.5));
                int end = Math.min(from, (int) Math.floor(centre + reach + 0.5));
                double[] raw = new double[end - first[i]];
                double sum = 0;
                for (int j = 0; j < raw.length; j++) {
                    raw[j] = lanczos((first[i] + j + 0.5 - centre) / stretch);
                    sum += raw[j];
                }
                weights[i] = new float[raw.length];
                for (int j = 0; j < raw.length; j++)
                    weights[i][j] = (float) (raw[j] / sum);
            }
            return new Weights(first, weights);
        }

        private static double lanczos(double x) {
            if (x == 0) return 1;
            if (Math.abs(x) >= LOBES) return 0;
            double angle = Math.PI * x;
            return LOBES * Math.sin(angle) * Math.sin(angle / LOBES) / (angle * angle);
        }
    }
}
