package meander.models.checkpoint.numpy;

import java.nio.ByteBuffer;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.pickle.Py;

/** NumPy's short names for the types of numbers, such as {@code f4}. */
public final class ArrayTypes {
    private ArrayTypes() {}

    /**
     * One type of number.
     *
     * @param dtype null where tensors have no such type
     */
    record Element(char kind, int bytes, DType dtype) {
        /** From the start of a buffer that is in the order of the number. */
        Py value(ByteBuffer from) {
            return switch (kind) {
                case 'f' -> new Py.Real(dtype.real(from, 0));
                case 'b' -> new Py.Bool(from.get(0) != 0);
                case 'i' -> new Py.Int(dtype.integer(from, 0));
                default -> new Py.Int(switch (bytes) {
                    case 1 -> from.get(0) & 0xff;
                    case 2 -> from.getShort(0) & 0xffff;
                    case 4 -> from.getInt(0) & 0xffff_ffffL;
                    default -> from.getLong(0);
                });
            };
        }
    }

    /** Null for anything that is not a plain number. */
    static Element element(String code) {
        return switch (code) {
            case "f2" -> new Element('f', 2, DType.F16);
            case "f4" -> new Element('f', 4, DType.F32);
            case "f8" -> new Element('f', 8, DType.F64);
            case "i1" -> new Element('i', 1, DType.I8);
            case "i2" -> new Element('i', 2, DType.I16);
            case "i4" -> new Element('i', 4, DType.I32);
            case "i8" -> new Element('i', 8, DType.I64);
            case "u1" -> new Element('u', 1, DType.U8);
            case "u2" -> new Element('u', 2, null);
            case "u4" -> new Element('u', 4, null);
            case "u8" -> new Element('u', 8, null);
            case "b1" -> new Element('b', 1, DType.BOOL);
            default -> null;
        };
    }

    /** The tensor type of an array, or null if it has none: then the array is no tensor. */
    public static DType tensorType(Py.ArrayType type) {
        Element element = element(type.code());
        return element == null || type.bigEndian() && element.bytes() > 1 ? null : element.dtype();
    }
}
