package meander.models.nn;

import java.util.ArrayList;
import java.util.List;

import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Filtering with a change of the sampling rate, along one axis, as the matrix that it is: a band around the diagonal, outside of which
 * are zeros. Both axes of a picture are two matrix products, which engines do fastest of all that they do; of a wide picture they take
 * a block of the band at a time, so that the work grows with the width and not with its square.
 */
public final class BandMatrix {
    /** Outputs of one block; a trade of products by zeros outside of the band against calls. */
    private static final int BLOCK = 64;
    /** Up to this width one product with many zeros is faster than several with few. */
    private static final int NARROW = 160;

    private final int in;
    private final int out;
    private final double[] taps; // of row r: those for the inputs from first(r) on
    private final int up;
    private final int down;
    private final int shift;

    private BandMatrix(int in, int out, double[] taps, int up, int down, int shift) {
        if (out < 1) throw new IllegalArgumentException("nothing is left of " + in + " numbers filtered by " + taps.length);
        this.in = in;
        this.out = out;
        this.taps = taps;
        this.up = up;
        this.down = down;
        this.shift = shift;
    }

    /**
     * Zeros inserted after each number, then filtered, at the same strength.
     *
     * @param in     numbers along the axis
     * @param factor how many times as many there are between the first and the last
     * @param before zeros in front of them once they are inserted, less than 0 to cut off
     * @param after  zeros behind them
     */
    public static BandMatrix up(int in, float[] filter, int factor, int before, int after) {
        double[] taps = new double[filter.length];
        for (int i = 0; i < taps.length; i++)
            taps[i] = (double) factor * filter[i];
        return new BandMatrix(in, in * factor + before + after - taps.length + 1, taps, factor, 1, taps.length - 1 - before);
    }

    /** Filtered where the filter lies within, of which every {@code factor}-th number is kept. */
    public static BandMatrix down(int in, float[] filter, int factor) {
        double[] taps = new double[filter.length];
        for (int i = 0; i < taps.length; i++)
            taps[i] = filter[i];
        return new BandMatrix(in, (in - taps.length) / factor + 1, taps, 1, factor, taps.length - 1);
    }

    /** As a true convolution: output r, of those between which zeros were inserted, is the sum of taps[r·down + shift − i·up]·x[i]. */
    private double at(int row, int column) {
        int tap = row * down + shift - column * up;
        return tap >= 0 && tap < taps.length ? taps[tap] : 0;
    }

    public int outputs() {
        return out;
    }

    /** x {@code [N,C,in,in]} → {@code [N,C,out,out]}. */
    public Value both(Value x) {
        return down > 1 ? columns(rows(x)) : rows(columns(x));
    }

    private Value columns(Value x) {
        return blocks(x, 3, (part, matrix) -> part.matmul(x.graph().constant(transposed(matrix))));
    }

    private Value rows(Value x) {
        return blocks(x, 2, (part, matrix) -> x.graph().constant(matrix).matmul(part));
    }

    private interface Product {
        Value of(Value part, Tensor matrix);
    }

    private Value blocks(Value x, int axis, Product product) {
        if (x.shape().dim(axis) != in) throw new IllegalArgumentException("cannot filter " + x + " by a matrix for " + in);
        int step = Math.max(in, out) <= NARROW ? out : BLOCK;
        List<Value> parts = new ArrayList<>();
        for (int from = 0; from < out; from += step) {
            int to = Math.min(out, from + step);
            int first = Math.clamp(Math.ceilDiv(from * down + shift - taps.length + 1, up), 0, in - 1);
            int end = Math.clamp(Math.floorDiv((to - 1) * down + shift, up) + 1, first + 1, in);
            Value part = end - first == in ? x : x.slice(axis, first, end);
            parts.add(product.of(part, matrix(from, to, first, end)));
        }
        Value[] others = parts.subList(1, parts.size()).toArray(Value[]::new);
        return others.length == 0 ? parts.getFirst() : parts.getFirst().concat(axis, others);
    }

    private Tensor matrix(int from, int to, int first, int end) {
        Tensor matrix = Tensor.zeros(to - from, end - first);
        for (int row = from; row < to; row++)
            for (int column = first; column < end; column++)
                matrix.data()[(row - from) * (end - first) + column - first] = (float) at(row, column);
        return matrix;
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = matrix.shape().dim(0);
        int columns = matrix.shape().dim(1);
        Tensor transposed = Tensor.zeros(columns, rows);
        for (int i = 0; i < matrix.data().length; i++)
            transposed.data()[i % columns * rows + i / columns] = matrix.data()[i];
        return transposed;
    }
}
