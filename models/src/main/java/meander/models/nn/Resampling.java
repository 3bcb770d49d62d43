package meander.models.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import meander.models.graph.Op.Padding;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Changes of the sampling rate with long low-pass filters (StyleGAN3, arXiv:2106.12423 §3.2), each in the way that engines do fastest.
 * Filters are true convolutions, which mirrors them.
 */
public final class Resampling {
    /** Outputs of one block of a band; a trade of products by zeros outside of the band against calls. */
    private static final int BLOCK = 64;
    /** Up to this width one product with many zeros is faster than several with few. */
    private static final int NARROW = 160;

    private Resampling() {}

    /**
     * x {@code [N,C,S,S]} with zeros inserted after each row and column and then filtered, at the same strength.
     *
     * <p>Along an axis this is a matrix with a band around the diagonal, so that both axes are two matrix products; wide pictures take a
     * block of the band at a time, so that the work grows with the width and not with its square. Transposed convolutions of single
     * channels take longer.
     *
     * @param filter {@code [taps]}, for both axes
     * @param factor how many rows come from one
     * @param before zeros above and to the left once they are inserted; less than 0 cuts off
     * @param after  zeros below and to the right
     */
    public static Value up(Value x, float[] filter, int factor, int before, int after) {
        int in = x.shape().dim(3);
        int out = in * factor + before + after - filter.length + 1;
        if (out < 1 || x.shape().dim(2) != in)
            throw new IllegalArgumentException("nothing is left of " + x + " filtered by " + filter.length + " taps");
        Band band = new Band(in, out, filter, factor, filter.length - 1 - before);
        Value columns = band.blocks(x, 3, (part, matrix) -> part.matmul(matrix.transpose()));
        return band.blocks(columns, 2, (part, matrix) -> matrix.matmul(part));
    }

    /**
     * x {@code [N,C,H,W]} filtered where the filter lies within, of which every {@code factor}-th row and column is kept. Engines are fast
     * where C is a multiple of 16.
     *
     * @param filter {@code [taps]} for both axes, or {@code [taps,taps]}
     */
    public static Value down(Value x, Tensor filter, int factor) {
        int taps = filter.shape().dim(0);
        if (filter.shape().rank() == 2) return filtered(x, filter.data(), taps, taps, factor);
        return filtered(filtered(x, filter.data(), taps, 1, 1), filter.data(), 1, taps, factor);
    }

    /** Every channel by itself. */
    private static Value filtered(Value x, float[] filter, int high, int wide, int stride) {
        int channels = x.shape().dim(1);
        Tensor kernel = Tensor.zeros(channels, 1, high, wide);
        for (int i = 0; i < kernel.data().length; i++)
            kernel.data()[i] = filter[filter.length - 1 - i % filter.length];
        return x.conv2d(x.graph().constant(kernel), stride, Padding.NONE, channels);
    }

    /** Output r is the sum of filter[r + shift − i·factor]·x[i], times the factor. */
    private record Band(int in, int out, float[] filter, int factor, int shift) {
        Value blocks(Value x, int axis, BiFunction<Value, Value, Value> product) {
            int step = Math.max(in, out) <= NARROW ? out : BLOCK;
            List<Value> parts = new ArrayList<>();
            for (int from = 0; from < out; from += step) {
                int to = Math.min(out, from + step);
                int first = Math.clamp(Math.ceilDiv(from + shift - filter.length + 1, factor), 0, in - 1);
                int end = Math.clamp(Math.floorDiv(to - 1 + shift, factor) + 1, first + 1, in);
                Value part = end - first == in ? x : x.slice(axis, first, end);
                parts.add(product.apply(part, x.graph().constant(matrix(from, to, first, end))));
            }
            Value[] others = parts.subList(1, parts.size()).toArray(Value[]::new);
            return others.length == 0 ? parts.getFirst() : parts.getFirst().concat(axis, others);
        }

        private Tensor matrix(int from, int to, int first, int end) {
            Tensor matrix = new Tensor(Shape.of(to - from, end - first), new float[(to - from) * (end - first)]);
            for (int i = 0; i < matrix.data().length; i++) {
                int tap = from + i / (end - first) + shift - (first + i % (end - first)) * factor;
                if (tap >= 0 && tap < filter.length) matrix.data()[i] = factor * filter[tap];
            }
            return matrix;
        }
    }
}
