package meander.training.program;

/**
 * Adam (Kingma and Ba, arXiv:1412.6980, algorithm 1).
 *
 * @param rate    step size α
 * @param beta1   decay of the mean of gradients
 * @param beta2   decay of the mean of their squares
 * @param epsilon keeps the division finite
 * @param clip    weights are limited to ±clip after each step (WGAN, arXiv:1701.07875 algorithm 1); infinite for none
 * @param decay   from this share of the training on the step size falls linearly, to 0 at its end; 1 for never
 */
public record Adam(double rate, double beta1, double beta2, double epsilon, double clip, double decay) {
    public static Adam adam(double rate, double beta1, double beta2) {
        return new Adam(rate, beta1, beta2, 1e-8, Double.POSITIVE_INFINITY, 1);
    }

    public Adam withClip(double limit) {
        return new Adam(rate, beta1, beta2, epsilon, limit, decay);
    }

    public Adam withDecay(double from) {
        return new Adam(rate, beta1, beta2, epsilon, clip, from);
    }

    /** What share of the step size is left. @param done share of the training */
    public double left(double done) {
        return decay >= 1 ? 1 : Math.clamp((1 - done) / (1 - decay), 0, 1);
    }

    /**
     * For a network that has a regularisation step of its own after every {@code interval} steps (lazy regularisation, StyleGAN2,
     * arXiv:1912.04958 appendix B): with {@code c = interval/(interval + 1)}, {@code c·α}, {@code β₁ᶜ} and {@code β₂ᶜ} move it as far as
     * without.
     */
    public Adam lazy(int interval) {
        double c = interval / (interval + 1.0);
        return new Adam(rate * c, Math.pow(beta1, c), Math.pow(beta2, c), epsilon, clip, decay);
    }
}
