package meander.models.nn;

import meander.models.graph.Value;

/** Normalisations without parameters. */
public final class PixelNorm {
    private static final double EPSILON = 1e-8;

    private PixelNorm() {}

    /**
     * Each row of x {@code [N,D]}, or each pixel of {@code [N,C,H,W]}, at unit second moment: pixelwise feature vector normalisation
     * (arXiv:1710.10196 §4.2).
     */
    public static Value secondMoment(Value x) {
        return x.mul(x.square().mean(1).add(EPSILON).rsqrt());
    }
}
