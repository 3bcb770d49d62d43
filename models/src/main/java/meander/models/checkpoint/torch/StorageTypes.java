package meander.models.checkpoint.torch;

import java.util.Map;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.pickle.Arguments;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;
import meander.models.checkpoint.pickle.Storage;

/** The classes by which PyTorch names the type of a storage's numbers, and the identifiers that carry them. */
final class StorageTypes {
    private static final Map<String, DType> TYPES = Map.ofEntries(Map.entry("FloatStorage", DType.F32),
            Map.entry("DoubleStorage", DType.F64), Map.entry("HalfStorage", DType.F16), Map.entry("BFloat16Storage", DType.BF16),
            Map.entry("LongStorage", DType.I64), Map.entry("IntStorage", DType.I32), Map.entry("ShortStorage", DType.I16),
            Map.entry("CharStorage", DType.I8), Map.entry("ByteStorage", DType.U8), Map.entry("BoolStorage", DType.BOOL),
            Map.entry("UntypedStorage", DType.U8));

    private StorageTypes() {}

    static Globals name(Globals globals) {
        TYPES.keySet().forEach(type -> globals.name("torch", type));
        return globals.name("torch.storage", "UntypedStorage");
    }

    /** The identifier of a module's class, {@code ('module', class, file, source)}, as the older stream has it. */
    static boolean isClass(Arguments identifier) throws RejectedException {
        return identifier.count() > 1 && identifier.get(0) instanceof Py.Text(var kind) && kind.equals("module");
    }

    /** Whether the storage's numbers are of a type that a tensor here can have. */
    static boolean isKnown(Arguments identifier) throws RejectedException {
        return identifier.count() < 2 || !(identifier.get(1) instanceof Py.Global type) || TYPES.containsKey(type.name());
    }

    /** From {@code ('storage', type, key, device, elements[, view])}. */
    static Storage read(Arguments identifier) throws RejectedException {
        if (identifier.count() < 5 || !identifier.text(0).equals("storage")) throw identifier.malformed("not a storage");
        if (!isKnown(identifier)) throw new RejectedException(Globals.notAllowed((Py.Global) identifier.get(1)));
        DType dtype = identifier.get(1) instanceof Py.Global type ? TYPES.get(type.name()) : null;
        if (dtype == null) throw identifier.malformed("no storage is of type " + Py.kind(identifier.get(1)));
        return new Storage(identifier.text(2), dtype, identifier.integer(4));
    }
}
