package meander.models.checkpoint.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.HeapBytes;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.pickle.Arguments;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;

/** The names that NumPy puts into pickles, before and since version 2. */
public final class NumpyGlobals {
    private NumpyGlobals() {}

    public static void addTo(Globals globals) {
        for (String core : List.of("numpy.core", "numpy._core")) {
            globals.allow(core + ".multiarray", "scalar", NumpyGlobals::scalar)
                    .allow(core + ".multiarray", "_reconstruct", arguments -> new Py.Array())
                    .allow(core + ".numeric", "_frombuffer", NumpyGlobals::fromBuffer);
        }
        globals.allow("numpy", "dtype", arguments -> new Py.ArrayType(arguments.text(0))).name("numpy", "ndarray");
        for (String type : List.of("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool_"))
            globals.name("numpy", type);
    }

    /** {@code (dtype, bytes)}: becomes a plain number. */
    private static Py scalar(Arguments arguments) throws IOException {
        Py.ArrayType type = arguments.arrayType(0);
        ArrayTypes.Element element = ArrayTypes.element(type.code());
        // Strings and dates of NumPy say nothing about a network.
        if (element == null) return Py.None.NONE;
        ByteRange extent = arguments.bytes(1).extent();
        if (extent.length() != element.bytes()) throw arguments.malformed("a number of " + extent.length() + " bytes");
        ByteBuffer content = ByteBuffer.allocate(8).order(type.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (extent.source() instanceof HeapBytes) content.put(extent.read());
        else
            arguments.at().reader().read(extent.position(), content.limit((int) extent.length()));
        return element.value(content);
    }

    /** {@code (buffer, dtype, shape, order)}, as protocol 5 has it. */
    private static Py fromBuffer(Arguments arguments) throws RejectedException {
        var array = new Py.Array();
        boolean fortran = arguments.count() > 3 && arguments.text(3).equals("F");
        array.fill(arguments.arrayType(1), arguments.integers(2), fortran, arguments.bytes(0));
        return array;
    }
}
