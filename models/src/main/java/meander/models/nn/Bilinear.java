package meander.models.nn;

import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/** Pictures made larger by a whole factor, bilinearly; corners of pixels stay where they are (PyTorch's {@code align_corners=False}). */
public final class Bilinear {
    private Bilinear() {}

    /** x {@code [N,C,H,W]} → {@code [N,C,factor·H,factor·W]}. */
    public static Value enlarge(Value x, int factor) {
        if (factor == 1) return x;
        int channels = x.shape().dim(1);
        // Zeros between the pixels and a triangle over them. An even factor has no pixel in the triangle's middle.
        int size = 2 * factor - factor % 2;
        float[] triangle = new float[size];
        for (int i = 0; i < size; i++)
            triangle[i] = (float) (1 - Math.abs(i - (size - 1) / 2.0) / factor);
        float[] kernel = new float[channels * size * size];
        for (int i = 0; i < kernel.length; i++)
            kernel[i] = triangle[i / size % size] * triangle[i % size];
        Value filter = x.graph().constant(new Tensor(Tensor.zeros(channels, 1, size, size).shape(), kernel));
        Value bordered = x.pad(Padding.all(1), Op.Pad2d.Mode.REPLICATE);
        return bordered.convTranspose2d(filter, factor, Padding.all(factor + (size - factor) / 2), 0, channels);
    }
}
