package meander.models.nn;

import meander.models.graph.Initializer;
import meander.models.graph.Op;
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

    /** As {@link #upWithoutBias}, then a bias. Declares {@code weight [O,I,3,3]} and {@code bias [O]}. */
    public static Value up(Scope scope, Value x, int out, double gain) {
        return biased(scope, upWithoutBias(scope, x, out, gain));
    }

    /**
     * x {@code [N,I,H,W]} with every pixel doubled, then convolved with a kernel of 3: one transposed convolution with a kernel of 4, in which
     * the products of equal pixels are summed beforehand, for less than half the work. Declares {@code weight [O,I,3,3]}.
     */
    public static Value upWithoutBias(Scope scope, Value x, int out, double gain) {
        Value kernel = widened(kernel(scope, x.shape().dim(1), out, 3, gain).flip(2).flip(3)).transpose(1, 0, 2, 3);
        return x.convTranspose2d(kernel, 2, Padding.all(1), 0, 1); // [N,O,2H,2W]
    }

    /**
     * x {@code [N,I,H,W]} convolved with a kernel of 3, then means of 2×2 pixels, then a bias: one convolution with a kernel of 4. Declares
     * {@code weight [O,I,3,3]} and {@code bias [O]}.
     */
    public static Value down(Scope scope, Value x, int out, double gain) {
        Value kernel = widened(kernel(scope, x.shape().dim(1), out, 3, gain)).mul(0.25);
        return biased(scope, x.conv2d(kernel, 2, Padding.all(1), 1)); // [N,O,H/2,W/2]
    }

    /** The kernel {@code [O,I,3,3]} at its four places one pixel apart, summed: {@code [O,I,4,4]}. */
    private static Value widened(Value kernel) {
        Value padded = kernel.pad(Padding.all(1), Op.Pad2d.Mode.ZERO); // [O,I,5,5]
        Value rows = padded.slice(2, 0, 4).add(padded.slice(2, 1, 5));
        return rows.slice(3, 0, 4).add(rows.slice(3, 1, 5));
    }

    /** Adds a bias per channel. Declares {@code bias [O]}. */
    public static Value biased(Scope scope, Value x) {
        return x.add(scope.parameter("bias", Initializer.ZERO, x.shape().dim(1)).channels());
    }
}
