package meander.models.checkpoint.reader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.numpy.ArrayTypes;
import meander.models.checkpoint.pickle.Py;
import meander.models.checkpoint.pickle.Storage;

/** Turns what a pickle described into plain Java values. Depth and steps are counted, so what contains itself is refused. */
final class PlainValues {
    private static final long MOST_ARRAY_BYTES = 1 << 16;

    private final ReadBudget budget;

    PlainValues(ReadBudget budget) {
        this.budget = budget;
    }

    /** A plain value, which may be null. */
    record Plain(Object value) {}

    /** Empty for what has no plain form: tensors, modules, raw bytes. */
    Optional<Plain> of(Py value) throws RejectedException {
        return of(value, 0);
    }

    private Optional<Plain> of(Py value, int depth) throws RejectedException {
        budget.node();
        budget.heap(96);
        budget.depth(depth);
        return switch (value) {
            case Py.None _ -> plain(null);
            case Py.Bool(var bool) -> plain(bool);
            case Py.Int(var integer) -> plain(integer);
            case Py.Big(var integer) -> plain(integer);
            case Py.Real(var real) -> plain(real);
            case Py.Text(var text) -> plain(text);
            case Py.Tuple(var items) -> plain(list(items, depth));
            case Py.Items(var items) -> plain(list(items, depth));
            case Py.SetOf(var items) -> plain(list(items, depth));
            case Py.Dict dict -> plain(map(dict, depth));
            case Py.Obj obj -> plain(map(obj.attributes(), depth));
            case Py.Placeholder placeholder when placeholder.isTensor() -> Optional.empty();
            // Its attributes stay unread: what trainings leave beside weights often refers to itself.
            case Py.Placeholder placeholder -> placeholder.items().size() == 0
                    ? plain(placeholder.type().qualifiedName())
                    : plain(map(placeholder.items(), depth));
            case Py.Global global -> plain(global.qualifiedName());
            case Py.Array array -> numbers(array);
            case Py.Bytes _,Py.Module _,Py.Tensor _,Storage _,Py.ArrayType _ -> Optional.empty();
        };
    }

    private List<Object> list(List<Py> items, int depth) throws RejectedException {
        List<Object> list = new ArrayList<>();
        for (Py item : items)
            of(item, depth + 1).ifPresent(plain -> list.add(plain.value()));
        return Collections.unmodifiableList(list);
    }

    private SequencedMap<String, Object> map(Py.Dict dict, int depth) throws RejectedException {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < dict.size(); i++) {
            budget.node();
            String key = key(dict.key(i));
            if (key == null) continue;
            budget.heap(64);
            of(dict.value(i), depth + 1).ifPresent(plain -> map.put(key, plain.value()));
        }
        return Collections.unmodifiableSequencedMap(map);
    }

    private static String key(Py key) {
        return switch (key) {
            case Py.Text(var text) -> text;
            case Py.Int(var integer) -> Long.toString(integer);
            case Py.Bool(var bool) -> Boolean.toString(bool);
            case Py.Real(var real) -> Double.toString(real);
            default -> null;
        };
    }

    /** A small array becomes nested lists; a single number becomes itself. */
    private Optional<Plain> numbers(Py.Array array) throws RejectedException {
        if (array.type() == null || array.content() == null || ArrayTypes.tensorType(array.type()) == null
                || array.content().extent().length() > MOST_ARRAY_BYTES)
            return Optional.empty();
        StoredTensor tensor = Assembler.tensor(array, budget);
        budget.heap(64L * tensor.elements());
        Object[] values = new Object[tensor.elements()];
        if (tensor.dtype().isReal()) {
            double[] reals = tensor.doubles();
            for (int i = 0; i < values.length; i++)
                values[i] = reals[i];
        } else {
            long[] integers = tensor.longs();
            for (int i = 0; i < values.length; i++)
                values[i] = tensor.dtype() == DType.BOOL ? (Object) (integers[i] != 0) : (Object) integers[i];
        }
        return plain(nest(values, tensor.shape(), 0, 0, values.length));
    }

    private static Object nest(Object[] values, int[] shape, int dimension, int from, int count) {
        if (dimension == shape.length) return values[from];
        List<Object> list = new ArrayList<>();
        int step = shape[dimension] == 0 ? 0 : count / shape[dimension];
        for (int i = 0; i < shape[dimension]; i++)
            list.add(nest(values, shape, dimension + 1, from + i * step, step));
        return Collections.unmodifiableList(list);
    }

    private static Optional<Plain> plain(Object value) {
        return Optional.of(new Plain(value));
    }
}
