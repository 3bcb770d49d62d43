package meander.models.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts pickles made in a test into PyTorch's containers. */
final class TorchFiles {
    private TorchFiles() {}

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** A file whose only entry is a tensor named weight over the floats 0, 1, 2, … */
    static byte[] oneTensor(int stored, long offset, long[] size, long[] stride) {
        float[] values = new float[stored];
        for (int i = 0; i < stored; i++)
            values[i] = i;
        byte[] object = PickleAssembler.protocol(2).op('}').text("weight")
                .tensor("FloatStorage", "0", stored, offset, size, stride).op('s').stop();
        return legacy(object, "0", stored, floats(values));
    }

    /** @param elements the count that stands before the numbers */
    static byte[] legacy(byte[] object, String key, long elements, byte[] numbers) {
        return join(legacyHead(), object, PickleAssembler.protocol(2).op(']').text(key).op('a').stop(),
                new PickleAssembler().le64(elements).bytes(), numbers);
    }

    static byte[] legacyHead() {
        byte[] magic = PickleAssembler.protocol(2).op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .stop();
        byte[] protocol = PickleAssembler.protocol(2).op('M', 0xe9, 0x03).stop();
        byte[] system = PickleAssembler.protocol(2).op('}').text("little_endian").op(0x88, 's').stop();
        return join(magic, protocol, system);
    }

    static byte[] zip(byte[] object, Map<String, byte[]> storages) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            store(zip, "net/data.pkl", object);
            store(zip, "net/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            for (var storage : storages.entrySet())
                store(zip, "net/data/" + storage.getKey(), storage.getValue());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts)
            out.writeBytes(part);
        return out.toByteArray();
    }
}
