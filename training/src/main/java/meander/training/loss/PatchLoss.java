package meander.training.loss;

import meander.models.graph.Value;

/**
 * How far a discriminator's logits, one for each patch {@code [N,1,h,w]}, are from saying that a picture is real or generated: a single number
 * {@code []}. The discriminator minimises half the sum of both for real and generated pictures, the generator the distance from real.
 */
public enum PatchLoss {
    /** Cross-entropy: Pix2Pix, Isola et al., arXiv:1611.07004 §3.1 and §3.3, after Goodfellow et al., arXiv:1406.2661. */
    VANILLA {
        @Override
        public Value of(Value logits, boolean real) {
            return (real ? logits.negate() : logits).softplus().meanAll();
        }
    },
    /** Squares: CycleGAN, Zhu et al., arXiv:1703.10593 §4, after Mao et al., arXiv:1611.04076. */
    LEAST_SQUARES {
        @Override
        public Value of(Value logits, boolean real) {
            return (real ? logits.sub(1) : logits).square().meanAll();
        }
    };

    /** @param real whether they should say that it is real */
    public abstract Value of(Value logits, boolean real);
}
