package meander.models.family.dcgan;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Layers as their definitions read, in plain loops and float64: what the graphs are compared with. Pictures are square, [C][size·size]. */
final class Naive {
    private Naive() {}

    static int size(double[][] picture) {
        return (int) Math.round(Math.sqrt(picture[0].length));
    }

    /** @param weight [in,out,k,k] */
    static double[][] transposed(double[][] x, float[] weight, int out, int kernel, int stride, int padding, int outputPadding) {
        int size = size(x);
        int wide = (size - 1) * stride + kernel - 2 * padding + outputPadding;
        double[][] y = new double[out][wide * wide];
        for (int i = 0; i < x.length; i++)
            for (int o = 0; o < out; o++)
                for (int v = 0; v < size; v++)
                    for (int u = 0; u < size; u++)
                        for (int a = 0; a < kernel; a++)
                            for (int b = 0; b < kernel; b++) {
                                int row = v * stride + a - padding;
                                int column = u * stride + b - padding;
                                if (row >= 0 && row < wide && column >= 0 && column < wide)
                                    y[o][row * wide + column] += x[i][v * size + u]
                                            * weight[((i * out + o) * kernel + a) * kernel + b];
                            }
        return y;
    }

    /** Same size, zeros around. @param weight [out,in,k,k] */
    static double[][] conv(double[][] x, float[] weight, int out, int kernel) {
        int size = size(x);
        double[][] y = new double[out][size * size];
        for (int o = 0; o < out; o++)
            for (int i = 0; i < x.length; i++)
                for (int row = 0; row < size; row++)
                    for (int column = 0; column < size; column++)
                        for (int a = 0; a < kernel; a++)
                            for (int b = 0; b < kernel; b++) {
                                int v = row + a - kernel / 2;
                                int u = column + b - kernel / 2;
                                if (v >= 0 && v < size && u >= 0 && u < size)
                                    y[o][row * size + column] += x[i][v * size + u]
                                            * weight[((o * x.length + i) * kernel + a) * kernel + b];
                            }
        return y;
    }

    /** @param weight [out,in] */
    static double[] dense(double[] x, float[] weight, float[] bias) {
        double[] y = new double[bias.length];
        for (int o = 0; o < y.length; o++) {
            y[o] = bias[o];
            for (int i = 0; i < x.length; i++)
                y[o] += weight[o * x.length + i] * x[i];
        }
        return y;
    }

    static double[][] norm(double[][] x, float[] mean, float[] variance, float[] weight, float[] bias, double epsilon) {
        double[][] y = new double[x.length][];
        for (int c = 0; c < x.length; c++) {
            int channel = c;
            y[c] = Arrays.stream(x[c])
                    .map(v -> (v - mean[channel]) / Math.sqrt(variance[channel] + epsilon) * weight[channel] + bias[channel])
                    .toArray();
        }
        return y;
    }

    static double[][] doubled(double[][] x) {
        int size = size(x);
        double[][] y = new double[x.length][4 * size * size];
        for (int c = 0; c < x.length; c++)
            for (int i = 0; i < y[c].length; i++)
                y[c][i] = x[c][i / (2 * size) / 2 * size + i % (2 * size) / 2];
        return y;
    }

    static double[][] leaky(double[][] x, double slope) {
        return map(x, v -> v > 0 ? v : slope * v);
    }

    static double[][] map(double[][] x, DoubleUnaryOperator function) {
        return Arrays.stream(x).map(channel -> Arrays.stream(channel).map(function).toArray()).toArray(double[][]::new);
    }

    /** A flat layer's numbers as so many channels. */
    static double[][] picture(double[] numbers, int channels) {
        int plane = numbers.length / channels;
        double[][] y = new double[channels][];
        for (int c = 0; c < channels; c++)
            y[c] = Arrays.copyOfRange(numbers, c * plane, (c + 1) * plane);
        return y;
    }
}
