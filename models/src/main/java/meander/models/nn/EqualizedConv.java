package meander.models.nn;

import meander.models.graph.Initializer;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * Convolutions with equalised learning rate (ProGAN, arXiv:1710.10196 §4.1): weights are kept at unit variance and scaled at run time by
 * {@code gain/√(in·k²)}.
 */
public final class EqualizedConv {
    private EqualizedConv() {}

    /** The scaled kernel, {@code [out,in,size,size]}. Declares {@code weight}. */
    public static Value kernel(Scope scope, int in, int out, int size, double gain) {
        return scope.parameter("weight", Initializer.STANDARD_NORMAL, out, in, size, size).mul(gain / (size * Math.sqrt(in)));
    }

    /** x {@code [N,I,H,W]} → {@code [N,O,H,W]}. Declares {@code weight [O,I,size,size]} and {@code bias [O]}. */
    public static Value same(Scope scope, Value x, int out, int size, double gain) {
        return biased(scope, x.conv2d(kernel(scope, x.shape().dim(1), out, size, gain), Padding.all(size / 2)));
    }

    /** Adds a bias per channel. Declares {@code bias [O]}. */
    public static Value biased(Scope scope, Value x) {
        return x.add(scope.parameter("bias", Initializer.ZERO, x.shape().dim(1)).channels());
    }
}
