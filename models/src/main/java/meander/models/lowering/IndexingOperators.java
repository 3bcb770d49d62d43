package meander.models.lowering;

import java.util.List;
import java.util.Objects;

import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.lowering.LoweredTensor.Kind;

/** Numbers by their index or by a condition, and writing in place. */
final class IndexingOperators {
    private IndexingOperators() {}

    static void register(OperatorTable table) {
        table.put("where", "condition a b", call -> {
            Value condition = call.value("condition");
            return LoweredTensor.of(condition.mul(call.value("a")).add(TensorFunctions.not(condition).mul(call.value("b"))),
                    call.kinds());
        });
        table.put("masked_fill", "a mask value", call -> {
            double value = call.real("value");
            if (!Double.isFinite(value)) throw call.engineOnly("with infinity");
            Value mask = call.value("mask");
            return LoweredTensor.of(TensorFunctions.not(mask).mul(call.value("a")).add(mask.mul(value)), call.kind("a"));
        });
        table.put("embedding", "weight indices padding_idx=-1 scale_grad_by_freq=False sparse=False", call -> {
            Value weight = call.value("weight");
            LoweredTensor indices = call.tensor("indices");
            if (indices.kind() == Kind.REAL) throw new IllegalArgumentException("an index that is no whole number");
            int rows = weight.shape().dim(0);
            int[] dims = TensorFunctions.inserted(indices.shape().dims(), indices.shape().rank(), weight.shape().dim(1));
            int count = indices.shape().elements();
            if (rows > LoweringLimits.MOST_ROWS) throw call.engineOnly("of that size");
            Value hot = TensorFunctions.oneHot(indices.value().reshape(count), rows);
            return LoweredTensor.real(hot.matmul(weight).reshape(dims));
        });
        table.put("one_hot", "input num_classes=-1", call -> {
            int classes = call.integer("num_classes");
            if (classes < 1 || classes > LoweringLimits.MOST_ROWS) throw call.engineOnly("of an unknown number of classes");
            if (call.kind("input") == Kind.REAL) throw new IllegalArgumentException("a class that is no whole number");
            return LoweredTensor.of(TensorFunctions.oneHot(call.value("input"), classes), Kind.WHOLE);
        });
        table.put("index_select", "input dim index", call -> LoweredTensor.of(TensorFunctions.chosen(call.value("input"),
                call.shape("input").axis(call.integer("dim")), indices(call.tensor("index"), call)), call.kind("input")));
        table.put("index", "input indices", call -> {
            Value x = call.value("input");
            List<Object> indices = Lowering.items(call.get("indices"));
            List<Object> given = indices.stream().filter(Objects::nonNull).toList();
            if (given.size() != 1 || !(given.getFirst() instanceof LoweredTensor index) || index.shape().rank() != 1)
                throw call.engineOnly("by several tensors");
            return LoweredTensor.of(TensorFunctions.chosen(x, indices.indexOf(index), indices(index, call)), call.kind("input"));
        });
        table.put("copy_", "input other non_blocking=False", call -> call.tensor("input").become(
                TensorFunctions.expanded(call.tensor("other").as(call.kind("input")).value(), call.shape("input").dims())));
        table.put("fill_", "input value", call -> call.tensor("input").become(call.graph()
                .constant(Tensor.full((float) call.real("value"), LoweringLimits.limited(call.shape("input")).dims()))));
        table.put("zero_", "input", call -> call.tensor("input")
                .become(call.graph().constant(Tensor.zeros(LoweringLimits.limited(call.shape("input")).dims()))));
    }

    private static float[] indices(LoweredTensor index, OperatorCall call) {
        if (index.kind() != Kind.WHOLE || index.shape().elements() > LoweringLimits.MOST_ROWS)
            throw call.engineOnly("of that kind");
        return call.lowering().known(index).data();
    }
}
