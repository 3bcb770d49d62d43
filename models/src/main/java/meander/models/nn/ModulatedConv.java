package meander.models.nn;

import meander.models.graph.Op.Padding;
import meander.models.graph.Value;

/**
 * Style-modulated convolution (StyleGAN2, arXiv:1912.04958 §2.2), written so that the kernel stays constant: the style scales what
 * goes in, the demodulation scales what comes out, which is the same numbers and lets an engine prepare the kernel once.
 */
public final class ModulatedConv {
    private static final double EPSILON = 1e-8;

    private ModulatedConv() {}

    /**
     * The demodulation factor {@code d_o = 1/√(Σ_i s_i²·Σ_k W_oik² + ε)}.
     *
     * @param style  {@code [N,I]}
     * @param kernel {@code [O,I,k,k]}
     * @return {@code [N,O]}
     */
    public static Value demodulation(Value style, Value kernel) {
        Value energy = kernel.square().sum(2, 3); // [O,I], constant when serving
        return style.square().matmul(energy.transpose()).add(EPSILON).rsqrt();
    }

    /** x {@code [N,I,H,W]} scaled by style {@code [N,I]} and convolved with kernel {@code [O,I,k,k]}, same size. */
    public static Value same(Value x, Value style, Value kernel) {
        return padded(x, style, kernel, kernel.shape().dim(2) / 2);
    }

    /** As {@link #same}, wherever x and kernel meet: {@code [N,O,H+k−1,W+k−1]}. */
    public static Value full(Value x, Value style, Value kernel) {
        return padded(x, style, kernel, kernel.shape().dim(2) - 1);
    }

    private static Value padded(Value x, Value style, Value kernel, int padding) {
        return x.mul(style.spatial()).conv2d(kernel, Padding.all(padding));
    }

    /**
     * As {@link #same} for a 1×1 kernel {@code [O,I,1,1]} with few outputs, toRGB above all: there scaling the kernel is much less
     * work than scaling the picture.
     */
    public static Value pointwise(Value x, Value style, Value kernel) {
        int batch = x.shape().dim(0);
        int in = kernel.shape().dim(1);
        int out = kernel.shape().dim(0);
        Value scaled = kernel.reshape(1, out, in).mul(style.reshape(batch, 1, in)); // [N,O,I]
        Value pixels = x.reshape(batch, in, x.shape().dim(2) * x.shape().dim(3));
        return scaled.matmul(pixels).reshape(batch, out, x.shape().dim(2), x.shape().dim(3));
    }

    /** As {@link #same}, at twice the size: transposed convolution with stride 2, then the low-pass filter. */
    public static Value up(Value x, Value style, Value kernel, FirFilter filter) {
        Value wide = x.mul(style.spatial()).convTranspose2d(kernel.transpose(1, 0, 2, 3), 2, Padding.NONE, 0, 1); // [N,O,2H+1,2W+1]
        return filter.smooth(wide, (filter.taps() - 1) / 2, filter.taps() / 2 - 1, 2);
    }
}
