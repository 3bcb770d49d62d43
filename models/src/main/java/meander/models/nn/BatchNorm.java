package meander.models.nn;

import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * Batch normalisation (Ioffe and Szegedy, arXiv:1502.03167, algorithm 2) when serving: running statistics stand for those of the
 * batch, so that it is one scale and one shift per channel. Parameters, all {@code [C]}: {@code running_mean}, {@code running_var}
 * and, if affine, {@code weight} and {@code bias}.
 */
public final class BatchNorm {
    private BatchNorm() {}

    /** @param x {@code [N,C]} or {@code [N,C,H,W]}, whose shape stays, @param epsilon added to the variance */
    public static Value serving(Scope at, Value x, boolean affine, double epsilon) {
        int channels = x.shape().dim(1);
        Value mean = at.parameter("running_mean", Initializer.ZERO, channels);
        Value variance = at.parameter("running_var", Initializer.ONE, channels);
        Value scale = variance.add(epsilon).rsqrt();
        Value shift = mean.mul(-1);
        if (affine) scale = scale.mul(at.parameter("weight", Initializer.ONE, channels));
        shift = shift.mul(scale);
        if (affine) shift = shift.add(at.parameter("bias", Initializer.ZERO, channels));
        boolean picture = x.shape().rank() == 4;
        return x.mul(picture ? scale.channels() : scale.reshape(1, channels))
                .add(picture ? shift.channels() : shift.reshape(1, channels));
    }
}
