package meander.models.lowering;

import java.util.List;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.lowering.LoweredTensor.Kind;

/** Tensors of given numbers. */
final class CreationOperators {
    private CreationOperators() {}

    static void register(OperatorTable table) {
        table.put("zeros", "size dtype=6", call -> filled(call, call.integers("size"), 0));
        table.put("ones", "size dtype=6", call -> filled(call, call.integers("size"), 1));
        table.put("full", "size value dtype=None", call -> filled(call, call.integers("size"), call.real("value")));
        table.put("zeros_like", "input dtype=None", call -> like(call, 0));
        table.put("ones_like", "input dtype=None", call -> like(call, 1));
        table.put("full_like", "input value dtype=None", call -> like(call, call.real("value")));
        table.put("new_zeros", "input size dtype=None", call -> filled(call, call.integers("size"), 0));
        table.put("new_ones", "input size dtype=None", call -> filled(call, call.integers("size"), 1));
        table.put("new_full", "input size value dtype=None", call -> filled(call, call.integers("size"), call.real("value")));
        table.put("arange", "a b=None c=None dtype=None x=None y=None z=None", call -> {
            // (end), (start, end), (start, end, step), with dtype, layout, device and pin_memory behind where they have no name
            boolean one = call.positional().size() == 1 || call.positional().size() == 5;
            double start = one ? 0 : call.real("a");
            double end = one ? call.real("a") : call.real("b");
            double step = call.positional().size() == 3 || call.positional().size() == 7 ? call.real("c") : 1;
            if (step == 0 || call.positional().size() > 3) throw call.engineOnly("of that kind");
            int count = (int) Math.min(Math.max(0, Math.ceil((end - start) / step)), LoweringLimits.MOST_CONSTANT);
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++)
                numbers[i] = (float) (start + i * step);
            boolean whole = call.positional().stream().noneMatch(
                    each -> each instanceof Double || each instanceof LoweredTensor tensor && tensor.kind() == Kind.REAL);
            Kind kind = call.has("dtype") ? call.kindOf(call.whole("dtype")) : whole ? Kind.WHOLE : Kind.REAL;
            return LoweredTensor.of(call.graph().constant(new Tensor(LoweringLimits.limited(Shape.of(count)), numbers)), kind);
        });
        table.put("linspace", "start end steps dtype=None", call -> {
            int count = call.integer("steps");
            if (count < 1) throw new IllegalArgumentException("no steps");
            float[] numbers = new float[LoweringLimits.limited(Shape.of(count)).elements()];
            double step = count == 1 ? 0 : (call.real("end") - call.real("start")) / (count - 1);
            for (int i = 0; i < count; i++)
                numbers[i] = (float) (i < count / 2 || count == 1
                        ? call.real("start") + i * step
                        : call.real("end") - (count - 1 - i) * step);
            return LoweredTensor.real(call.graph().constant(new Tensor(Shape.of(count), numbers)));
        });
        table.put("eye", "n m=None dtype=None", call -> {
            int rows = call.integer("n");
            int columns = call.has("m") ? call.integer("m") : rows;
            Tensor eye = Tensor.zeros(LoweringLimits.limited(Shape.of(rows, columns)).dims());
            for (int i = 0; i < Math.min(rows, columns); i++)
                eye.data()[i * columns + i] = 1;
            return LoweredTensor.real(call.graph().constant(eye));
        });
        for (String name : List.of("scalar_tensor", "tensor", "as_tensor"))
            table.put(name, "value dtype=None requires_grad=False", call -> {
                if (call.get("value") instanceof List<?> items) {
                    float[] numbers = new float[items.size()];
                    boolean whole = true;
                    for (int i = 0; i < numbers.length; i++) {
                        if (!(items.get(i) instanceof Long) && !(items.get(i) instanceof Double))
                            throw call.engineOnly("of that kind");
                        whole &= items.get(i) instanceof Long;
                        numbers[i] = ((Number) items.get(i)).floatValue();
                    }
                    return LoweredTensor.of(call.graph().constant(new Tensor(Shape.of(numbers.length), numbers)),
                            whole ? Kind.WHOLE : Kind.REAL);
                }
                return call.has("dtype") ? call.tensor("value").as(call.kindOf(call.whole("dtype"))) : call.tensor("value");
            });
    }

    private static LoweredTensor filled(OperatorCall call, int[] dims, double value) {
        Kind kind = call.get("dtype") instanceof Long type
                ? call.kindOf(type)
                : call.get("value") instanceof Long ? Kind.WHOLE : Kind.REAL;
        return LoweredTensor.of(call.graph().constant(Tensor.full((float) value, LoweringLimits.limited(Shape.of(dims)).dims())),
                kind);
    }

    private static LoweredTensor like(OperatorCall call, double value) {
        LoweredTensor made = filled(call, call.shape("input").dims(), value);
        return call.has("dtype") ? made : LoweredTensor.of(made.value(), call.kind("input"));
    }
}
