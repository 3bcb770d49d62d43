package meander.models.latent;

/**
 * The truncation trick in w (StyleGAN, arXiv:1812.04948 §B; from BigGAN): {@code w' = w_avg + ψ·(w − w_avg)}. Small ψ gives
 * typical pictures, large ψ varied ones.
 *
 * @param psi    ψ; 1 leaves w as it is, 0 is the average picture
 * @param cutoff how many layers, counted from the coarsest, are truncated; {@link #ALL_LAYERS} for every layer
 */
public record Truncation(double psi, int cutoff) {
    public static final int ALL_LAYERS = Integer.MAX_VALUE;
    public static final Truncation NONE = new Truncation(1, ALL_LAYERS);

    public Truncation {
        if (!Double.isFinite(psi)) throw new IllegalArgumentException("ψ is a number, not " + psi);
        if (cutoff < 0) throw new IllegalArgumentException("a cutoff is a number of layers, not " + cutoff);
    }

    public Truncation withPsi(double changed) {
        return new Truncation(changed, cutoff);
    }

    public Truncation withCutoff(int changed) {
        return new Truncation(psi, changed);
    }
}
