package meander.models.family.style.stylegan2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import meander.models.family.style.stylegan2.StyleGan2.Architecture;

/**
 * StyleGAN2 as its formulas read, in plain loops and float64, knowing nothing of graphs. Layers that up-sample do so first, by zeros
 * and the filter, and convolve then: the textbook order, which our definition turns round. Pictures are square, [C][size·size].
 */
public final class NaiveStyleGan2 {
    private final MadeUpStyleGan2 made;
    private final boolean noise;
    private final double[] strength;
    private int layer;

    private NaiveStyleGan2(MadeUpStyleGan2 made, double[] strength) {
        this.made = made;
        this.noise = strength != null;
        this.strength = strength;
    }

    /** The mapping network. @param c null when unconditional, @return w before truncation */
    public static double[] mapping(MadeUpStyleGan2 made, double[] z, double[] c) {
        NaiveStyleGan2 naive = new NaiveStyleGan2(made, null);
        double[] x = normalised(z);
        if (c != null) {
            double[] label = normalised(naive.dense("mapping.embed", c, 1));
            double[] joined = Arrays.copyOf(x, x.length + label.length);
            System.arraycopy(label, 0, joined, x.length, label.length);
            x = joined;
        }
        for (int i = 0; i < made.mappingLayers; i++) {
            x = naive.dense("mapping.fc" + i, x, made.mappingRate);
            for (int j = 0; j < x.length; j++)
                x[j] = activated(x[j]);
        }
        return x;
    }

    /**
     * The synthesis network.
     *
     * @param w        of every layer
     * @param strength what the learned strength of each layer's noise is multiplied by; null without noise
     * @return the picture after each block that draws one, the last one last
     */
    public static List<double[][]> synthesis(MadeUpStyleGan2 made, double[][] w, double[] strength) {
        return new NaiveStyleGan2(made, strength).synthesis(w);
    }

    private List<double[][]> synthesis(double[][] w) {
        List<double[][]> pictures = new ArrayList<>();
        int last = made.channels.lastEntry().getKey();
        double[][] x = null;
        double[][] picture = null;
        int at = 0;
        for (int size : made.sizes()) {
            String block = "synthesis.b" + size + ".";
            if (size == 4) {
                x = constant();
                x = convolution(block + "conv1", x, w[at++], false);
            } else {
                boolean residual = made.architecture == Architecture.RESNET;
                double[][] shortcut = residual ? shortcut(block + "skip.weight", x) : null;
                x = convolution(block + "conv0", x, w[at++], true);
                x = convolution(block + "conv1", x, w[at++], false);
                for (int c = 0; residual && c < x.length; c++)
                    for (int i = 0; i < x[c].length; i++)
                        x[c][i] = (x[c][i] + shortcut[c][i]) / Math.sqrt(2);
            }
            if (made.architecture == Architecture.SKIP || size == last) {
                double[][] rgb = toRgb(block + "torgb", x, w[at]); // shares w with the next block's first layer
                if (picture != null) {
                    double[][] wide = doubled(picture);
                    for (int c = 0; c < rgb.length; c++)
                        for (int i = 0; i < rgb[c].length; i++)
                            rgb[c][i] += wide[c][i];
                }
                picture = rgb;
                pictures.add(picture);
            }
        }
        return pictures;
    }

    private double[][] constant() {
        float[] values = made.values.get("synthesis.b4.const");
        double[][] x = new double[values.length / 16][16];
        for (int i = 0; i < values.length; i++)
            x[i / 16][i % 16] = values[i];
        return x;
    }

    private double[][] convolution(String name, double[][] x, double[] w, boolean up) {
        float[] weight = made.values.get(name + ".weight");
        float[] bias = made.values.get(name + ".bias");
        double[] style = dense(name + ".affine", w, 1);
        int in = x.length;
        int out = bias.length;
        double[][] kernels = new double[out][in * 9];
        for (int o = 0; o < out; o++) {
            double squares = 0;
            for (int i = 0; i < in * 9; i++) {
                kernels[o][i] = weight[o * in * 9 + i] * style[i / 9];
                squares += kernels[o][i] * kernels[o][i];
            }
            for (int i = 0; i < in * 9; i++)
                kernels[o][i] /= Math.sqrt(squares + 1e-8);
        }
        int taps = made.filter.length;
        // NVlabs' convolution after up-sampling is a true one: the kernel is mirrored.
        double[][] y = up
                ? correlated(filtered(x, 1 + (taps + 1) / 2, 1 + Math.floorDiv(taps - 2, 2)), mirrored(kernels), 0)
                : correlated(x, kernels, 1);
        int size = size(y);
        int l = layer++;
        for (int o = 0; o < out; o++)
            for (int i = 0; i < size * size; i++) {
                if (noise)
                    y[o][i] += strength[l] * made.values.get(name + ".noise_strength")[0]
                            * made.values.get(name + ".noise_const")[i];
                y[o][i] = limited(activated(y[o][i] + bias[o]));
            }
        return y;
    }

    private double[][] toRgb(String name, double[][] x, double[] w) {
        float[] weight = made.values.get(name + ".weight");
        float[] bias = made.values.get(name + ".bias");
        double[] style = dense(name + ".affine", w, 1);
        double[][] y = new double[bias.length][x[0].length];
        for (int o = 0; o < y.length; o++)
            for (int p = 0; p < y[o].length; p++) {
                double sum = bias[o];
                for (int i = 0; i < x.length; i++)
                    sum += weight[o * x.length + i] * style[i] / Math.sqrt(x.length) * x[i][p];
                y[o][p] = limited(sum);
            }
        return y;
    }

    private double[][] shortcut(String name, double[][] x) {
        float[] weight = made.values.get(name);
        double[][] wide = doubled(x);
        double[][] y = new double[weight.length / x.length][wide[0].length];
        for (int o = 0; o < y.length; o++)
            for (int i = 0; i < x.length; i++)
                for (int p = 0; p < y[o].length; p++)
                    y[o][p] += weight[o * x.length + i] / Math.sqrt(x.length) * wide[i][p];
        return y;
    }

    private double[][] doubled(double[][] x) {
        int taps = made.filter.length;
        return filtered(x, (taps + 1) / 2, Math.floorDiv(taps - 2, 2));
    }

    /** A zero after each pixel of each axis, zeros around, then a true convolution with the filter, times 4. */
    private double[][] filtered(double[][] x, int before, int after) {
        int size = size(x);
        int taps = made.filter.length;
        int wide = 2 * size + before + after - taps + 1;
        double[][] y = new double[x.length][wide * wide];
        for (int c = 0; c < x.length; c++)
            for (int row = 0; row < wide; row++)
                for (int column = 0; column < wide; column++)
                    for (int a = 0; a < taps; a++)
                        for (int b = 0; b < taps; b++) {
                            int v = row + a - before;
                            int u = column + b - before;
                            if (v >= 0 && u >= 0 && v < 2 * size && u < 2 * size && v % 2 == 0 && u % 2 == 0)
                                y[c][row * wide + column] += 4 * made.filter[taps - 1 - a] * made.filter[taps - 1 - b]
                                        * x[c][v / 2 * size + u / 2];
                        }
        return y;
    }

    private static double[][] mirrored(double[][] kernels) {
        double[][] mirrored = new double[kernels.length][kernels[0].length];
        for (int o = 0; o < kernels.length; o++)
            for (int i = 0; i < kernels[o].length; i++)
                mirrored[o][i] = kernels[o][i / 9 * 9 + 8 - i % 9];
        return mirrored;
    }

    private static double[][] correlated(double[][] x, double[][] kernels, int pad) {
        int size = size(x);
        int wide = size + 2 * pad - 2;
        double[][] y = new double[kernels.length][wide * wide];
        for (int o = 0; o < y.length; o++)
            for (int row = 0; row < wide; row++)
                for (int column = 0; column < wide; column++)
                    for (int i = 0; i < x.length; i++)
                        for (int k = 0; k < 9; k++) {
                            int v = row + k / 3 - pad;
                            int u = column + k % 3 - pad;
                            if (v >= 0 && u >= 0 && v < size && u < size)
                                y[o][row * wide + column] += kernels[o][i * 9 + k] * x[i][v * size + u];
                        }
        return y;
    }

    private double[] dense(String name, double[] x, double rate) {
        float[] weight = made.values.get(name + ".weight");
        float[] bias = made.values.get(name + ".bias");
        double[] y = new double[bias.length];
        for (int o = 0; o < y.length; o++) {
            y[o] = bias[o] * rate;
            for (int i = 0; i < x.length; i++)
                y[o] += weight[o * x.length + i] * rate / Math.sqrt(x.length) * x[i];
        }
        return y;
    }

    private static double[] normalised(double[] x) {
        double mean = Arrays.stream(x).map(v -> v * v).sum() / x.length;
        return Arrays.stream(x).map(v -> v / Math.sqrt(mean + 1e-8)).toArray();
    }

    private static double activated(double v) {
        return (v < 0 ? 0.2 * v : v) * Math.sqrt(2);
    }

    private double limited(double v) {
        return made.clamp == null ? v : Math.max(-made.clamp, Math.min(made.clamp, v));
    }

    private static int size(double[][] picture) {
        return (int) Math.round(Math.sqrt(picture[0].length));
    }
}
