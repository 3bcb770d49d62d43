package meander.models.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles one instruction at a time, also such as no pickler would write. */
public final class PickleAssembler {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public static PickleAssembler protocol(int version) {
        return new PickleAssembler().op(0x80, version);
    }

    public PickleAssembler op(int... bytes) {
        for (int b : bytes)
            out.write(b);
        return this;
    }

    /** Instructions whose codes are letters. */
    PickleAssembler ops(String codes) {
        return raw(codes.getBytes(StandardCharsets.ISO_8859_1));
    }

    PickleAssembler raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    PickleAssembler le32(long value) {
        return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
    }

    PickleAssembler le64(long value) {
        return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    public PickleAssembler text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').le32(utf8.length).raw(utf8);
    }

    PickleAssembler bytes(byte[] content) {
        return op('B').le32(content.length).raw(content);
    }

    public PickleAssembler number(long value) {
        return value == (int) value ? op('J').le32(value) : op(0x8a, 8).le64(value);
    }

    PickleAssembler real(double value) {
        return op('G').raw(ByteBuffer.allocate(8).putDouble(value).array());
    }

    PickleAssembler global(String module, String name) {
        return ops("c" + module + "\n" + name + "\n");
    }

    PickleAssembler stackGlobal(String module, String name) {
        return text(module).text(name).op(0x93);
    }

    PickleAssembler numbers(long... values) {
        op('(');
        for (long value : values)
            number(value);
        return op('t');
    }

    /** Takes the stack's top as the only argument. */
    PickleAssembler callWithTop() {
        return op(0x85).op('R');
    }

    PickleAssembler emptyOrderedDict() {
        return global("collections", "OrderedDict").ops(")R");
    }

    /** A view of a storage kept outside of the pickle. */
    PickleAssembler tensor(String storageType, String key, long elements, long offset, long[] size, long[] stride) {
        return global("torch._utils", "_rebuild_tensor_v2").op('(').storageId(storageType, key, elements).op('Q').number(offset)
                .numbers(size).numbers(stride).op(0x89).emptyOrderedDict().ops("tR");
    }

    PickleAssembler storageId(String storageType, String key, long elements) {
        return op('(').text("storage").global("torch", storageType).text(key).text("cpu").number(elements).op('N', 't');
    }

    public byte[] stop() {
        return op('.').bytes();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
