package meander.models.family.dcgan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

import meander.models.graph.Tensor;
import meander.models.infer.ActivationFunction;

/**
 * Lets the file judge guesses. A batch normalisation keeps the mean that each channel had while the network was trained. What the
 * normalisation before it gave is known too, a normal variable with the mean {@code bias} and the deviation {@code weight}, so the
 * mean after activation and convolution can be predicted under every guess; the right one predicts what was kept. Only where a
 * hidden activation lies in between, and as a rule of thumb: channels are not quite normal.
 */
final class NormStatisticsEvidence {
    /** A better guess must leave at most this share of what the usual one leaves unexplained. */
    private static final double CLEARLY = 0.25;
    /** A guess that leaves more than this unexplained is none. */
    private static final double EXPLAINS = 0.3;
    /** Below this, differences are those of the approximation. */
    private static final double NOISE = 0.003;

    private final Function<String, Tensor> tensors;
    private final Map<String, float[]> read = new HashMap<>();
    private final Map<Object, double[]> summed = new HashMap<>();

    /** @param tensors a tensor of the file by its name */
    NormStatisticsEvidence(Function<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    /** Whether the file speaks clearly for one guess against another. */
    static boolean favours(OptionalDouble guess, OptionalDouble usual) {
        return guess.isPresent() && usual.isPresent() && guess.getAsDouble() < EXPLAINS
                && guess.getAsDouble() < CLEARLY * usual.getAsDouble();
    }

    /**
     * The share of the kept means that layers leave unexplained, empty if no place tells. The mean over places is a geometric one:
     * where channels are far from normal every guess fails alike, and that place must not outweigh the others.
     */
    OptionalDouble unexplained(List<DcganLayer> layers) {
        double logs = 0;
        int places = 0;
        int size = 1;
        int linearSize = 1;
        DcganLayer.BatchNorm before = null;
        ActivationFunction between = null;
        DcganLayer linear = null;
        for (DcganLayer layer : layers)
            switch (layer) {
                case DcganLayer.Reshape reshape -> size = reshape.size();
                case DcganLayer.Upsample _ -> size *= 2;
                case DcganLayer.Embed _ -> {
                }
                case DcganLayer.Activate activate -> between = activate.function();
                case DcganLayer.Dense _,DcganLayer.Conv _ -> {
                    before = linear == null ? before : null;
                    linear = layer;
                    linearSize = size;
                }
                case DcganLayer.TransposedConv conv -> {
                    before = linear == null ? before : null;
                    linear = layer;
                    linearSize = size;
                    size = conv.stride().out(size, conv.kernel());
                }
                case DcganLayer.BatchNorm norm -> {
                    if (before != null && between != null && linear != null) {
                        logs += Math.log(NOISE + unexplained(predicted(before, between, linear, linearSize), norm));
                        places++;
                    }
                    before = norm;
                    between = null;
                    linear = null;
                }
            }
        return places == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(logs / places));
    }

    private double unexplained(double[] numbers, DcganLayer.BatchNorm norm) {
        float[] kept = values(norm.path() + ".running_mean");
        double[] predicted = perChannel(numbers, kept.length);
        double mean = 0;
        for (float value : kept)
            mean += value / kept.length;
        double missed = 0;
        double spread = 1e-12;
        for (int i = 0; i < kept.length; i++) {
            missed += (predicted[i] - kept[i]) * (predicted[i] - kept[i]);
            spread += (kept[i] - mean) * (kept[i] - mean);
        }
        return missed / spread;
    }

    /** The mean of every channel after a normalisation, an activation and a linear layer on pictures {@code size} wide. */
    private double[] predicted(DcganLayer.BatchNorm norm, ActivationFunction activation, DcganLayer linear, int size) {
        float[] variance = values(norm.path() + ".running_var");
        double[] means = new double[norm.channels()];
        for (int c = 0; c < means.length; c++) {
            double deviation = Math.sqrt(variance[c] / (variance[c] + norm.epsilon()));
            means[c] = norm.affine()
                    ? activation.mean(values(norm.path() + ".bias")[c], Math.abs(values(norm.path() + ".weight")[c]) * deviation)
                    : activation.mean(0, deviation);
        }
        return switch (linear) {
            case DcganLayer.Dense(String path, int in, int out, boolean bias) ->
                applied(values(path + ".weight"), perChannel(means, in), out, bias ? values(path + ".bias") : null);
            case DcganLayer.Conv(String path, int in, int out, int kernel, boolean bias) ->
                applied(matrix(path, in, out, taps(size, kernel, new Stride(1, kernel / 2, 0), true), false),
                        perChannel(means, in), out, bias ? values(path + ".bias") : null);
            case DcganLayer.TransposedConv(String path, int in, int out, int kernel, boolean bias, Stride stride) ->
                applied(matrix(path, in, out, taps(size, kernel, stride, false), true), perChannel(means, in), out,
                        bias ? values(path + ".bias") : null);
            case DcganLayer.Embed _,DcganLayer.Reshape _,DcganLayer.BatchNorm _,DcganLayer.Upsample _,DcganLayer.Activate _ ->
                throw new IllegalArgumentException(linear + " is not linear");
        };
    }

    /** Where a flat layer's numbers became a picture, those of one channel stand in a row. */
    private static double[] perChannel(double[] numbers, int channels) {
        int each = numbers.length / channels;
        if (each <= 1) return numbers;
        double[] means = new double[channels];
        for (int i = 0; i < channels * each; i++)
            means[i / each] += numbers[i] / each;
        return means;
    }

    /** How often each row of a kernel meets a pixel inside of the picture, per pixel of the result. */
    private static List<Double> taps(int size, int kernel, Stride stride, boolean correlation) {
        int out = correlation ? size + 2 * stride.padding() - kernel + 1 : stride.out(size, kernel);
        Double[] taps = new Double[kernel];
        for (int tap = 0; tap < kernel; tap++) {
            int hits = 0;
            for (int i = 0; i < size; i++) {
                int at = correlation ? i + stride.padding() - tap : i * stride.step() + tap - stride.padding();
                hits += at >= 0 && at < out ? 1 : 0;
            }
            taps[tap] = (double) hits / out;
        }
        return List.of(taps);
    }

    /** A convolution's effect on means: {@code [out,in]}. */
    private double[] matrix(String path, int in, int out, List<Double> taps, boolean transposed) {
        record Key(String path, List<Double> taps) {}
        return summed.computeIfAbsent(new Key(path, taps), _ -> {
            float[] weight = values(path + ".weight");
            int kernel = taps.size();
            double[] matrix = new double[out * in];
            for (int o = 0; o < out; o++)
                for (int i = 0; i < in; i++) {
                    int from = (transposed ? i * out + o : o * in + i) * kernel * kernel;
                    double sum = 0;
                    for (int y = 0; y < kernel; y++)
                        for (int x = 0; x < kernel; x++)
                            sum += weight[from + y * kernel + x] * taps.get(y) * taps.get(x);
                    matrix[o * in + i] = sum;
                }
            return matrix;
        });
    }

    private static double[] applied(double[] matrix, double[] means, int out, float[] bias) {
        double[] result = new double[out];
        for (int o = 0; o < out; o++) {
            double sum = bias == null ? 0 : bias[o];
            for (int i = 0; i < means.length; i++)
                sum += matrix[o * means.length + i] * means[i];
            result[o] = sum;
        }
        return result;
    }

    private static double[] applied(float[] matrix, double[] means, int out, float[] bias) {
        double[] wide = new double[matrix.length];
        for (int i = 0; i < wide.length; i++)
            wide[i] = matrix[i];
        return applied(wide, means, out, bias);
    }

    private float[] values(String name) {
        return read.computeIfAbsent(name, key -> tensors.apply(key).data());
    }
}
