package meander.models.nn;

import meander.models.graph.Value;

/** The way back from {@link meander.models.graph.Op.PixelShuffle}. */
public final class PixelUnshuffle {
    private PixelUnshuffle() {}

    /** {@code [N,C,H·f,W·f] → [N,C·f²,H,W]}. */
    public static Value of(Value x, int factor) {
        if (factor == 1) return x;
        int n = x.shape().dim(0);
        int channels = x.shape().dim(1);
        int h = x.shape().dim(2) / factor;
        int w = x.shape().dim(3) / factor;
        return x.reshape(n, channels, h, factor, w, factor).transpose(0, 1, 3, 5, 2, 4).reshape(n, channels * factor * factor, h,
                w);
    }
}
