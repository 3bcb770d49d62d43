package meander.training.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A dict of numbers and flat tensors as {@code torch.save} writes it. */
final class TorchSave {
    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

    private TorchSave() {}

    static void write(Path file, Map<String, Long> numbers, SequencedMap<String, float[]> tensors) throws IOException {
        TorchSave save = new TorchSave();
        save.op(0x80, 2, '}', '(');
        numbers.forEach((name, number) -> {
            save.text(name);
            save.integer(number.intValue());
        });
        int key = 0;
        for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
            save.text(tensor.getKey());
            save.tensor(key++, tensor.getValue().length);
        }
        save.op('u', '.');
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            entry(zip, "data.pkl", save.pickle.toByteArray());
            key = 0;
            for (float[] values : tensors.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                entry(zip, "data/" + key++, bytes.array());
            }
            entry(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("checkpoint/" + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private void tensor(int key, int size) {
        global("torch._utils", "_rebuild_tensor_v2");
        op('(', '(');
        text("storage");
        global("torch", "FloatStorage");
        text(Integer.toString(key));
        text("cpu");
        integer(size);
        op('t', 'Q');
        integer(0);
        op('(');
        integer(size);
        op('t', '(');
        integer(1);
        op('t', 0x89);
        global("collections", "OrderedDict");
        op(')', 'R', 't', 'R');
    }

    private void integer(int number) {
        op('J');
        pickle.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op('X');
        pickle.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
        pickle.writeBytes(bytes);
    }

    private void global(String module, String name) {
        op('c');
        pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void op(int... codes) {
        for (int code : codes)
            pickle.write(code);
    }
}
