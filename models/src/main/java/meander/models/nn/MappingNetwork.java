package meander.models.nn;

import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * The mapping network of style-based generators (StyleGAN, arXiv:1812.04948 §2), conditional as in StyleGAN2-ADA (arXiv:2006.06676 §C).
 * Parameters carry the names of NVlabs' PyTorch checkpoints: {@code embed}, {@code fc0}, {@code fc1}, …
 *
 * @param zDim   dimensions of z
 * @param cDim   classes; 0 when unconditional
 * @param wDim   dimensions of w
 * @param layers dense layers, all as wide as w
 * @param rate   learning-rate multiplier
 */
public record MappingNetwork(int zDim, int cDim, int wDim, int layers, double rate) {

    /** z {@code [N,z_dim]} → w {@code [N,w_dim]}. @param c {@code [N,c_dim]}, null when unconditional */
    public Value apply(Scope scope, Value z, Value c) {
        Value x = PixelNorm.secondMoment(z);
        if (cDim > 0) x = x.concat(1, embedded(scope, c, wDim)); // [N,z_dim+w_dim]
        return dense(scope, x, layers, wDim, wDim, rate);
    }

    /** A label c {@code [N,c_dim]} → {@code [N,out]} at unit second moment. */
    public static Value embedded(Scope scope, Value c, int out) {
        return PixelNorm.secondMoment(EqualizedDense.apply(scope.at("embed"), c, out, 1, 0));
    }

    /** The dense layers, {@code fc0}, {@code fc1}, …, each of some width but the last. */
    public static Value dense(Scope scope, Value x, int count, int width, int out, double rate) {
        for (int i = 0; i < count; i++)
            x = Activation.of(EqualizedDense.apply(scope.at("fc" + i), x, i < count - 1 ? width : out, rate, 0));
        return x;
    }
}
