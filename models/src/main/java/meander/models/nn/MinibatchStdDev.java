package meander.models.nn;

import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Minibatch standard deviation (ProGAN, arXiv:1710.10196 §3): one more feature map that says how much the pictures of a group differ, so
 * that a discriminator notices a generator that always draws the same.
 */
public final class MinibatchStdDev {
    private static final double EPSILON = 1e-8;

    private MinibatchStdDev() {}

    /**
     * x {@code [N,C,H,W]} → {@code [N,C+1,H,W]}.
     *
     * @param group pictures that are compared with each other: those that lie N/group apart; must divide N, and is N where N is less
     */
    public static Value append(Value x, int group) {
        int batch = x.shape().dim(0);
        int size = Math.min(group, batch);
        int groups = batch / size;
        int h = x.shape().dim(2);
        int w = x.shape().dim(3);
        Value y = x.reshape(size, groups, x.shape().dim(1) * h * w);
        Value deviation = y.sub(y.mean(0)).square().mean(0).add(EPSILON).sqrt().mean(2); // [1,groups,1]
        Value map = deviation.reshape(1, groups, 1, 1, 1).mul(x.graph().constant(Tensor.full(1, size, 1, 1, h, w)));
        return x.concat(1, map.reshape(batch, 1, h, w));
    }
}
