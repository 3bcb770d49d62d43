package meander.training.augment;

import meander.models.graph.Graph;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Pictures at twice as many rows and columns and back, without loss: a warp is looked up among the finer pixels, so that it
 * neither blurs nor aliases.
 *
 * <p>The filters are the biorthogonal pair of Cohen, Daubechies and Feauveau with 7 and 9 taps, known from JPEG 2000. ADA uses
 * the orthogonal sym6, with which what is doubled and halved is likewise what it was. But sym6 is not symmetric, so that a
 * mirrored or turned picture is no longer exact, and what lies beyond the border has to be there before doubling: a picture of up
 * to nine times the pixels. Doubled by a symmetric filter a reflected picture is a reflected picture, and reflecting the place
 * that is looked up is enough.
 *
 * <p>Both are products with matrices of a row for each pixel, which on processors take a third of the time of the convolutions
 * up to a side of 256, and have the border built in.
 */
final class Wavelet {
    /** Fine pixels beyond the border on each side that halving needs. */
    static final int MARGIN = 4;

    private static final double[] UP = {1.115087052456994, 0.591271763114247, -0.05754352622849957, -0.09127176311424948};
    private static final double[] DOWN = {0.6029490182363579, 0.2668641184428723, -0.07822326652898785, -0.01686411844287495,
            0.02674875741080976};

    private Wavelet() {}

    /** The side of a picture doubled: pixels, and one between each two of them. */
    static int doubled(int side) {
        return 2 * side - 1;
    }

    /** {@code [N,C,H,W] → [N,C,2H−1,2W−1]} */
    static Value up(Value x) {
        Graph graph = x.graph();
        Value rows = graph.constant(up(x.shape().dim(2)));
        Value columns = graph.constant(transposed(up(x.shape().dim(3))));
        return rows.matmul(x.matmul(columns));
    }

    /** {@code [N,C,2H−1+2·MARGIN,2W−1+2·MARGIN] → [N,C,H,W]} */
    static Value down(Value x) {
        Graph graph = x.graph();
        Value rows = graph.constant(down(x.shape().dim(2)));
        Value columns = graph.constant(transposed(down(x.shape().dim(3))));
        return rows.matmul(x.matmul(columns));
    }

    private static Tensor up(int side) {
        Tensor matrix = Tensor.zeros(doubled(side), side);
        for (int to = 0; to < doubled(side); to++)
            for (int tap = -3; tap <= 3; tap++)
                if (Math.floorMod(to + tap, 2) == 0)
                    matrix.data()[to * side + reflected((to + tap) / 2, side)] += (float) UP[Math.abs(tap)];
        return matrix;
    }

    private static Tensor down(int fine) {
        int side = (fine - 2 * MARGIN + 1) / 2;
        Tensor matrix = Tensor.zeros(side, fine);
        for (int to = 0; to < side; to++)
            for (int tap = -MARGIN; tap <= MARGIN; tap++)
                matrix.data()[to * fine + 2 * to + MARGIN + tap] = (float) DOWN[Math.abs(tap)];
        return matrix;
    }

    private static int reflected(int i, int side) {
        int period = 2 * (side - 1);
        int place = Math.floorMod(i, period);
        return Math.min(place, period - place);
    }

    private static Tensor transposed(Tensor x) {
        int rows = x.shape().dim(0);
        int columns = x.shape().dim(1);
        Tensor y = Tensor.zeros(columns, rows);
        for (int i = 0; i < x.data().length; i++)
            y.data()[i % columns * rows + i / columns] = x.data()[i];
        return y;
    }
}
