package meander.models.nn;

import meander.models.graph.Op;
import meander.models.graph.Value;

/** Means of square tiles, as pictures are made smaller by a whole factor. */
public final class AveragePool {
    private AveragePool() {}

    /** x {@code [N,C,H,W]} → {@code [N,C,H/factor,W/factor]}. */
    public static Value of(Value x, int factor) {
        if (factor == 1) return x;
        int n = x.shape().dim(0);
        int channels = x.shape().dim(1);
        int h = x.shape().dim(2) / factor;
        int w = x.shape().dim(3) / factor;
        return x.reshape(n, channels, h, factor, w, factor).reduce(Op.Reduce.Function.MEAN, false, 3, 5);
    }
}
