package meander.models.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import meander.models.graph.Shape;
import meander.models.lowering.LoweredTensor.Kind;
import meander.models.lowering.Lowering.TupleValue;

/** What is worked out while the graph is built: sizes, types, lists, texts. */
final class HostOperators {
    private HostOperators() {}

    static void register(OperatorTable table) {
        table.put("size", "input dim=None", call -> {
            Shape shape = call.shape("input");
            if (call.has("dim")) return (long) shape.dim(call.integer("dim"));
            List<Object> all = new ArrayList<>();
            for (int dim : shape.dims())
                all.add((long) dim);
            return all;
        });
        table.put("dim", "input", call -> (long) call.shape("input").rank());
        table.put("numel", "input", call -> (long) call.shape("input").elements());
        table.put("len", "input", call -> switch (call.get("input")) {
            case LoweredTensor tensor -> (long) tensor.shape().dim(0);
            case String text -> (long) text.length();
            case Map<?, ?> dict -> (long) dict.size();
            case null, default -> (long) Lowering.items(call.get("input")).size();
        });
        table.put("ops.prim.NumToTensor", "a", call -> call.tensor("a"));
        table.put("ops.prim.unchecked_unwrap_optional", "a", call -> call.get("a"));
        table.put("_unwrap_optional", "a", call -> {
            if (!call.has("a")) throw new IllegalArgumentException("something that was left out");
            return call.get("a");
        });
        table.put("ops.prim.device", "input", _ -> "cpu");
        table.put("device", "name", call -> call.text("name"));
        table.put("ops.prim.is_cuda", "input", _ -> false);
        table.put("ops.prim.requires_grad", "input", _ -> false);
        table.put("ops.prim.layout", "input", _ -> 0L);
        table.put("ops.prim.dtype", "input", call -> switch (call.kind("input")) {
            case REAL -> 6L;
            case WHOLE -> 4L;
            case TRUTH -> 11L;
        });
        table.put("is_floating_point", "input", call -> call.kind("input") == Kind.REAL);
        table.put("is_complex", "input", _ -> false);
        table.put("requires_grad_", "input requires_grad=True", call -> call.tensor("input"));
        for (String name : List.of("Int", "IntImplicit"))
            table.put(name, "a", call -> HostValues.cast("int", call.get("a"), call.lowering()));
        for (String name : List.of("Float", "FloatImplicit"))
            table.put(name, "a", call -> HostValues.cast("float", call.get("a"), call.lowering()));
        table.put("Bool", "a", call -> HostValues.cast("bool", call.get("a"), call.lowering()));
        for (String name : List.of("item", "ScalarImplicit"))
            table.put(name, "a",
                    call -> HostValues.cast(call.kind("a") == Kind.REAL ? "float" : "int", call.get("a"), call.lowering()));
        table.put("append", "list item", call -> {
            List<Object> items = Lowering.items(call.get("list"));
            items.add(call.get("item"));
            return LoweringLimits.limited(items);
        });
        table.put("extend", "list others", call -> {
            Lowering.items(call.get("list")).addAll(List.copyOf(Lowering.items(call.get("others"))));
            LoweringLimits.limited(Lowering.items(call.get("list")));
            return null;
        });
        table.put("insert", "list index item", call -> {
            List<Object> items = Lowering.items(call.get("list"));
            items.add(HostValues.bounded(call.get("index"), 0, items.size()), call.get("item"));
            LoweringLimits.limited(items);
            return null;
        });
        table.put("list", "a", call -> new ArrayList<>(Lowering.items(call.get("a"))));
        table.put("copy", "a", call -> new ArrayList<>(Lowering.items(call.get("a"))));
        table.put("__getitem__", "a b",
                call -> call.get("a") instanceof Map<?, ?> dict
                        ? dict.get(call.get("b"))
                        : HostValues.item(Lowering.items(call.get("a")), call.whole("b")));
        table.put("__contains__", "a b",
                call -> call.get("a") instanceof Map<?, ?> dict
                        ? dict.containsKey(call.get("b"))
                        : Lowering.items(call.get("a")).stream().anyMatch(item -> HostValues.alike(item, call.get("b"))));
        table.put("__range_length", "from to step", call -> {
            long step = call.whole("step");
            if (step == 0) throw new IllegalArgumentException("a step of nothing");
            return Math.max(0, Math.ceilDiv(Math.subtractExact(call.whole("to"), call.whole("from")), step));
        });
        table.put("__derive_index", "index from step", call -> call.whole("from") + call.whole("index") * call.whole("step"));
        table.put("__is__", "a b", call -> same(call));
        table.put("__isnot__", "a b", call -> !same(call));
        table.put("__not__", "a", call -> !call.lowering().truth(call.get("a")));
        table.put("not", "a", call -> !call.lowering().truth(call.get("a")));
        for (String name : List.of("min", "max")) {
            boolean least = name.equals("min");
            table.put("ops.prim." + name, "a b=None", call -> {
                if (call.get("a") instanceof List<?> items)
                    return items.stream().map(Long.class::cast).reduce((a, b) -> least ? Math.min(a, b) : Math.max(a, b))
                            .orElseThrow(() -> new IllegalArgumentException("nothing to choose from"));
                return least ? call.host(Math::min, Math::min) : call.host(Math::max, Math::max);
            });
        }
        table.put("format", "text a=None b=None c=None d=None e=None f=None g=None h=None", call -> {
            String text = call.text("text");
            for (Object argument : call.positional().subList(1, call.positional().size())) {
                int at = text.indexOf("{}");
                if (at >= 0) text = text.substring(0, at) + LoweringLimits.limited(written(argument)) + text.substring(at + 2);
            }
            return LoweringLimits.limited(text);
        });
        table.put("str", "a", call -> LoweringLimits.limited(written(call.get("a"))));
        table.put("warn", "text a=None b=None", _ -> null);
        table.put("ops.prim.RaiseException", "text type=None", call -> {
            throw new IllegalArgumentException(call.get("text") instanceof String text ? text : "a check of its own failed");
        });
    }

    /** As a message shows it, for which nobody needs all of a list. */
    private static String written(Object value) {
        return switch (value) {
            case LoweredTensor tensor -> "a tensor " + tensor.shape();
            case TupleValue(List<Object> items) -> items.size() + " values";
            case List<?> items when items.size() <= 32 && items.stream().allMatch(item -> item instanceof Number) ->
                items.toString();
            case List<?> items -> items.size() + " values";
            case Map<?, ?> dict -> dict.size() + " values";
            case null, default -> String.valueOf(value);
        };
    }

    private static boolean same(OperatorCall call) {
        Object a = call.get("a");
        Object b = call.get("b");
        return a == b || a instanceof Boolean && a.equals(b);
    }
}
