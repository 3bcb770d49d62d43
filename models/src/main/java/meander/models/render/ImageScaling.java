package meander.models.render;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/** Pictures {@code [C,H,W]} made larger and smaller. */
final class ImageScaling {
    private ImageScaling() {}

    static int height(Tensor picture) {
        return picture.shape().dim(1);
    }

    static int width(Tensor picture) {
        return picture.shape().dim(2);
    }

    /** More rows below and columns to the right: the picture mirrored, or its last pixel where it is too small for that. */
    static Tensor padded(Tensor picture, int height, int width) {
        if (height == height(picture) && width == width(picture)) return picture;
        return part(picture, 0, 0, height, width);
    }

    /** A part, which may reach beyond the lower and the right border as {@link #padded} does. */
    static Tensor part(Tensor picture, int top, int left, int height, int width) {
        int channels = picture.shape().dim(0);
        int rows = height(picture);
        int columns = width(picture);
        Tensor part = Tensor.zeros(channels, height, width);
        for (int channel = 0; channel < channels; channel++)
            for (int y = 0; y < height; y++) {
                int from = (channel * rows + mirrored(top + y, rows, top + height)) * columns;
                int to = (channel * height + y) * width;
                int plain = Math.clamp(columns - left, 0, width);
                System.arraycopy(picture.data(), from + left, part.data(), to, plain);
                for (int x = plain; x < width; x++)
                    part.data()[to + x] = picture.data()[from + mirrored(left + x, columns, left + width)];
            }
        return part;
    }

    /** @param end how far is asked for in all */
    private static int mirrored(int at, int size, int end) {
        if (at < size) return at;
        return end - size < size ? 2 * (size - 1) - at : size - 1;
    }

    /** The mean of {@code factor × factor} pixels in place of them; at the border, of those that are there. */
    static Tensor shrunk(Tensor picture, int factor) {
        int channels = picture.shape().dim(0);
        int rows = height(picture);
        int columns = width(picture);
        Tensor small = Tensor.zeros(channels, Math.ceilDiv(rows, factor), Math.ceilDiv(columns, factor));
        int width = width(small);
        for (int row = 0; row < channels * height(small); row++) {
            int channel = row / height(small);
            int top = row % height(small) * factor;
            int bottom = Math.min(top + factor, rows);
            for (int x = 0; x < width; x++) {
                int left = x * factor;
                int right = Math.min(left + factor, columns);
                float sum = 0;
                for (int y = top; y < bottom; y++)
                    for (int i = left; i < right; i++)
                        sum += picture.data()[(channel * rows + y) * columns + i];
                small.data()[row * width + x] = sum / ((bottom - top) * (right - left));
            }
        }
        return small;
    }

    /** {@code factor} times as high and wide, between the pixels linearly, cut to a size. */
    static Tensor enlarged(Tensor picture, int factor, int height, int width) {
        int channels = picture.shape().dim(0);
        int rows = height(picture);
        int columns = width(picture);
        Tensor large = Tensor.zeros(channels, height, width);
        for (int channel = 0; channel < channels; channel++)
            for (int y = 0; y < height; y++) {
                double row = Math.clamp((y + 0.5) / factor - 0.5, 0, rows - 1);
                int upper = (channel * rows + (int) row) * columns;
                int lower = (channel * rows + Math.min((int) row + 1, rows - 1)) * columns;
                float down = (float) (row - (int) row);
                for (int x = 0; x < width; x++) {
                    double column = Math.clamp((x + 0.5) / factor - 0.5, 0, columns - 1);
                    int left = (int) column;
                    int right = Math.min(left + 1, columns - 1);
                    float across = (float) (column - left);
                    float above = mix(picture.data()[upper + left], picture.data()[upper + right], across);
                    float below = mix(picture.data()[lower + left], picture.data()[lower + right], across);
                    large.data()[(channel * height + y) * width + x] = mix(above, below, down);
                }
            }
        return large;
    }

    private static float mix(float a, float b, float share) {
        return a + share * (b - a);
    }

    /** {@code [1,C,H,W] → [C,H,W]}, without a copy. */
    static Tensor single(Tensor batch) {
        Shape shape = batch.shape();
        return batch.reshape(shape.dim(1), shape.dim(2), shape.dim(3));
    }
}
