package meander.models.graph;

import java.util.Arrays;

/**
 * Numbers with a shape: float32, row-major, dense. Two tensors are equal when shape and every value are. The array is not
 * copied: whoever makes a tensor hands its array over and no longer writes to it.
 *
 * @param data the values; {@code shape.elements()} of them
 */
public record Tensor(Shape shape, float[] data) {
    public Tensor {
        if (data.length != shape.elements()) throw new IllegalArgumentException(data.length + " values for shape " + shape);
    }

    public static Tensor scalar(float value) {
        return new Tensor(Shape.of(), new float[]{value});
    }

    public static Tensor zeros(int... dims) {
        Shape shape = Shape.of(dims);
        return new Tensor(shape, new float[shape.elements()]);
    }

    public static Tensor full(float value, int... dims) {
        Tensor tensor = zeros(dims);
        Arrays.fill(tensor.data, value);
        return tensor;
    }

    /** The same values under another shape of as many elements. */
    public Tensor reshape(int... dims) {
        return new Tensor(Shape.of(dims), data);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Tensor tensor && shape.equals(tensor.shape) && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "Tensor" + shape;
    }
}
