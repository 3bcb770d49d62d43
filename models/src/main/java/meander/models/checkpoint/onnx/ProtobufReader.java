package meander.models.checkpoint.onnx;

import java.io.IOException;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ReadBudget;

/**
 * One message in the Protocol Buffers wire format, walked through field by field. Lengths are held against what is around them before
 * anything is read.
 */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    private static final int LONGEST_VARINT = 10;

    private final ByteCursor in;
    private final ReadBudget budget;
    private final long end;
    private final int depth;
    private int field;
    private int wire;

    private ProtobufReader(ByteCursor in, ReadBudget budget, long end, int depth) {
        this.in = in;
        this.budget = budget;
        this.end = end;
        this.depth = depth;
    }

    /** All that is left of a stretch of bytes. */
    static ProtobufReader whole(ByteCursor in, ReadBudget budget) {
        return new ProtobufReader(in, budget, in.position() + in.remaining(), 0);
    }

    /** Goes to the next field, whose value is read next. @return false at the end */
    boolean next() throws IOException {
        if (in.position() == end) return false;
        long tag = varint();
        field = (int) (tag >>> 3);
        wire = (int) (tag & 7);
        if (tag >>> 3 == 0 || tag >>> 3 > 0x1fff_ffff) throw in.malformed("a field without a number");
        return true;
    }

    int field() {
        return field;
    }

    ByteCursor in() {
        return in;
    }

    /** The number in a field of one. */
    long number() throws IOException {
        expect(VARINT);
        return varint();
    }

    float real() throws IOException {
        expect(FIXED_32);
        within(Float.BYTES);
        return Float.intBitsToFloat(in.i32());
    }

    String text() throws IOException {
        return in.utf8(length());
    }

    /** A key and its value, of a StringStringEntryProto: all that is left of this message. */
    Map.Entry<String, String> pair() throws IOException {
        String key = "";
        String value = "";
        while (next())
            switch (field()) {
                case 1 -> key = text();
                case 2 -> value = text();
                default -> skip();
            }
        return Map.entry(key, value);
    }

    /** The message in a field of one; it must be read to its end before the next field. */
    ProtobufReader message() throws IOException {
        long length = length();
        budget.depth(depth + 1);
        budget.node();
        return new ProtobufReader(in, budget, in.position() + length, depth + 1);
    }

    /** The bytes of a field, not read. */
    ByteRange bytes() throws IOException {
        return in.skip(length());
    }

    /** The numbers of a repeated field, one or many at a time. */
    void numbers(LongConsumer each) throws IOException {
        if (wire == VARINT) {
            each.accept(varint());
            return;
        }
        long last = length() + in.position();
        while (in.position() < last) {
            each.accept(varint());
            if (in.position() > last) throw in.malformed("a number that goes on behind its field");
        }
    }

    /** How many numbers of a fixed size a repeated field holds, which are passed over. */
    long fixed(int bytes) throws IOException {
        if (wire == (bytes == Float.BYTES ? FIXED_32 : FIXED_64)) {
            within(bytes);
            in.skip(bytes);
            return 1;
        }
        long length = length();
        if (length % bytes != 0) throw in.malformed("numbers that end half way");
        in.skip(length);
        return length / bytes;
    }

    /** The numbers of a repeated field, one or many at a time. @param type F32 or F64 */
    void fixed(DType type, DoubleConsumer each) throws IOException {
        boolean one = wire == (type == DType.F32 ? FIXED_32 : FIXED_64);
        long length = one ? type.bytes() : length();
        within(length);
        if (length % type.bytes() != 0) throw in.malformed("numbers that end half way");
        for (long at = 0; at < length; at += type.bytes())
            each.accept(type == DType.F32 ? Float.intBitsToFloat(in.i32()) : Double.longBitsToDouble(in.i64()));
    }

    void skip() throws IOException {
        switch (wire) {
            case VARINT -> varint();
            case FIXED_64 -> {
                within(Long.BYTES);
                in.skip(Long.BYTES);
            }
            case BYTES -> in.skip(length());
            case FIXED_32 -> {
                within(Integer.BYTES);
                in.skip(Integer.BYTES);
            }
            default -> throw in.malformed("a field of no known kind");
        }
    }

    private long length() throws IOException {
        expect(BYTES);
        long length = varint();
        if (length < 0) throw in.malformed("a negative length");
        within(length);
        in.require(length); // tells a file that ends early from one that is wrong
        return length;
    }

    private void within(long length) throws IOException {
        if (length > end - in.position()) {
            in.require(length);
            throw in.malformed("a field that goes on behind its message");
        }
    }

    private long varint() throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            within(1);
            int part = in.u8();
            if (i == LONGEST_VARINT - 1 && part > 1) break;
            value |= (long) (part & 0x7f) << 7 * i;
            if (part < 0x80) return value;
        }
        throw in.malformed("a number that does not end");
    }

    private void expect(int kind) throws IOException {
        if (wire != kind) throw in.malformed("another kind of value than field " + field + " has");
    }
}
