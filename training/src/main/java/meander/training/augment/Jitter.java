package meander.training.augment;

import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Pictures are enlarged and a part of their size is cut out at random (Isola et al., arXiv:1611.07004 §6.2). Bilinear, and where the cut touches
 * the border the picture is reflected about its outer pixels.
 *
 * @param factor by which they are enlarged, 1 or more: 286/256 in the paper
 */
public record Jitter(double factor) {
    public Jitter {
        if (!(factor >= 1)) throw new IllegalArgumentException("pictures are not enlarged by " + factor);
    }

    /** x {@code [N,C,H,W]}, whose shape stays: what is alike in all channels stays so. @param name of the random numbers */
    public Value apply(Value x, RandomInputs random, String name) {
        if (factor == 1) return x;
        int n = x.shape().dim(0);
        Value chance = random.uniform(name, n, 2);
        Value scale = x.graph().constant(Tensor.full((float) factor, n, 1, 1));
        return AffineWarp.of(x).scale(scale, scale)
                .shift(distance(chance, 0, x.shape().dim(3)), distance(chance, 1, x.shape().dim(2))).amongPixels();
    }

    /** How far the enlarged picture is moved so that its parts are met equally often, {@code [N,1,1]}. */
    private Value distance(Value chance, int column, int pixels) {
        return chance.slice(1, column, column + 1).reshape(chance.shape().dim(0), 1, 1).sub(0.5).mul((factor - 1) * pixels);
    }
}
