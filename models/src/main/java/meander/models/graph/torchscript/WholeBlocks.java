package meander.models.graph.torchscript;

import meander.models.graph.Shape;

/**
 * Convolutions whose channels fill oneDNN's blocks of 16. That library, with which libtorch convolves on a CPU, lays pictures out in such
 * blocks. On some processors (see {@link ProcessorLimit}) it leaves the rest of a last block as the memory was: 0 weights times the
 * not-a-number that another use may have left there is not 0, so forward, gradients and all become not-a-number, once in hours or at once, as
 * the heap has it. Filled up here with channels of 0, nothing is left over; the same numbers come out, in about the same time.
 */
final class WholeBlocks {
    private static final int BLOCK = 16;

    private WholeBlocks() {}

    /**
     * @param call   of the convolution, with a place for the picture and one for the kernel
     * @param kernel {@code [O,I,kh,kw]}
     */
    static String convolved(String call, String x, String kernel, Shape shape, int groups) {
        if (groups > 1 || isPixelwise(shape)) return call.formatted(x, kernel);
        int out = shape.dim(0);
        int in = shape.dim(1) > BLOCK ? missing(shape.dim(1)) : 0; // fewer are not laid out in blocks
        String called = call.formatted(widened(x, 0, in), widened(kernel, missing(out), in));
        return missing(out) == 0 ? called : first(out, called);
    }

    /** As {@link #convolved}, with a kernel {@code [I,O,kh,kw]}: it is the gradient of a convolution, of which in is out and out is in. */
    static String upConvolved(String call, String x, String kernel, Shape shape, int groups) {
        if (groups > 1 || isPixelwise(shape)) return call.formatted(x, kernel);
        int in = missing(shape.dim(0));
        int out = shape.dim(1) > BLOCK ? missing(shape.dim(1)) : 0;
        String called = call.formatted(widened(x, 0, in), widened(kernel, in, out));
        return out == 0 ? called : first(shape.dim(1), called);
    }

    private static boolean isPixelwise(Shape kernel) {
        return kernel.dim(2) == 1 && kernel.dim(3) == 1;
    }

    private static int missing(int channels) {
        return Math.ceilDiv(channels, BLOCK) * BLOCK - channels;
    }

    /** With zeros added to axes 0 and 1. */
    private static String widened(String x, int first, int second) {
        if (first == 0 && second == 0) return x;
        String axes = "0, 0, 0, 0, 0, " + second + (first == 0 ? "" : ", 0, " + first);
        return "torch.constant_pad_nd(" + x + ", [" + axes + "], 0)";
    }

    private static String first(int channels, String x) {
        return "torch.narrow(" + x + ", 1, 0, " + channels + ")";
    }
}
