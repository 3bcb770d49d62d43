package meander.models.graph.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes one message in the Protocol Buffers wire format, all four kinds of field: varint, 64-bit, length-delimited and 32-bit. ONNX and
 * TensorBoard need no more than this, and no generated code.
 */
public final class Protobuf {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A field of type int32, int64, bool or an enumeration. */
    public Protobuf number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    /** A field of type float. */
    public Protobuf real(int field, float value) {
        varint((long) field << 3 | 5);
        fixed(Float.floatToIntBits(value), Float.SIZE);
        return this;
    }

    /** A field of type double. */
    public Protobuf real(int field, double value) {
        varint((long) field << 3 | 1);
        fixed(Double.doubleToLongBits(value), Double.SIZE);
        return this;
    }

    public Protobuf text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public Protobuf message(int field, Consumer<Protobuf> content) {
        Protobuf inner = new Protobuf();
        content.accept(inner);
        return bytes(field, inner.toByteArray());
    }

    public Protobuf bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private void fixed(long value, int bits) {
        for (int shift = 0; shift < bits; shift += 8)
            out.write((int) (value >>> shift));
    }

    private void varint(long value) {
        for (long rest = value;; rest >>>= 7) {
            if ((rest & ~0x7FL) == 0) {
                out.write((int) rest);
                return;
            }
            out.write((int) (rest & 0x7F | 0x80));
        }
    }
}
