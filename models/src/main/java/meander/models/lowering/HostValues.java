package meander.models.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import meander.models.lowering.LoweredTensor.Kind;
import meander.models.lowering.Lowering.TupleValue;

/** Numbers, texts and lists that are known while the graph is built. */
final class HostValues {
    private HostValues() {}

    static long whole(Object value, Lowering lowering) {
        return switch (value) {
            case Long number -> number;
            case Boolean truth -> truth ? 1 : 0;
            case LoweredTensor tensor when tensor.shape().elements() == 1 -> (long) lowering.known(tensor).data()[0];
            case null, default -> throw new IllegalArgumentException("no whole number");
        };
    }

    /** @param type {@code int}, {@code float} or {@code bool} */
    static Object cast(String type, Object value, Lowering lowering) {
        Object plain = value;
        if (value instanceof LoweredTensor tensor) {
            if (tensor.shape().elements() != 1) throw new IllegalArgumentException("more than one number");
            float number = lowering.known(tensor).data()[0];
            plain = tensor.kind() == Kind.REAL ? (Object) (double) number : (Object) (long) number;
        }
        return switch (type) {
            case "int" -> plain instanceof Double real ? (Object) real.longValue() : (Object) whole(plain, lowering);
            case "float" -> switch (plain) {
                case String text -> real(text);
                case Double real -> real;
                case null, default -> (double) whole(plain, lowering);
            };
            default -> lowering.truth(plain);
        };
    }

    private static double real(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    static Object item(List<Object> items, long index) {
        long at = index < 0 ? index + items.size() : index;
        if (at < 0 || at >= items.size()) throw new IllegalArgumentException("an index outside of a list");
        return items.get((int) at);
    }

    static List<Object> part(List<Object> items, Object from, Object to, long step) {
        if (step < 1) throw new IllegalArgumentException("a step that is not forward");
        int start = bounded(from, 0, items.size());
        int end = bounded(to, items.size(), items.size());
        List<Object> part = new ArrayList<>();
        for (long i = start; i < end; i += step)
            part.add(items.get((int) i));
        return part;
    }

    static int bounded(Object at, int otherwise, int size) {
        if (at == null) return otherwise;
        if (!(at instanceof Long index)) throw new IllegalArgumentException("an index that is no whole number");
        return Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    /** Texts and numbers, and lists of them; of lists within lists it would take too long to tell. */
    static boolean alike(Object a, Object b) {
        if (!(a instanceof List<?> first) || !(b instanceof List<?> second)) return Objects.equals(a, b);
        if (first.stream().anyMatch(item -> item instanceof List<?> || item instanceof TupleValue || item instanceof Map<?, ?>))
            throw new EngineOnlyException("a comparison of lists within lists");
        return first.equals(second);
    }
}
