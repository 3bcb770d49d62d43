package meander.models.checkpoint.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import meander.models.checkpoint.DType;

/** An array in memory, in C order. */
public final class NpyArray {
    private final int[] shape;
    private final DType dtype;
    private final byte[] content; // little-endian

    NpyArray(int[] shape, DType dtype, byte[] content) {
        this.shape = shape;
        this.dtype = dtype;
        this.content = content;
    }

    public static NpyArray of(int[] shape, float[] values) {
        ByteBuffer content = buffer(shape, values.length, DType.F32);
        content.asFloatBuffer().put(values);
        return new NpyArray(shape.clone(), DType.F32, content.array());
    }

    public static NpyArray of(int[] shape, double[] values) {
        ByteBuffer content = buffer(shape, values.length, DType.F64);
        content.asDoubleBuffer().put(values);
        return new NpyArray(shape.clone(), DType.F64, content.array());
    }

    public static NpyArray of(int[] shape, long[] values) {
        ByteBuffer content = buffer(shape, values.length, DType.I64);
        content.asLongBuffer().put(values);
        return new NpyArray(shape.clone(), DType.I64, content.array());
    }

    public static NpyArray of(int[] shape, byte[] unsigned) {
        return new NpyArray(shape.clone(), DType.U8, buffer(shape, unsigned.length, DType.U8).put(unsigned).array());
    }

    private static ByteBuffer buffer(int[] shape, int count, DType dtype) {
        if (Arrays.stream(shape).anyMatch(s -> s < 0)
                || Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact) != count)
            throw new IllegalArgumentException(count + " values for " + Arrays.toString(shape));
        return ByteBuffer.allocate(Math.multiplyExact(count, dtype.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A copy; empty for a scalar. */
    public int[] shape() {
        return shape.clone();
    }

    public DType dtype() {
        return dtype;
    }

    /** The number of elements. */
    public int elements() {
        return content.length / dtype.bytes();
    }

    public float[] floats() {
        float[] values = new float[elements()];
        dtype.floats(buffer(), values, 0, values.length);
        return values;
    }

    public double[] doubles() {
        double[] values = new double[elements()];
        dtype.doubles(buffer(), values, 0, values.length);
        return values;
    }

    /** Real numbers are cut off towards zero. */
    public long[] longs() {
        long[] values = new long[elements()];
        dtype.longs(buffer(), values, 0, values.length);
        return values;
    }

    /** Little-endian, C order. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
