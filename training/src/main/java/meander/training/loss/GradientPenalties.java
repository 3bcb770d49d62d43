package meander.training.loss;

import java.util.stream.IntStream;

import meander.models.graph.Value;

/** Penalties on gradients. Each gives a single number, {@code []}, without its weight. */
public final class GradientPenalties {
    private static final double EPSILON = 1e-12;

    private GradientPenalties() {}

    /**
     * {@code E[‖∂D/∂x‖²]}: R1 of Mescheder et al. (arXiv:1801.04406 equation 9) on real pictures, R2 on generated ones. The loss is
     * {@code γ/2} times this.
     *
     * @param logits   {@code [N,1]}
     * @param pictures {@code [N,…]}, on which the logits depend
     */
    public static Value zeroCentred(Value logits, Value pictures) {
        return squaredLengths(logits.sumAll().gradient(pictures)).meanAll();
    }

    /**
     * {@code E[(‖∂D/∂x‖ − target)²]/target²} on mixtures of real and generated pictures (WGAN-GP, Gulrajani et al., arXiv:1704.00028
     * equation 3, where the target is 1).
     */
    public static Value towards(Value logits, Value pictures, double target) {
        Value length = squaredLengths(logits.sumAll().gradient(pictures)).add(EPSILON).sqrt();
        return length.sub(target).square().meanAll().div(target * target);
    }

    /** Between real and generated pictures. @param share {@code [N,1,1,1]} in 0…1 */
    public static Value mixture(Value real, Value fake, Value share) {
        return real.add(fake.sub(real).mul(share)).stopGradient();
    }

    /** {@code [N,…] → [N]}. */
    private static Value squaredLengths(Value gradient) {
        return gradient.square().sum(IntStream.range(1, gradient.shape().rank()).toArray());
    }
}
