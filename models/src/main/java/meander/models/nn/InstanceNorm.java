package meander.models.nn;

import meander.models.graph.Value;

/**
 * Instance normalisation (Ulyanov et al., arXiv:1607.08022, equation 4), without parameters, as translation networks and StyleGAN use it: every feature
 * map of every picture by itself to mean 0 and deviation 1.
 */
public final class InstanceNorm {
    private static final double EPSILON = 1e-5;

    private InstanceNorm() {}

    /** x {@code [N,C,H,W]}, whose shape stays. */
    public static Value of(Value x) {
        return of(x, EPSILON);
    }

    /** x {@code [N,C,H,W]}, whose shape stays. @param epsilon added to the variance */
    public static Value of(Value x, double epsilon) {
        Value apart = x.sub(x.mean(2, 3));
        return apart.mul(apart.square().mean(2, 3).add(epsilon).rsqrt());
    }
}
