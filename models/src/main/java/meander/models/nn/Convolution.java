package meander.models.nn;

import meander.models.graph.Initializer;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * Plain convolutions as translation networks use them: {@code weight} and, if wanted, {@code bias [O]}; weights begin with a deviation of
 * 0.02 (Isola et al., arXiv:1611.07004 §6.2).
 */
public final class Convolution {
    private static final Initializer DEVIATION = new Initializer.Normal(0.02);

    private Convolution() {}

    /** x {@code [N,I,H,W]}, weight {@code [O,I,k,k]} → {@code [N,O,·,·]}. */
    public static Value apply(Scope at, Value x, int out, int kernel, int stride, int padding, boolean bias) {
        Value weight = at.parameter("weight", DEVIATION, out, x.shape().dim(1), kernel, kernel);
        return shifted(at, x.conv2d(weight, stride, Padding.all(padding), 1), bias);
    }

    /** x {@code [N,I,H,W]}, weight {@code [I,O,k,k]} → {@code [N,O,2·H,2·W]} for kernels of 4 with padding 1 and of 3 with output padding 1. */
    public static Value up(Scope at, Value x, int out, int kernel, int outputPadding, boolean bias) {
        Value weight = at.parameter("weight", DEVIATION, x.shape().dim(1), out, kernel, kernel);
        return shifted(at, x.convTranspose2d(weight, 2, Padding.all(1), outputPadding, 1), bias);
    }

    private static Value shifted(Scope at, Value y, boolean bias) {
        return bias ? y.add(at.parameter("bias", Initializer.ZERO, y.shape().dim(1)).channels()) : y;
    }
}
