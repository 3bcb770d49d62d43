package meander.models.checkpoint;

import java.nio.ByteBuffer;

/** The type of a tensor's numbers as they are stored, always little-endian. */
public enum DType {
    F32(4), F64(8), F16(2), BF16(2), I64(8), I32(4), I16(2), I8(1), U8(1), BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per number. */
    public int bytes() {
        return bytes;
    }

    public boolean isReal() {
        return switch (this) {
            case F32, F64, F16, BF16 -> true;
            case I64, I32, I16, I8, U8, BOOL -> false;
        };
    }

    /** The number at a byte index of a little-endian buffer. */
    public double real(ByteBuffer from, int index) {
        return switch (this) {
            case F32 -> from.getFloat(index);
            case F64 -> from.getDouble(index);
            case F16 -> Float.float16ToFloat(from.getShort(index));
            case BF16 -> Float.intBitsToFloat(from.getShort(index) << 16);
            case I64, I32, I16, I8, U8, BOOL -> integer(from, index);
        };
    }

    /** The number at a byte index of a little-endian buffer; real numbers are cut off towards zero. */
    public long integer(ByteBuffer from, int index) {
        return switch (this) {
            case I64 -> from.getLong(index);
            case I32 -> from.getInt(index);
            case I16 -> from.getShort(index);
            case I8 -> from.get(index);
            case U8 -> from.get(index) & 0xff;
            case BOOL -> from.get(index) == 0 ? 0 : 1;
            case F32, F64, F16, BF16 -> (long) real(from, index);
        };
    }

    /** Decodes {@code count} numbers from the start of {@code from} into {@code to[at …]}. */
    public void floats(ByteBuffer from, float[] to, int at, int count) {
        if (this == F32) {
            from.slice(0, count * bytes).order(from.order()).asFloatBuffer().get(to, at, count);
        } else {
            for (int i = 0; i < count; i++)
                to[at + i] = (float) real(from, i * bytes);
        }
    }

    /** Decodes {@code count} numbers from the start of {@code from} into {@code to[at …]}. */
    public void doubles(ByteBuffer from, double[] to, int at, int count) {
        for (int i = 0; i < count; i++)
            to[at + i] = real(from, i * bytes);
    }

    /** Decodes {@code count} numbers from the start of {@code from} into {@code to[at …]}. */
    public void longs(ByteBuffer from, long[] to, int at, int count) {
        for (int i = 0; i < count; i++)
            to[at + i] = integer(from, i * bytes);
    }
}
