package meander.models.nn;

import meander.models.graph.Op;
import meander.models.graph.Value;

/** Self-attention between all places of a picture, with keys and values at half the resolution (SAGAN, arXiv:1805.08318 §3; BigGAN's non-local block). */
public final class NonLocal {
    private NonLocal() {}

    /** The 1×1 kernels, {@code [O,C,1,1]} but for that of the output, {@code [C,I,1,1]}; gain is one number. */
    public record Kernels(Value query, Value key, Value value, Value output, Value gain) {}

    /** x {@code [N,C,H,W]}, whose shape stays; H and W are even. */
    public static Value apply(Value x, Kernels kernels) {
        int batch = x.shape().dim(0);
        int h = x.shape().dim(2);
        int w = x.shape().dim(3);
        Value query = flat(x.conv2d(kernels.query(), Op.Padding.NONE)); // [N,K,H·W]
        Value key = flat(halved(x.conv2d(kernels.key(), Op.Padding.NONE))); // [N,K,H·W/4]
        Value value = flat(halved(x.conv2d(kernels.value(), Op.Padding.NONE))); // [N,V,H·W/4]
        Value attention = query.transpose(0, 2, 1).matmul(key).softmax(2); // [N,H·W,H·W/4]
        Value attended = value.matmul(attention.transpose(0, 2, 1)).reshape(batch, value.shape().dim(1), h, w);
        return x.add(attended.conv2d(kernels.output(), Op.Padding.NONE).mul(kernels.gain()));
    }

    private static Value flat(Value x) {
        return x.reshape(x.shape().dim(0), x.shape().dim(1), x.shape().dim(2) * x.shape().dim(3));
    }

    /** The largest of each 2×2 pixels. */
    private static Value halved(Value x) {
        int h = x.shape().dim(2) / 2;
        int w = x.shape().dim(3) / 2;
        Value pairs = x.reshape(x.shape().dim(0), x.shape().dim(1), h, 2, w * 2);
        Value rows = larger(pairs, 3).reshape(x.shape().dim(0), x.shape().dim(1), h, w, 2);
        return larger(rows, 4).reshape(x.shape().dim(0), x.shape().dim(1), h, w);
    }

    private static Value larger(Value pairs, int axis) {
        return pairs.slice(axis, 0, 1).binary(Op.Binary.Function.MAXIMUM, pairs.slice(axis, 1, 2));
    }
}
