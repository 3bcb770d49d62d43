package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import meander.models.infer.ActivationFunction;

/**
 * Mean and variance of each channel, carried through layers: exact for linear layers on independent numbers, by a normal distribution
 * for activations. Pixels at the border and between strides meet fewer taps of a kernel, which is followed; that neighbours go
 * together is not, but for pixels that up-sampling made of one.
 */
final class Moments {
    /** A tensor of the file by its name. */
    interface Tensors {
        float[] values(String name);
    }

    /** Where it begins: behind a normalisation whose channels are {@code size} wide, or at z. @param norm null at z */
    record Start(DcganLayer.BatchNorm norm, int size) {
        static final Start LATENT = new Start(null, 1);
    }

    /** Moments of some of the channels. */
    record Predicted(int[] channels, double[] means, double[] variances) {}

    /** As many channels are enough to judge by. */
    private static final int JUDGED = 24;
    /** A kernel meets a picture in one of these ways: its taps inside, and the share of pixels for which that is so. */
    private record Reach(List<Integer> taps, double share) {}

    private final Tensors tensors;
    private double[] means;
    private double[] variances;
    private int size;
    private boolean doubled;

    Moments(Tensors tensors, Start start) {
        this.tensors = tensors;
        size = start.size();
        if (start.norm() != null) behind(start.norm());
    }

    private void behind(DcganLayer.BatchNorm norm) {
        float[] kept = tensors.values(norm.path() + ".running_var");
        means = new double[norm.channels()];
        variances = new double[norm.channels()];
        float[] gain = norm.affine() ? tensors.values(norm.path() + ".weight") : null;
        float[] bias = norm.affine() ? tensors.values(norm.path() + ".bias") : null;
        for (int c = 0; c < means.length; c++) {
            means[c] = bias == null ? 0 : bias[c];
            double scale = gain == null ? 1 : gain[c];
            variances[c] = scale * scale * kept[c] / (kept[c] + norm.epsilon());
        }
    }

    /** The side of a picture behind a layer. */
    static int size(int size, DcganLayer layer) {
        return switch (layer) {
            case DcganLayer.Reshape reshape -> reshape.size();
            case DcganLayer.Upsample _ -> 2 * size;
            case DcganLayer.Shuffle(int factor) -> factor * size;
            case DcganLayer.TransposedConv conv -> conv.stride().out(size, conv.kernel());
            case DcganLayer.Embed _,DcganLayer.LabelDense _,DcganLayer.OneHot _,DcganLayer.Branches _,DcganLayer.Dense _,DcganLayer.Conv _,DcganLayer.BatchNorm _,DcganLayer.InstanceNorm _,DcganLayer.LayerNorm _,DcganLayer.Prelu _,DcganLayer.Activate _ ->
                size;
        };
    }

    /** The moments behind layers, of which only the last channels count; null if they cannot be followed. */
    Predicted through(List<DcganLayer> layers, int channels) {
        int last = lastLinear(layers);
        int[] judged = IntStream.range(0, channels).toArray();
        for (int i = 0; i < layers.size(); i++) {
            DcganLayer layer = layers.get(i);
            // Nothing mixes channels behind the last linear layer.
            boolean some = i == last && layers.subList(i, layers.size()).stream()
                    .noneMatch(each -> each instanceof DcganLayer.Reshape || each instanceof DcganLayer.Shuffle);
            if (some) judged = every(channels);
            if (!step(layer, some ? judged : null)) return null;
        }
        return means == null || means.length != judged.length ? null : new Predicted(judged, means, variances);
    }

    private static int lastLinear(List<DcganLayer> layers) {
        int last = -1;
        for (int i = 0; i < layers.size(); i++)
            if (layers.get(i) instanceof DcganLayer.Dense || layers.get(i) instanceof DcganLayer.Conv
                    || layers.get(i) instanceof DcganLayer.TransposedConv)
                last = i;
        return last;
    }

    private static int[] every(int channels) {
        int count = Math.min(channels, JUDGED);
        return IntStream.range(0, count).map(i -> (int) ((long) i * channels / count)).toArray();
    }

    /** @param judged which channels of a linear layer to make; null for all */
    private boolean step(DcganLayer layer, int[] judged) {
        switch (layer) {
            case DcganLayer.Dense(String path, int in, int out, boolean bias) -> {
                latent(in);
                if (means.length != in) return false;
                linear(path, bias, judged == null ? all(out) : judged, in, (o, i) -> o * in + i, 1, List.of(List.of(0)),
                        List.of(1.0));
            }
            case DcganLayer.TransposedConv(String path, int in, int out, int kernel, boolean bias, Stride stride) -> {
                latent(in);
                if (means.length != in) return false;
                int wide = stride.out(size, kernel);
                convolved(path, bias, judged == null ? all(out) : judged, in, out, kernel, true,
                        transposed(kernel, stride, wide));
                size = wide;
            }
            case DcganLayer.Conv(String path, int in, int out, int kernel, boolean bias) -> {
                if (means == null || means.length != in) return false;
                convolved(path, bias, judged == null ? all(out) : judged, in, out, kernel, false, plain(kernel));
                doubled = false;
            }
            case DcganLayer.Reshape(int channels, int side) -> reshape(channels, side);
            case DcganLayer.Upsample _ -> {
                size *= 2;
                doubled = true;
            }
            case DcganLayer.Shuffle(int factor) -> {
                reshape(means.length / factor / factor, 0);
                size *= factor;
            }
            case DcganLayer.Activate(_, ActivationFunction function) -> {
                for (int c = 0; c < means.length; c++)
                    activate(c, function.slope());
            }
            case DcganLayer.Prelu(String path, int slopes) -> {
                float[] slope = tensors.values(path + ".weight");
                for (int c = 0; c < means.length; c++)
                    activate(c, slope[slopes == 1 ? 0 : c]);
            }
            case DcganLayer.OneHot(int from, int classes) -> {
                latent(from + classes);
                for (int c = from; c < from + classes; c++) {
                    means[c] = 1.0 / classes;
                    variances[c] = (1.0 / classes) * (1 - 1.0 / classes);
                }
                return false; // z goes on behind the class by an unknown width
            }
            case DcganLayer.Embed _,DcganLayer.LabelDense _,DcganLayer.Branches _,DcganLayer.InstanceNorm _,DcganLayer.LayerNorm _,DcganLayer.BatchNorm _ -> {
                return false;
            }
        }
        return true;
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }

    private void latent(int dimensions) {
        if (means != null) return;
        means = new double[dimensions];
        variances = new double[dimensions];
        Arrays.fill(variances, 1);
    }

    private void activate(int c, double slope) {
        double deviation = Math.sqrt(variances[c]);
        double mean = ActivationFunction.mean(slope, means[c], deviation);
        variances[c] = ActivationFunction.variance(slope, means[c], deviation);
        means[c] = mean;
    }

    /** Numbers that become channels: each has the mean of its pixels, and their variance with what lies between them. */
    private void reshape(int channels, int side) {
        if (means == null || channels == 0 || means.length % channels != 0) return;
        int pixels = means.length / channels;
        double[] joined = new double[channels];
        double[] spread = new double[channels];
        for (int i = 0; i < means.length; i++) {
            joined[i / pixels] += means[i] / pixels;
            spread[i / pixels] += (variances[i] + means[i] * means[i]) / pixels;
        }
        for (int c = 0; c < channels; c++)
            spread[c] -= joined[c] * joined[c];
        means = joined;
        variances = spread;
        if (side > 0) size = side;
    }

    private interface Index {
        int at(int out, int in);
    }

    private void convolved(String path, boolean bias, int[] judged, int in, int out, int kernel, boolean swapped,
            List<Reach> reaches) {
        List<List<Integer>> groups = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (Reach y : reaches)
            for (Reach x : reaches) {
                List<Integer> taps = new ArrayList<>();
                for (int row : y.taps())
                    for (int column : x.taps())
                        taps.add(row < 0 || column < 0 ? -1 : row * kernel + column);
                groups.add(taps);
                shares.add(y.share() * x.share());
            }
        linear(path, bias, judged, in, swapped ? (o, i) -> (i * out + o) : (o, i) -> o * in + i, kernel * kernel, groups, shares);
    }

    /** Each way in which a kernel meets the picture gives a mean and a variance; a channel has all of them. */
    private void linear(String path, boolean bias, int[] judged, int in, Index index, int taps, List<List<Integer>> reaches,
            List<Double> shares) {
        float[] weight = tensors.values(path + ".weight");
        float[] added = bias ? tensors.values(path + ".bias") : null;
        double[] toMeans = new double[judged.length];
        double[] toVariances = new double[judged.length];
        for (int k = 0; k < judged.length; k++) {
            int o = judged[k];
            double first = 0;
            double second = 0;
            for (int r = 0; r < reaches.size(); r++) {
                double mean = added == null ? 0 : added[o];
                double variance = 0;
                List<Integer> reach = reaches.get(r);
                for (int i = 0; i < in; i++) {
                    int from = index.at(o, i) * taps;
                    double sum = 0;
                    double square = 0;
                    for (int t : reach) {
                        double w = weight[from + t];
                        sum += w;
                        square += w * w;
                    }
                    // Pixels that were one go up and down together; for others that is unknown.
                    mean += sum * means[i];
                    variance += (doubled ? (sum * sum + square) / 2 : square) * variances[i];
                }
                first += shares.get(r) * mean;
                second += shares.get(r) * (variance + mean * mean);
            }
            toMeans[k] = first;
            toVariances[k] = Math.max(0, second - first * first);
        }
        means = toMeans;
        variances = toVariances;
    }

    private List<Reach> transposed(int kernel, Stride stride, int wide) {
        return reaches(wide, (at) -> IntStream.range(0, kernel).filter(tap -> {
            int from = at + stride.padding() - tap;
            return from >= 0 && from % stride.step() == 0 && from / stride.step() < size;
        }).boxed().toList());
    }

    private List<Reach> plain(int kernel) {
        return reaches(size, (at) -> IntStream.range(0, kernel)
                .filter(tap -> at + tap - kernel / 2 >= 0 && at + tap - kernel / 2 < size).boxed().toList());
    }

    private static List<Reach> reaches(int wide, java.util.function.IntFunction<List<Integer>> taps) {
        Map<List<Integer>, Integer> counts = new LinkedHashMap<>();
        for (int at = 0; at < wide; at++)
            counts.merge(taps.apply(at), 1, Integer::sum);
        List<Reach> reaches = new ArrayList<>();
        counts.forEach((set, count) -> reaches.add(new Reach(set, (double) count / wide)));
        return reaches;
    }
}
