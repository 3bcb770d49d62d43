package meander.models.nn;

import meander.models.graph.Value;

/** The activation of style-based generators: leaky ReLU, and a gain that keeps the deviation (StyleGAN, arXiv:1812.04948 §C). */
public final class Activation {
    public static final double SLOPE = 0.2;
    public static final double GAIN = Math.sqrt(2);

    private Activation() {}

    /** x of any shape, which stays. */
    public static Value of(Value x) {
        return x.leakyRelu(SLOPE).mul(GAIN);
    }
}
