package meander.models.graph;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The dimensions of a tensor, outermost first: pictures are {@code [N,C,H,W]}, latents {@code [N,D]}, a scalar has none. */
public final class Shape {
    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    /** @throws IllegalArgumentException if a dimension is negative or the elements would not fit an array */
    public static Shape of(int... dims) {
        long elements = 1;
        for (int dim : dims) {
            if (dim < 0) throw new IllegalArgumentException("negative dimension in " + Arrays.toString(dims));
            elements *= dim; // cannot overflow: both factors are less than 2³¹
            if (elements > Integer.MAX_VALUE - 8)
                throw new IllegalArgumentException("too many elements in " + Arrays.toString(dims));
        }
        return new Shape(dims.clone());
    }

    public int rank() {
        return dims.length;
    }

    /** The size along one axis; negative axes count from the end. */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /** An axis counted from the front, whichever end it was counted from. */
    public int axis(int axis) {
        int positive = axis < 0 ? axis + dims.length : axis;
        if (positive < 0 || positive >= dims.length) throw new IllegalArgumentException("axis " + axis + " of " + this);
        return positive;
    }

    public int elements() {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    public int[] dims() {
        return dims.clone();
    }

    public long[] longs() {
        return Arrays.stream(dims).asLongStream().toArray();
    }

    /** This shape with another size along one axis. */
    public Shape with(int axis, int size) {
        int[] changed = dims();
        changed[axis(axis)] = size;
        return of(changed);
    }

    /** Row-major strides, in elements. */
    public int[] strides() {
        int[] strides = new int[dims.length];
        for (int i = dims.length - 1, stride = 1; i >= 0; stride *= dims[i--])
            strides[i] = stride;
        return strides;
    }

    /**
     * The shape two operands take together by NumPy's broadcasting rule.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    public Shape broadcast(Shape other) {
        int rank = Math.max(rank(), other.rank());
        int[] joined = IntStream.range(0, rank).map(i -> {
            int a = i < rank - rank() ? 1 : dims[i - rank + rank()];
            int b = i < rank - other.rank() ? 1 : other.dims[i - rank + other.rank()];
            if (a != b && a != 1 && b != 1) throw new IllegalArgumentException(this + " and " + other + " do not broadcast");
            return a == 1 ? b : a;
        }).toArray();
        return of(joined);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** As papers write it: {@code [1,3,32,32]}. */
    @Override
    public String toString() {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
