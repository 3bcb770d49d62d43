package meander.models.lowering;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

import meander.models.lowering.OperatorTable.Operator;

/**
 * The operators of a program that our graph can do, each with its parameters and what becomes of it. What is on
 * {@link meander.models.checkpoint.torch.script.OperatorList} and not here is for an engine only.
 */
public final class LoweredOperators {
    /** One file a kind of operators; a new kind is a line here. */
    private static final List<Consumer<OperatorTable>> KINDS = List.of(LayerOperators::register, ActivationOperators::register,
            ResizingOperators::register, ArithmeticOperators::register, ComparisonOperators::register,
            ReductionOperators::register, ShapeOperators::register, IndexingOperators::register, CreationOperators::register,
            HostOperators::register);
    private static final SequencedMap<String, Operator> TABLE = table();
    /** Those that write their result into their first argument, by those that do not. */
    private static final Map<String, String> IN_PLACE = inPlace();

    private final Lowering lowering;

    LoweredOperators(Lowering lowering) {
        this.lowering = lowering;
    }

    /** The names of all that become operations of our graph, or are worked out while it is built. */
    public static Set<String> names() {
        Set<String> names = new HashSet<>(TABLE.keySet());
        names.addAll(IN_PLACE.keySet());
        return names;
    }

    private static SequencedMap<String, Operator> table() {
        OperatorTable table = new OperatorTable();
        KINDS.forEach(kind -> kind.accept(table));
        return table.operators();
    }

    private static Map<String, String> inPlace() {
        Map<String, String> inPlace = new HashMap<>();
        for (String name : ("relu relu6 leaky_relu elu selu celu silu mish tanh sigmoid hardtanh hardswish hardsigmoid dropout"
                + " feature_dropout add sub mul div multiply divide pow sqrt rsqrt square exp log neg abs reciprocal sin cos floor clamp clamp_min clamp_max"
                + " lerp addcmul addcdiv masked_fill").split(" "))
            inPlace.put("torch." + name + "_", "torch." + name);
        return Collections.unmodifiableMap(inPlace);
    }

    /** @throws EngineOnlyException if it is not in the table, or not with these arguments */
    Object call(String name, List<Object> arguments, Map<String, Object> keywords) {
        String plain = IN_PLACE.getOrDefault(name, name);
        Operator operator = TABLE.get(plain);
        if (operator == null) throw new EngineOnlyException(name);
        Object result = operator.lower()
                .of(new OperatorCall(lowering, name, operator.names(), operator.defaults(), arguments, keywords));
        if (plain.equals(name)) return result;
        if (!(arguments.getFirst() instanceof LoweredTensor target))
            throw new IllegalArgumentException(name + " without a tensor");
        LoweredTensor written = (LoweredTensor) result;
        return written == target ? target : target.become(written.value());
    }
}
