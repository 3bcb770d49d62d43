package meander.training.augment;

import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * How strongly pictures are augmented, moved as the discriminator over-fits (ADA, Karras et al., arXiv:2006.06676 §3): the share
 * of real pictures it takes for real, less that of those it does not, {@code r_t}, is held near a target.
 *
 * @param p        the probability of each augmentation, {@code []}, kept
 * @param signs    sum of the signs of what the discriminator said of real pictures since p last moved, {@code []}, kept
 * @param pictures how many these were, {@code []}, kept
 */
public record AugmentationStrength(Value p, Value signs, Value pictures) {
    /** {@code r_t} as the paper holds it. */
    public static final double TARGET = 0.6;
    /** Thousands of real pictures in which p may go from 0 to 1. */
    public static final double KIMG = 500;

    /** Declares what is kept. Every phase that augments or adapts has it under the same names. */
    public static AugmentationStrength in(Scope scope) {
        return new AugmentationStrength(scope.kept("p", Initializer.ZERO), scope.kept("signs", Initializer.ZERO),
                scope.kept("pictures", Initializer.ZERO));
    }

    /** In the discriminator's phase: takes note of what it said of real pictures. @param logits one for each picture */
    public void note(Value logits) {
        double count = logits.shape().elements();
        logits.graph().update(signs, signs.add(logits.sign().sumAll()));
        logits.graph().update(pictures, pictures.add(count));
    }

    /**
     * A phase of its own, every four steps in the paper: moves p by as much as the pictures seen since then allow, and starts
     * counting again. Without any p stays.
     *
     * @param target  {@code r_t} above which p grows
     * @param kimg    thousands of pictures in which p may go from 0 to 1
     * @param ceiling the largest p
     */
    public void adapt(double target, double kimg, double ceiling) {
        Value towards = signs.sub(pictures.mul(target)).sign(); // of r_t − target, without dividing by how many there were
        p.graph().update(p, p.add(towards.mul(pictures).div(1000 * kimg)).clamp(0, ceiling));
        Value zero = p.graph().constant(Tensor.scalar(0));
        p.graph().update(signs, zero);
        p.graph().update(pictures, zero);
    }
}
