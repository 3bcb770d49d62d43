package meander.models.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;
import meander.models.checkpoint.Rejected.Reason;

/**
 * A tensor that still lies in its file. Each call reads it anew; nothing is kept. Where it lies was checked against the file when the
 * file was opened, so reading fails only if the file was changed, moved or became unreadable since: then an {@link UncheckedIOException}
 * whose cause tells so in a sentence. May be used by any thread.
 */
public final class StoredTensor {
    private static final int MOST_DIMENSIONS = 32;
    private static final int CHUNK = 1 << 20;
    private static final int MOST_ELEMENTS = 1 << 27; // as many of the widest type fit into one Java array

    private final ByteSource source;
    private final long position; // of the first element, in bytes
    private final DType dtype;
    private final int[] shape;
    private final long[] stride; // in elements
    private final int elements;
    private final long span; // elements from the first in storage to the last, both included
    private final Supplier<float[]> derived; // what it is worked out from; null where it lies in a file as it is

    private StoredTensor(ByteSource source, long position, DType dtype, int[] shape, long[] stride, int elements, long span,
            Supplier<float[]> derived) {
        this.source = source;
        this.position = position;
        this.dtype = dtype;
        this.shape = shape;
        this.stride = stride;
        this.elements = elements;
        this.span = span;
        this.derived = derived;
    }

    /**
     * A view of stored numbers.
     *
     * @param offset of the first element in the storage, in elements
     * @param size   the shape; empty for a scalar
     * @param stride per dimension, in elements
     * @throws RejectedException if any part of the view lies outside of the storage, or there are more elements than the limits allow
     */
    public static StoredTensor within(ByteRange storage, DType dtype, long offset, long[] size, long[] stride, ReadLimits limits)
            throws RejectedException {
        if (size.length != stride.length || size.length > MOST_DIMENSIONS)
            throw wrong(storage, "a tensor with " + size.length + " dimensions");
        if (offset < 0) throw wrong(storage, "a tensor with a negative offset");
        int[] shape = new int[size.length];
        long elements = Arrays.stream(size).anyMatch(s -> s == 0) ? 0 : 1;
        for (int d = 0; d < size.length; d++) {
            if (size[d] < 0 || stride[d] < 0) throw wrong(storage, "a tensor with a negative size or stride");
            if (size[d] > MOST_ELEMENTS) throw tooLarge(limits.elements());
            shape[d] = (int) size[d];
            elements *= size[d]; // cannot overflow: both factors were just bounded
            if (elements > Math.min(limits.elements(), MOST_ELEMENTS)) throw tooLarge(limits.elements());
        }
        long stored = storage.length() / dtype.bytes();
        if (elements == 0)
            return new StoredTensor(storage.source(), storage.position(), dtype, shape, stride.clone(), 0, 0, null);
        long last = offset;
        try {
            for (int d = 0; d < size.length; d++)
                last = Math.addExact(last, Math.multiplyExact(size[d] - 1, stride[d]));
        } catch (ArithmeticException e) {
            throw wrong(storage, "a tensor whose strides leave its storage");
        }
        if (last >= stored) throw wrong(storage, "a tensor that is larger than its storage");
        if (elements > stored && elements > limits.repeatedElements()) throw tooLarge(limits.repeatedElements());
        return new StoredTensor(storage.source(), storage.position() + offset * dtype.bytes(), dtype, shape, stride.clone(),
                (int) elements, last - offset + 1, null);
    }

    /** A tensor in memory, for networks that do not come from a file. */
    public static StoredTensor of(float[] values, int... shape) {
        ByteBuffer content = littleEndian(values);
        int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (elements != values.length)
            throw new IllegalArgumentException(values.length + " values for " + Arrays.toString(shape));
        return new StoredTensor(new HeapBytes(content.array()), 0, DType.F32, shape.clone(), rowMajor(shape), elements, elements,
                null);
    }

    /**
     * A tensor that is worked out anew at each read, such as one whose axes another tool has in another order.
     *
     * @param values as many as the shape has, in C order
     */
    public static StoredTensor derived(Supplier<float[]> values, int... shape) {
        int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return new StoredTensor(null, 0, DType.F32, shape.clone(), rowMajor(shape), elements, elements, values);
    }

    private static ByteBuffer littleEndian(float[] values) {
        ByteBuffer content = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        content.asFloatBuffer().put(values);
        return content;
    }

    /** Strides of C order, in elements. */
    static long[] rowMajor(int[] shape) {
        long[] stride = new long[shape.length];
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            stride[d] = step;
            step *= shape[d];
        }
        return stride;
    }

    public DType dtype() {
        return dtype;
    }

    /** A copy; empty for a scalar. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of elements. */
    public int elements() {
        return elements;
    }

    /** The values in C order, whatever the order in the file. */
    public float[] floats() {
        float[] values = new float[elements];
        read((chunk, at, count) -> dtype.floats(chunk, values, at, count));
        return values;
    }

    /** The values in C order, whatever the order in the file. */
    public double[] doubles() {
        double[] values = new double[elements];
        read((chunk, at, count) -> dtype.doubles(chunk, values, at, count));
        return values;
    }

    /** The values in C order, whatever the order in the file; real numbers are cut off towards zero. */
    public long[] longs() {
        long[] values = new long[elements];
        read((chunk, at, count) -> dtype.longs(chunk, values, at, count));
        return values;
    }

    /** The values in C order as they are stored, little-endian. */
    public ByteBuffer bytes() {
        ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(elements, dtype.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        read((chunk, at, count) -> all.put(at * dtype.bytes(), chunk, 0, count * dtype.bytes()));
        return all;
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }

    private interface Sink {
        void accept(ByteBuffer chunk, int at, int count);
    }

    private void read(Sink sink) {
        if (elements == 0) return;
        if (derived != null) {
            sink.accept(littleEndian(derived.get()), 0, elements);
            return;
        }
        try (ByteSource.Reader reader = source.reader()) {
            if (isRowMajor()) readInOrder(reader, sink);
            else
                sink.accept(gather(reader), 0, elements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isRowMajor() {
        long[] dense = rowMajor(shape);
        for (int d = 0; d < shape.length; d++)
            if (shape[d] != 1 && stride[d] != dense[d]) return false;
        return true;
    }

    private void readInOrder(ByteSource.Reader reader, Sink sink) throws IOException {
        int most = CHUNK / dtype.bytes();
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(most, elements) * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < elements; at += most) {
            int count = Math.min(most, elements - at);
            reader.read(position + (long) at * dtype.bytes(), chunk.clear().limit(count * dtype.bytes()));
            sink.accept(chunk.flip(), at, count);
        }
    }

    private ByteBuffer gather(ByteSource.Reader reader) throws IOException {
        int width = dtype.bytes();
        ByteBuffer gathered = ByteBuffer.allocate(Math.multiplyExact(elements, width)).order(ByteOrder.LITTLE_ENDIAN);
        // One read of everything in between pays unless the elements lie far apart.
        boolean together = span * width <= Math.max(4L * elements * width, CHUNK);
        ByteBuffer all = ByteBuffer.allocate(together ? Math.toIntExact(span * width) : width);
        if (together) reader.read(position, all);
        int[] index = new int[shape.length];
        long from = 0; // in elements
        for (int i = 0; i < elements; i++) {
            if (together) {
                gathered.put(i * width, all, (int) from * width, width);
            } else {
                reader.read(position + from * width, all.clear());
                gathered.put(i * width, all, 0, width);
            }
            for (int d = shape.length - 1; d >= 0; d--) {
                from += stride[d];
                if (++index[d] < shape[d]) break;
                from -= stride[d] * shape[d];
                index[d] = 0;
            }
        }
        return gathered;
    }

    private static RejectedException wrong(ByteRange storage, String what) {
        return new RejectedException(Reason.MALFORMED, storage.position(), what);
    }

    private static RejectedException tooLarge(long limit) {
        return new RejectedException(Reason.TOO_LARGE, "numbers in one tensor", limit);
    }
}
