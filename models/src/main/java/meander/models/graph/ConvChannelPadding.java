package meander.models.graph;

import java.util.Set;

import meander.models.graph.Op.Padding;

/**
 * Fills the channels of convolutions up to whole blocks, one of 16 or several of 32, with zeros, and cuts away what comes of them. For
 * processors on which the convolution library gets a last block wrong that is not whole. Convolutions in several groups, which it gets right,
 * stay as they are. All of it can be differentiated, twice too, and then the convolutions that derivatives are made of are whole as well.
 */
public final class ConvChannelPadding implements Pass {
    private static final int SMALL = 16;
    private static final int BLOCK = 32;

    @Override
    public String name() {
        return "channel padding of convolutions";
    }

    /** Kernels are filled up where they are used. */
    @Override
    public Set<Condition> invalidates() {
        return Set.of(Condition.CONSTANTS_FOLDED);
    }

    @Override
    public Graph apply(Graph graph) {
        return Rewriter.rewrite(graph, (rewriter, value) -> {
            switch (value.op()) {
                case Op.Conv2d conv when conv.groups() == 1 -> convolve(rewriter, value, 1);
                case Op.ConvTranspose2d conv when conv.groups() == 1 -> convolve(rewriter, value, 0);
                default -> rewriter.copy(value);
            }
        });
    }

    /** @param inputs the axis of the kernel that counts the channels read; the other of the first two counts those written */
    private static void convolve(Rewriter rewriter, Value value, int inputs) {
        Value x = rewriter.of(value.operands().get(0));
        Value kernel = rewriter.of(value.operands().get(1));
        int missing = missing(kernel.shape().dim(inputs));
        int outputs = value.shape().dim(1);
        Value whole = filled(filled(kernel, inputs, missing), 1 - inputs, missing(outputs));
        if (whole == kernel) {
            rewriter.copy(value);
            return;
        }
        Value y = kernel.graph().apply(value.op(), filled(x, 1, missing), whole);
        rewriter.replace(value, y.shape().dim(1) > outputs ? y.slice(1, 0, outputs) : y);
    }

    /** How many channels are lacking to whole blocks. */
    static int missing(int channels) {
        return channels <= SMALL ? SMALL - channels : (BLOCK - channels % BLOCK) % BLOCK;
    }

    /** {@code [..,dim,..] → [..,dim+count,..]}: as rows below a picture, which is what can be padded. */
    private static Value filled(Value x, int axis, int count) {
        if (count == 0) return x;
        int[] dims = x.shape().dims();
        int inner = 1;
        for (int i = axis + 1; i < dims.length; i++)
            inner *= dims[i];
        int outer = axis == 0 ? 1 : dims[0]; // of the two axes that hold channels, none is further in
        Value rows = x.reshape(outer, 1, dims[axis], inner).pad(new Padding(0, 0, count, 0), Op.Pad2d.Mode.ZERO);
        dims[axis] += count;
        return rows.reshape(dims);
    }
}
