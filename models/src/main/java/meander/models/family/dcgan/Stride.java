package meander.models.family.dcgan;

/**
 * How a transposed convolution steps, which its weights do not tell.
 *
 * @param step          pixels of the result per pixel of the input
 * @param padding       pixels cut off on every side of the result
 * @param outputPadding pixels added below and to the right
 */
record Stride(int step, int padding, int outputPadding) {
    /** Doubles the size with a kernel of 4: the step of DCGAN's PyTorch versions. */
    static final Stride DOUBLING = new Stride(2, 1, 0);

    /** The size that comes out; may be less than 1, which means that it does not work. */
    int out(int size, int kernel) {
        return (size - 1) * step + kernel - 2 * padding + outputPadding;
    }

    /** {@code kernel/stride/padding}, as people quote it: {@code 4/2/1}, {@code 3/2/1+1} with output padding. */
    String label(int kernel) {
        return kernel + "/" + step + "/" + padding + (outputPadding > 0 ? "+" + outputPadding : "");
    }
}
