package meander.models.checkpoint.torch.script;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipOutputStream;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.ReadLimits;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.pickle.Py;
import meander.models.graph.torchscript.TorchScriptArchive;

/**
 * The archive that an engine is given in place of a stranger's: written here, from what was parsed and checked of it, so that the engine's own
 * readers of zip files, pickles and source never see the file. Each tensor is written densely with a storage of its own, modules are in
 * evaluation, and what nobody read is not in it.
 */
public final class CheckedArchive {
    private static final String ROOT = "archive/";

    private CheckedArchive() {}

    /**
     * Writes it.
     *
     * @throws IOException                   if it cannot be written
     * @throws java.io.UncheckedIOException if the numbers cannot be read any more
     */
    public static void write(CheckedScript script, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            TorchScriptArchive.store(zip, ROOT + "version", (script.version() + "\n").getBytes(StandardCharsets.US_ASCII));
            for (var file : script.files().entrySet())
                TorchScriptArchive.store(zip, ROOT + file.getKey(), file.getValue().getBytes(StandardCharsets.US_ASCII));
            pickle(zip, script, new Py.Tuple(script.constants()), "constants.pkl", "constants/");
            pickle(zip, script, script.module(), "data.pkl", "data/");
        }
    }

    private static void pickle(ZipOutputStream zip, CheckedScript script, Py value, String entry, String folder)
            throws IOException {
        Pickle pickle = new Pickle(script);
        byte[] content = pickle.of(value);
        TorchScriptArchive.store(zip, ROOT + entry, content);
        for (int i = 0; i < pickle.tensors.size(); i++)
            TorchScriptArchive.store(zip, ROOT + folder + i, stored(pickle.tensors.get(i)).bytes().array());
    }

    /** A tensor's numbers where they lie. @throws RejectedException if they lie outside of their storage */
    public static StoredTensor stored(Py.Tensor tensor) throws RejectedException {
        return StoredTensor.within(tensor.storage().extent(), tensor.storage().dtype(), tensor.offset(), tensor.size(),
                tensor.stride(), ReadLimits.DEFAULT);
    }

    /** Pickle, protocol 2, as {@code torch.jit.load} reads it. */
    private static final class Pickle {
        private final CheckedScript script;
        private final List<Py.Tensor> tensors = new ArrayList<>();
        private final Map<Py.Obj, Integer> memo = new IdentityHashMap<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Pickle(CheckedScript script) {
            this.script = script;
        }

        byte[] of(Py value) throws IOException {
            op(0x80, 2); // PROTO 2
            value(value);
            op('.'); // STOP
            return bytes.toByteArray();
        }

        private void value(Py value) throws IOException {
            switch (value) {
                case Py.None _ -> op('N');
                case Py.Bool(boolean truth) -> op(truth ? 0x88 : 0x89);
                case Py.Int(long number) -> integer(number);
                case Py.Real(double number) -> {
                    op('G');
                    out.writeDouble(number);
                }
                case Py.Text(String content) -> text(content);
                case Py.Tuple(List<Py> items) -> {
                    op('(');
                    for (Py item : items)
                        value(item);
                    op('t');
                }
                case Py.Items(List<Py> items) -> {
                    op(']', '(');
                    for (Py item : items)
                        value(item);
                    op('e');
                }
                case Py.Dict dict -> {
                    op('}', '(');
                    for (int i = 0; i < dict.size(); i++) {
                        value(dict.key(i));
                        value(dict.value(i));
                    }
                    op('u');
                }
                case Py.Tensor tensor -> tensor(tensor);
                case Py.Obj object when CheckedScript.tag(object).isPresent() -> tagged(object);
                case Py.Obj object -> object(object);
                default -> throw new RejectedException(Reason.PROGRAM_FAULT, "it holds " + Py.kind(value));
            }
        }

        private void tagged(Py.Obj object) throws IOException {
            global(object.type().module(), object.type().name());
            op('(');
            value(CheckedScript.plain(object));
            Py type = object.attributes().get(CheckedScript.TYPE);
            if (type != null) value(type);
            op('t', 'R'); // TUPLE, REDUCE
        }

        private void object(Py.Obj object) throws IOException {
            Integer known = memo.get(object);
            if (known != null) {
                op('j');
                littleEndian(known);
                return;
            }
            ScriptClass type = script.type(object);
            global(object.type().module(), object.type().name());
            op(')', 0x81, 'r'); // an empty tuple, NEWOBJ, LONG_BINPUT
            memo.put(object, memo.size());
            littleEndian(memo.get(object));
            op('}', '('); // a dict, MARK
            for (String name : type.attributes().keySet()) {
                text(name);
                value(name.equals("training") ? new Py.Bool(false) : object.attributes().get(name));
            }
            op('u', 'b'); // SETITEMS, BUILD
        }

        /** {@code torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)}. */
        private void tensor(Py.Tensor tensor) throws IOException {
            StoredTensor stored = stored(tensor);
            global("torch._utils", "_rebuild_tensor_v2");
            op('(', '(');
            text("storage");
            global("torch", storage(stored.dtype()));
            text(Integer.toString(tensors.size()));
            tensors.add(tensor);
            text("cpu");
            integer(stored.elements());
            op('t', 'Q'); // TUPLE, BINPERSID
            integer(0);
            op('(');
            for (int size : stored.shape())
                integer(size);
            op('t', '(');
            long step = 1;
            long[] strides = new long[stored.shape().length];
            for (int axis = strides.length - 1; axis >= 0; axis--) {
                strides[axis] = step;
                step *= Math.max(1, stored.shape()[axis]);
            }
            for (long stride : strides)
                integer(stride);
            op('t', 0x89); // TUPLE, False
            global("collections", "OrderedDict");
            op(')', 'R', 't', 'R'); // REDUCE the hooks, then the tensor
        }

        private static String storage(DType type) {
            return switch (type) {
                case F32 -> "FloatStorage";
                case F64 -> "DoubleStorage";
                case F16 -> "HalfStorage";
                case BF16 -> "BFloat16Storage";
                case I64 -> "LongStorage";
                case I32 -> "IntStorage";
                case I16 -> "ShortStorage";
                case I8 -> "CharStorage";
                case U8 -> "ByteStorage";
                case BOOL -> "BoolStorage";
            };
        }

        private void integer(long number) throws IOException {
            if (number == (int) number) {
                op('J');
                littleEndian((int) number);
            } else {
                op(0x8a, Long.BYTES); // LONG1
                out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
            }
        }

        private void text(String text) throws IOException {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op('X');
            littleEndian(utf8.length);
            out.write(utf8);
        }

        private void littleEndian(int number) throws IOException {
            out.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
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
