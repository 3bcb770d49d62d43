package meander.models.graph;

import java.util.Set;

import meander.models.graph.Op.Padding;

/**
 * Rewrites 3×3 convolutions as Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, arXiv:1509.09308 §4.3), spelled out in
 * ordinary operations: 36 products in place of 144 for every 4×4 outputs. It pays where there are many channels and few pixels; on
 * large pictures moving the transformed tiles costs more than it saves. In float32 the error is about ten times that of a direct
 * convolution: 4·10⁻⁶ of the largest output at most.
 */
public final class Winograd implements Pass {
    /** Outputs per tile and axis. */
    private static final int TILE = 4;
    /** Inputs per tile and axis, of which two overlap the next tile. */
    private static final int WINDOW = 6;
    private static final int FEWEST_CHANNELS = 128;
    private static final int WIDEST = 64;
    private static final int NARROWEST = 16;

    /*
     * Of the interpolation points 0, ±5/8, ±3/2 and ∞. The usual 0, ±1, ±2 and ∞ have smaller numbers, but four times the error: their
     * powers differ more. All that is transformed in float32 is exact in it.
     */
    private static final double[][] INPUT = {{225 / 256., 0, -169 / 64., 0, 1, 0}, {0, -45 / 32., -9 / 4., 5 / 8., 1, 0},
            {0, 45 / 32., -9 / 4., -5 / 8., 1, 0}, {0, -75 / 128., -25 / 64., 3 / 2., 1, 0},
            {0, 75 / 128., -25 / 64., -3 / 2., 1, 0}, {0, 225 / 256., 0, -169 / 64., 0, 1}};
    private static final double[][] FILTER = {{256 / 225., 0, 0}, {-2048 / 2975., -256 / 595., -32 / 119.},
            {-2048 / 2975., 256 / 595., -32 / 119.}, {128 / 1071., 64 / 357., 32 / 119.}, {128 / 1071., -64 / 357., 32 / 119.},
            {0, 0, 1}};
    private static final double[][] OUTPUT = {{1, 1, 1, 1, 1, 0}, {0, 5 / 8., -5 / 8., 3 / 2., -3 / 2., 0},
            {0, 25 / 64., 25 / 64., 9 / 4., 9 / 4., 0}, {0, 125 / 512., -125 / 512., 27 / 8., -27 / 8., 1}};

    @Override
    public String name() {
        return "Winograd";
    }

    /** The work by which stages are told is that of direct convolutions. */
    @Override
    public Set<Condition> requires() {
        return Set.of(Condition.NOT_DIFFERENTIATED, Condition.ONE_STAGE);
    }

    /** Kernels are transformed where they are used. */
    @Override
    public Set<Condition> invalidates() {
        return Set.of(Condition.CONSTANTS_FOLDED);
    }

    /** The same graph with every convolution rewritten for which it pays. */
    @Override
    public Graph apply(Graph graph) {
        return Rewriter.rewrite(graph, (rewriter, value) -> {
            if (pays(value)) {
                Value x = rewriter.of(value.operands().get(0));
                Value kernel = rewriter.of(value.operands().get(1));
                rewriter.replace(value, convolve(x, kernel, ((Op.Conv2d) value.op()).padding(), value.shape()));
            } else
                rewriter.copy(value);
        });
    }

    private static boolean pays(Value value) {
        if (!(value.op() instanceof Op.Conv2d(int stride, Padding padding, int groups))) return false;
        Shape kernel = value.operands().get(1).shape();
        Shape y = value.shape();
        // Without padding, somebody has padded before, by mirroring perhaps.
        boolean padded = padding.equals(Padding.all(1)) || padding.equals(Padding.NONE);
        return stride == 1 && groups == 1 && padded && kernel.dim(2) == 3 && kernel.dim(3) == 3 && y.dim(0) == 1
                && y.dim(2) % TILE == 0 && y.dim(3) % TILE == 0 && Math.min(kernel.dim(0), kernel.dim(1)) >= FEWEST_CHANNELS
                && Math.min(y.dim(2), y.dim(3)) >= NARROWEST && Math.max(y.dim(2), y.dim(3)) <= WIDEST;
    }

    /** x {@code [1,I,·,·]}, kernel {@code [O,I,3,3]} → {@code [1,O,H,W]}. */
    private static Value convolve(Value x, Value kernel, Padding padding, Shape y) {
        Graph graph = x.graph();
        int in = x.shape().dim(1);
        int out = kernel.shape().dim(0);
        int rows = y.dim(2) / TILE;
        int columns = y.dim(3) / TILE;
        int products = WINDOW * WINDOW;

        Value filter = matrix(graph, kronecker(FILTER)); // [36,9]
        Value filters = filter.matmul(kernel.reshape(out * in, 9).transpose()).reshape(products, out, in);

        // Cutting into overlapping windows and transforming them is one convolution per channel.
        Value window = graph.constant(new Tensor(Shape.of(products, 1, WINDOW, WINDOW), flat(kronecker(INPUT))));
        Value tiles = x.reshape(in, 1, x.shape().dim(2), x.shape().dim(3)).conv2d(window, TILE, padding, 1).transpose(1, 0, 2, 3)
                .reshape(products, in, rows * columns);

        Value product = filters.matmul(tiles); // [36,O,tiles]

        // And transforming back and putting the tiles side by side is one transposed convolution per channel.
        Value spread = graph.constant(new Tensor(Shape.of(products, 1, TILE, TILE), flat(transpose(kronecker(OUTPUT)))));
        return product.reshape(products, out, rows, columns).transpose(1, 0, 2, 3)
                .convTranspose2d(spread, TILE, Padding.NONE, 0, 1).reshape(1, out, rows * TILE, columns * TILE);
    }

    /** A transform of both axes at once: {@code (m ⊗ m)·vec(X) = vec(m·X·mᵀ)}. */
    private static double[][] kronecker(double[][] m) {
        int rows = m.length;
        int columns = m[0].length;
        double[][] product = new double[rows * rows][columns * columns];
        for (int r = 0; r < rows * rows; r++)
            for (int c = 0; c < columns * columns; c++)
                product[r][c] = m[r / rows][c / columns] * m[r % rows][c % columns];
        return product;
    }

    private static double[][] transpose(double[][] m) {
        double[][] turned = new double[m[0].length][m.length];
        for (int r = 0; r < m.length; r++)
            for (int c = 0; c < m[0].length; c++)
                turned[c][r] = m[r][c];
        return turned;
    }

    private static Value matrix(Graph graph, double[][] m) {
        return graph.constant(new Tensor(Shape.of(m.length, m[0].length), flat(m)));
    }

    private static float[] flat(double[][] m) {
        float[] flat = new float[m.length * m[0].length];
        for (int i = 0; i < flat.length; i++)
            flat[i] = (float) m[i / m[0].length][i % m[0].length];
        return flat;
    }
}
