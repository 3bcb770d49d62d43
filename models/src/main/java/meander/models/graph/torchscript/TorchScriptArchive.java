package meander.models.graph.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import meander.models.graph.Tensor;

/**
 * A {@link TorchScriptBuilder} as the file that {@code torch.jit.load} opens: a zip of stored entries, {@code version}, {@code constants.pkl} (an empty
 * tuple), {@code code/__torch__.py}, {@code data.pkl} (the object with its tensors) and {@code data/N} (their numbers).
 */
public final class TorchScriptArchive {
    private static final String ROOT = "archive/";
    private static final long DOS_EPOCH = 315_532_800_000L; // 1 January 1980, the earliest a zip can say

    /** How numbers are kept. */
    public enum Precision {
        FLOAT32("FloatStorage", Float.BYTES), FLOAT64("DoubleStorage", Double.BYTES);

        private final String storage;
        private final int bytes;

        Precision(String storage, int bytes) {
            this.storage = storage;
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    private TorchScriptArchive() {}

    /** Writes a script; every zip entry has the same time, so that the same script gives the same bytes. */
    public static void write(TorchScriptBuilder script, Precision precision, OutputStream out) throws IOException {
        write(script, precision, Map.of(), out);
    }

    /** As {@link #write(TorchScriptBuilder, Precision, OutputStream)}. @param extra texts by name, which {@code torch.jit.load} gives whoever asks by {@code _extra_files} */
    public static void write(TorchScriptBuilder script, Precision precision, Map<String, String> extra, OutputStream out)
            throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, ROOT + "version", "3\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, ROOT + "constants.pkl", new byte[]{(byte) 0x80, 2, ')', '.'});
            store(zip, ROOT + "code/__torch__.py", script.source().getBytes(StandardCharsets.UTF_8));
            store(zip, ROOT + "data.pkl", new Pickle(precision).object(script));
            int key = 0;
            for (Tensor tensor : script.tensors().values())
                store(zip, ROOT + "data/" + key++, numbers(tensor, precision));
            for (var text : extra.entrySet())
                store(zip, ROOT + "extra/" + text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    public static byte[] bytes(TorchScriptBuilder script, Precision precision) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(script, precision, out);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static byte[] numbers(Tensor tensor, Precision precision) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tensor.data().length, precision.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (precision) {
            case FLOAT32 -> bytes.asFloatBuffer().put(tensor.data());
            case FLOAT64 -> {
                for (float number : tensor.data())
                    bytes.putDouble(number);
            }
        }
        return bytes.array();
    }

    /** Adds an entry to a zip whose method is {@link ZipOutputStream#STORED}; torch reads tensors where they lie. */
    public static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        entry.setTime(DOS_EPOCH);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** The few words of pickle, protocol 2, that describe an object of tensors. */
    private static final class Pickle {
        private final Precision precision;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Pickle(Precision precision) {
            this.precision = precision;
        }

        byte[] object(TorchScriptBuilder script) throws IOException {
            op(0x80, 2); // PROTO 2
            global("__torch__", script.name());
            op(')', 0x81); // an empty tuple, NEWOBJ
            op('}', '('); // a dict, MARK
            text("training");
            op(0x89); // False
            List<Tensor> tensors = new ArrayList<>(script.tensors().values());
            List<String> names = new ArrayList<>(script.tensors().keySet());
            for (int i = 0; i < tensors.size(); i++) {
                text(names.get(i));
                tensor(tensors.get(i), i);
            }
            op('u', 'b', '.'); // SETITEMS, BUILD, STOP
            return bytes.toByteArray();
        }

        /** {@code torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)}. */
        private void tensor(Tensor tensor, int key) throws IOException {
            global("torch._utils", "_rebuild_tensor_v2");
            op('(', '(');
            text("storage");
            global("torch", precision.storage);
            text(Integer.toString(key));
            text("cpu");
            integer(tensor.data().length);
            op('t', 'Q'); // TUPLE, BINPERSID
            integer(0);
            integers(tensor.shape().dims());
            integers(tensor.shape().strides());
            op(0x89); // False
            global("collections", "OrderedDict");
            op(')', 'R', 't', 'R'); // REDUCE the hooks, then the tensor
        }

        private void integers(int[] numbers) throws IOException {
            op('(');
            for (int number : numbers)
                integer(number);
            op('t');
        }

        private void integer(int number) throws IOException {
            op('J');
            out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
        }

        private void text(String text) throws IOException {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op('X');
            out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length).array());
            out.write(utf8);
        }

        private void global(String module, String name) throws IOException {
            op('c');
            out.write((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        }

        private void op(int... codes) throws IOException {
            for (int code : codes)
                out.write(code);
        }
    }
}
