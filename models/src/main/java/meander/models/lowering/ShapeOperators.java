package meander.models.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import meander.models.graph.Shape;
import meander.models.graph.Value;
import meander.models.lowering.LoweredTensor.Kind;

/** Other axes, parts and types of the same numbers. */
final class ShapeOperators {
    private static final long TO_THE_END = Long.MAX_VALUE;

    private ShapeOperators() {}

    static void register(OperatorTable table) {
        for (String name : List.of("view", "reshape"))
            table.put(name, "input size", call -> {
                if (call.get("size") instanceof Long) throw call.engineOnly("as another type");
                return shown(call, call.value("input").reshape(inferred(call.shape("input"), call.integers("size"))));
            });
        for (String name : List.of("view_as", "reshape_as"))
            table.put(name, "input other", call -> shown(call, call.value("input").reshape(call.shape("other").dims())));
        table.put("flatten", "input start_dim=0 end_dim=-1", call -> {
            Shape shape = call.shape("input");
            if (shape.rank() == 0) return shown(call, call.value("input").reshape(1));
            int from = shape.axis(call.integer("start_dim"));
            int to = shape.axis(call.integer("end_dim"));
            if (to < from) throw new IllegalArgumentException("axes in the wrong order");
            int[] dims = new int[shape.rank() - (to - from)];
            for (int axis = 0, i = 0; axis < shape.rank(); axis++) {
                if (axis <= from || axis > to) dims[i++] = shape.dim(axis);
                else
                    dims[i - 1] *= shape.dim(axis);
            }
            return shown(call, call.value("input").reshape(dims));
        });
        table.put("unflatten", "input dim sizes", call -> {
            Shape shape = call.shape("input");
            int axis = shape.axis(call.integer("dim"));
            int[] part = inferred(Shape.of(shape.dim(axis)), call.integers("sizes"));
            int[] dims = IntStream.concat(IntStream.concat(Arrays.stream(shape.dims()).limit(axis), Arrays.stream(part)),
                    Arrays.stream(shape.dims()).skip(axis + 1)).toArray();
            return shown(call, call.value("input").reshape(dims));
        });
        table.put("permute", "input dims", call -> {
            Value x = call.value("input");
            int[] order = Arrays.stream(call.integers("dims")).map(x.shape()::axis).toArray();
            return shown(call, x.transpose(order));
        });
        for (String name : List.of("transpose", "swapaxes", "swapdims"))
            table.put(name, "input dim0 dim1", call -> {
                Value x = call.value("input");
                int first = x.shape().axis(call.integer("dim0"));
                int second = x.shape().axis(call.integer("dim1"));
                return shown(call, x.transpose(IntStream.range(0, x.shape().rank())
                        .map(axis -> axis == first ? second : axis == second ? first : axis).toArray()));
            });
        for (String name : List.of("t", "numpy_T"))
            table.put(name, "input",
                    call -> shown(call, call.shape("input").rank() < 2 ? call.value("input") : call.value("input").transpose()));
        table.put("unsqueeze", "input dim", call -> {
            Value x = call.value("input");
            int at = call.integer("dim") < 0 ? call.integer("dim") + x.shape().rank() + 1 : call.integer("dim");
            if (at < 0 || at > x.shape().rank()) throw new IllegalArgumentException("axis " + at + " of " + x.shape());
            return shown(call, x.reshape(TensorFunctions.inserted(x.shape().dims(), at, 1)));
        });
        table.put("squeeze", "input dim=None", call -> {
            Value x = call.value("input");
            Set<Integer> axes = new HashSet<>();
            for (int axis : ReductionOperators.axes(call, call.get("dim")))
                if (x.shape().dim(axis) == 1) axes.add(axis);
            return shown(call, x.reshape(
                    IntStream.range(0, x.shape().rank()).filter(axis -> !axes.contains(axis)).map(x.shape()::dim).toArray()));
        });
        for (String name : List.of("expand", "broadcast_to"))
            table.put(name, "input size implicit=False",
                    call -> shown(call, TensorFunctions.expanded(call.value("input"), call.integers("size"))));
        table.put("expand_as", "input other",
                call -> shown(call, TensorFunctions.expanded(call.value("input"), call.shape("other").dims())));
        for (String name : List.of("repeat", "tile"))
            table.put(name, "input repeats", call -> LoweredTensor
                    .of(TensorFunctions.repeated(call.value("input"), call.integers("repeats")), call.kind("input")));
        table.put("repeat_interleave", "input repeats dim=None output_size=None", call -> {
            Value x = call.value("input");
            if (!call.has("dim") || !(call.get("repeats") instanceof Long)) throw call.engineOnly("of that kind");
            int axis = x.shape().axis(call.integer("dim"));
            int times = call.integer("repeats");
            int[] apart = TensorFunctions.inserted(x.shape().dims(), axis + 1, 1);
            int[] wide = apart.clone();
            wide[axis + 1] = times;
            return LoweredTensor.of(TensorFunctions.expanded(x.reshape(apart), wide)
                    .reshape(x.shape().with(axis, x.shape().dim(axis) * times).dims()), call.kind("input"));
        });
        for (String name : List.of("cat", "concat", "concatenate"))
            table.put(name, "tensors dim=0", call -> {
                List<LoweredTensor> parts = call.tensors("tensors").stream()
                        .filter(part -> !(part.shape().rank() == 1 && part.shape().elements() == 0)).toList();
                return joined(parts, parts.getFirst().shape().axis(call.integer("dim")), UnaryOperator.identity());
            });
        table.put("stack", "tensors dim=0", call -> {
            List<LoweredTensor> parts = call.tensors("tensors");
            int rank = parts.getFirst().shape().rank();
            int axis = call.integer("dim") < 0 ? call.integer("dim") + rank + 1 : call.integer("dim");
            return joined(parts, axis, part -> part.reshape(TensorFunctions.inserted(part.shape().dims(), axis, 1)));
        });
        table.put("chunk", "input chunks dim=0", call -> {
            int size = call.shape("input").dim(call.integer("dim"));
            return parts(call, Math.ceilDiv(size, Math.max(1, call.integer("chunks"))));
        });
        for (String name : List.of("split", "split_with_sizes"))
            table.put(name, "input size dim=0", call -> {
                if (call.get("size") instanceof Long) return parts(call, call.integer("size"));
                List<Object> all = new ArrayList<>();
                int at = 0;
                for (int size : call.integers("size"))
                    all.add(call.tensor("input").view(sliced(call.value("input"), call.integer("dim"), at, at += size)));
                if (at != call.shape("input").dim(call.integer("dim")))
                    throw new IllegalArgumentException("parts of another size");
                return all;
            });
        table.put("unbind", "input dim=0", call -> {
            Value x = call.value("input");
            int axis = x.shape().axis(call.integer("dim"));
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < x.shape().dim(axis); i++)
                all.add(call.tensor("input").view(selected(x, axis, i)));
            return LoweringLimits.limited(all);
        });
        table.put("select", "input dim index",
                call -> shown(call, selected(call.value("input"), call.integer("dim"), call.whole("index"))));
        table.put("slice", "input a=None b=None c=None step=1", ShapeOperators::slice);
        table.put("narrow", "input dim start length", call -> {
            int size = call.shape("input").dim(call.integer("dim"));
            int start = call.integer("start") < 0 ? call.integer("start") + size : call.integer("start");
            return shown(call, sliced(call.value("input"), call.integer("dim"), start, start + call.integer("length")));
        });
        table.put("flip", "input dims", call -> {
            Value x = call.value("input");
            for (int dim : call.integers("dims")) {
                if (x.shape().dim(dim) > LoweringLimits.MOST_ROWS) throw call.engineOnly("of that size");
                x = x.flip(dim);
            }
            return LoweredTensor.of(x, call.kind("input"));
        });
        for (String name : List.of("contiguous", "detach", "lift_fresh", "alias"))
            table.put(name, "input memory_format=None", call -> shown(call, call.value("input")));
        table.put("clone", "input memory_format=None", call -> LoweredTensor.of(call.value("input"), call.kind("input")));
        table.put("cpu", "input", call -> shown(call, call.value("input")));
        table.put("ops.prim.data", "input", call -> shown(call, call.value("input")));
        table.put("to", "input a=None b=None c=None d=None e=None f=None", ShapeOperators::to);
        table.put("type_as", "input other", call -> call.tensor("input").as(call.kind("other")));
        for (String name : List.of("float", "double", "half"))
            table.put(name, "input", call -> call.tensor("input").as(Kind.REAL));
        for (String name : List.of("long", "int"))
            table.put(name, "input", call -> call.tensor("input").as(Kind.WHOLE));
        table.put("bool", "input", call -> call.tensor("input").as(Kind.TRUTH));
    }

    private static LoweredTensor shown(OperatorCall call, Value view) {
        return call.tensor("input").view(view);
    }

    private static int[] inferred(Shape from, int[] sizes) {
        int[] dims = sizes.clone();
        int open = -1;
        long rest = 1;
        for (int axis = 0; axis < dims.length; axis++)
            if (dims[axis] == -1 && open < 0) open = axis;
            else
                rest *= dims[axis];
        if (open >= 0) {
            if (rest < 1 || from.elements() % rest != 0)
                throw new IllegalArgumentException("cannot reshape " + from + " to " + Arrays.toString(sizes));
            dims[open] = Math.toIntExact(from.elements() / rest);
        }
        return dims;
    }

    private static LoweredTensor joined(List<LoweredTensor> parts, int axis, UnaryOperator<Value> shaped) {
        Value[] others = parts.stream().skip(1).map(part -> shaped.apply(part.value())).toArray(Value[]::new);
        Kind kind = parts.stream().map(LoweredTensor::kind).reduce(Kind.TRUTH, Kind::with);
        Value first = shaped.apply(parts.getFirst().value());
        return LoweredTensor.of(others.length == 0 ? first : first.concat(axis, others), kind);
    }

    private static Object parts(OperatorCall call, int size) {
        Value x = call.value("input");
        int axis = x.shape().axis(call.integer("dim"));
        if (size < 1 || x.shape().dim(axis) / size > LoweringLimits.MOST_ROWS)
            throw new IllegalArgumentException("parts of another size");
        List<Object> all = new ArrayList<>();
        for (int at = 0; at < x.shape().dim(axis); at += size)
            all.add(call.tensor("input").view(sliced(x, axis, at, Math.min(at + size, x.shape().dim(axis)))));
        return all;
    }

    private static Value sliced(Value x, int dim, int from, int to) {
        return from == 0 && to == x.shape().dim(dim) ? x : x.slice(dim, from, to);
    }

    private static Value selected(Value x, int dim, long index) {
        int axis = x.shape().axis(dim);
        long at = index < 0 ? index + x.shape().dim(axis) : index;
        if (at < 0 || at >= x.shape().dim(axis)) throw new IllegalArgumentException("index " + index + " of " + x.shape());
        return sliced(x, axis, (int) at, (int) at + 1).reshape(TensorFunctions.removed(x.shape().dims(), axis));
    }

    /** Of a tensor {@code (x, dim, from, to, step)}, of a list {@code (list, from, to, step)}. */
    private static Object slice(OperatorCall call) {
        if (call.get("input") instanceof List<?>)
            return HostValues.part(Lowering.items(call.get("input")), call.get("a"), call.get("b"),
                    call.has("c") ? call.whole("c") : 1);
        Value x = call.value("input");
        int axis = x.shape().axis(call.has("a") ? call.integer("a") : 0);
        int size = x.shape().dim(axis);
        int from = HostValues.bounded(end(call, "b"), 0, size);
        int to = HostValues.bounded(end(call, "c"), size, size);
        return shown(call,
                TensorFunctions.every(sliced(x, axis, from, to), axis, Math.toIntExact(Math.min(call.whole("step"), size))));
    }

    private static Object end(OperatorCall call, String name) {
        return call.has(name) ? (Object) Math.min(call.whole(name), TO_THE_END) : null;
    }

    private static Object to(OperatorCall call) {
        LoweredTensor tensor = call.tensor("input");
        for (String name : List.of("a", "b")) {
            if (call.get(name) instanceof Long type) return tensor.as(call.kindOf(type));
            if (call.get(name) instanceof LoweredTensor like) return tensor.as(like.kind());
        }
        return shown(call, tensor.value());
    }
}
