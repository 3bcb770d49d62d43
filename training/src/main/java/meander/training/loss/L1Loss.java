package meander.training.loss;

import meander.models.graph.Value;

/**
 * The weighted mean of absolute differences from the picture that was wanted: L1 of Pix2Pix (Isola et al., arXiv:1611.07004 equation 3), cycle
 * consistency of CycleGAN (Zhu et al., arXiv:1703.10593 equation 2) and its identity loss (§5.2).
 */
public record L1Loss(double weight) {
    /** Pictures of one shape → a single number, {@code []}. */
    public Value of(Value picture, Value wanted) {
        return picture.sub(wanted).abs().meanAll().mul(weight);
    }
}
