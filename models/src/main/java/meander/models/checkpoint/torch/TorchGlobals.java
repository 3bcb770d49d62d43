package meander.models.checkpoint.torch;

import java.io.IOException;
import java.util.List;
import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.pickle.Arguments;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;
import meander.models.checkpoint.pickle.Storage;

/** The names that PyTorch and NVlabs' tools put into pickles. */
public final class TorchGlobals {
    private static final int NESTED_BUFFER = 512;

    private TorchGlobals() {}

    public static void addTo(Globals globals) {
        StorageTypes.name(globals);
        for (String dtype : List.of("float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8",
                "bool"))
            globals.name("torch", dtype);
        for (String format : List.of("contiguous_format", "channels_last", "preserve_format", "strided"))
            globals.name("torch", format);
        globals.allow("torch._utils", "_rebuild_tensor", TorchGlobals::tensor)
                .allow("torch._utils", "_rebuild_tensor_v2", TorchGlobals::tensor)
                .allow("torch._utils", "_rebuild_parameter", TorchGlobals::parameter)
                .allow("torch._utils", "_rebuild_parameter_with_state", TorchGlobals::parameter)
                .allow("torch.nn.parameter", "Parameter", TorchGlobals::parameter)
                .allow("torch._tensor", "_rebuild_from_type", TorchGlobals::subclass)
                .allow("torch._tensor", "_rebuild_from_type_v2", TorchGlobals::subclass)
                .allow("torch._utils", "_rebuild_device_tensor_from_numpy", TorchGlobals::array)
                .allow("torch", "Size", arguments -> new Py.Tuple(arguments.items(0)))
                .allow("torch", "device", TorchGlobals::device);
        // The nested streams hold one storage each. With no names but these they cannot nest any further.
        Globals nested = StorageTypes.name(new Globals());
        globals.allow("torch.storage", "_load_from_bytes", arguments -> storage(arguments, nested));

        globals.allow("torch_utils.persistence", "_reconstruct_persistent_obj", TorchGlobals::module);
    }

    /** {@code (storage, offset, size, stride, …)}. */
    private static Py tensor(Arguments arguments) throws RejectedException {
        if (!(arguments.get(0) instanceof Storage storage)) throw arguments.malformed("a tensor without a storage");
        return new Py.Tensor(storage, arguments.integer(1), arguments.integers(2), arguments.integers(3));
    }

    private static Py parameter(Arguments arguments) throws RejectedException {
        if (!(arguments.get(0) instanceof Py.Tensor tensor)) throw arguments.malformed("a parameter without a tensor");
        return tensor;
    }

    /** {@code (function, class, arguments, state)}: a tensor with attributes, or one of a class of its own with the same numbers. */
    private static Py subclass(Arguments arguments) throws IOException {
        if (!(arguments.get(0) instanceof Py.Global function) || function.builder() == null
                || !(arguments.get(2) instanceof Py.Tuple(var values)))
            throw arguments.malformed("a tensor that nothing known makes");
        return function.builder().build(new Arguments(function, values, arguments.at(), arguments.budget()));
    }

    /** {@code (array, dtype, device, …)}, from devices whose numbers PyTorch does not reach. */
    private static Py array(Arguments arguments) throws RejectedException {
        if (!(arguments.get(0) instanceof Py.Array array)) throw arguments.malformed("a tensor without an array");
        return array;
    }

    private static Py device(Arguments arguments) throws RejectedException {
        return arguments.get(0);
    }

    private static Py storage(Arguments arguments, Globals nested) throws IOException {
        ByteRange extent = arguments.bytes(0).extent();
        ByteSource.Reader reader = arguments.at().reader();
        if (!extent.source().equals(reader.source())) reader = extent.source().reader(); // in memory: nothing to close
        var in = new ByteCursor(reader, extent.position(), extent.position() + extent.length(), NESTED_BUFFER,
                arguments.budget());
        arguments.budget().heap(NESTED_BUFFER + 1024);
        if (new TorchLegacyReader(in, arguments.budget(), nested).read() instanceof Storage storage && storage.isLocated())
            return storage;
        throw arguments.malformed("not a storage");
    }

    /** The source text in {@code module_src} is not looked at. */
    private static Py module(Arguments arguments) throws RejectedException {
        Py.Dict meta = arguments.dict(0);
        if (meta.get("class_name") instanceof Py.Text(var name) && meta.get("state") instanceof Py.Dict state)
            return new Py.Module(name, state);
        throw arguments.malformed("a module without a name or a state");
    }
}
