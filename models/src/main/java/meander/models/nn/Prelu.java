package meander.models.nn;

import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;

/** A leaky ReLU whose slope is learned (He et al., arXiv:1502.01852 §2.1): {@code weight [1]}, or {@code [C]} for one per feature map. */
public final class Prelu {
    private static final Initializer SLOPE = new Initializer.Fill(0.25);

    private Prelu() {}

    /** x {@code [N,C,H,W]}, whose shape stays. @param slopes 1 or C */
    public static Value apply(Scope at, Value x, int slopes) {
        Value slope = at.parameter("weight", SLOPE, slopes).channels();
        return x.relu().sub(x.negate().relu().mul(slope));
    }
}
