package meander.models.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

import meander.models.graph.Graph;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.lowering.LoweredTensor.Kind;

/** The arguments of one call of an operator, by the names of its parameters. */
final class OperatorCall {
    /** Where and how numbers are kept: on the graph all are alike. */
    private static final Set<String> PLACES = Set.of("layout", "device", "pin_memory", "memory_format", "non_blocking", "copy");

    private final Lowering lowering;
    private final String operator;
    private final Map<String, Object> values = new HashMap<>();
    private final List<Object> positional;

    /**
     * @param names    of the parameters, in order
     * @param defaults of those that may be left out
     * @throws EngineOnlyException if there are others
     */
    OperatorCall(Lowering lowering, String operator, List<String> names, Map<String, Object> defaults, List<Object> arguments,
            Map<String, Object> keywords) {
        this.lowering = lowering;
        this.operator = operator;
        this.positional = arguments;
        if (arguments.size() > names.size()) throw new EngineOnlyException(operator + " with more arguments");
        values.putAll(defaults);
        for (int i = 0; i < arguments.size(); i++)
            values.put(names.get(i), arguments.get(i));
        keywords.forEach((keyword, value) -> {
            if (names.contains(keyword)) values.put(keyword, value);
            else if (!PLACES.contains(keyword) && !(keyword.equals("dtype") && value == null))
                throw new EngineOnlyException(operator + " with " + keyword);
        });
        for (String name : names)
            if (!values.containsKey(name)) throw new IllegalArgumentException(operator + " without " + name);
    }

    String operator() {
        return operator;
    }

    Lowering lowering() {
        return lowering;
    }

    Graph graph() {
        return lowering.graph();
    }

    /** Those without a name. */
    List<Object> positional() {
        return positional;
    }

    Object get(String name) {
        return values.get(name);
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    LoweredTensor tensor(String name) {
        return switch (values.get(name)) {
            case LoweredTensor tensor -> tensor;
            case Long number -> LoweredTensor.of(scalar(number), Kind.WHOLE);
            case Double number -> LoweredTensor.of(scalar(number), Kind.REAL);
            case Boolean truth -> LoweredTensor.of(scalar(truth ? 1 : 0), Kind.TRUTH);
            case null, default -> throw new IllegalArgumentException(operator + ": no tensor for " + name);
        };
    }

    Kind kind(String name) {
        return tensor(name).kind();
    }

    /** Of a result of {@code a} and {@code b}: whole only where both are. */
    Kind kinds() {
        Kind kind = kind("a").with(kind("b"));
        return kind == Kind.TRUTH ? Kind.WHOLE : kind;
    }

    /** @param type one of PyTorch's numbers of types */
    Kind kindOf(long type) {
        return switch ((int) type) {
            case 0, 1, 2, 3, 4 -> Kind.WHOLE;
            case 5, 6, 7, 15 -> Kind.REAL;
            case 11 -> Kind.TRUTH;
            default -> throw engineOnly("as type " + type);
        };
    }

    /** Whether it is a number that is no tensor. */
    boolean isHost(String name) {
        Object value = values.get(name);
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    /** What two numbers make, {@code a} and {@code b}, whole where both are. */
    Object host(LongBinaryOperator whole, DoubleBinaryOperator real) {
        if (get("a") instanceof Double || get("b") instanceof Double) return real.applyAsDouble(real("a"), real("b"));
        return whole.applyAsLong(whole("a"), whole("b")); // an overflow or a division by 0 refuses the shapes
    }

    Value value(String name) {
        return tensor(name).value();
    }

    /** Null where there is none. */
    Value optional(String name) {
        return has(name) ? value(name) : null;
    }

    Shape shape(String name) {
        return tensor(name).shape();
    }

    double real(String name) {
        return switch (values.get(name)) {
            case Double number -> number;
            case LoweredTensor tensor when tensor.shape().elements() == 1 -> lowering.known(tensor).data()[0];
            default -> whole(name);
        };
    }

    long whole(String name) {
        return lowering.whole(values.get(name));
    }

    int integer(String name) {
        return Math.toIntExact(whole(name));
    }

    boolean truth(String name) {
        return values.get(name) != null && lowering.truth(values.get(name));
    }

    String text(String name) {
        if (values.get(name) instanceof String text) return text;
        throw new IllegalArgumentException(operator + ": no text for " + name);
    }

    /** A row of whole numbers; one number alone is a row of one. */
    int[] integers(String name) {
        Object value = values.get(name);
        if (value instanceof Long || value instanceof LoweredTensor) return new int[]{integer(name)};
        return Lowering.items(value).stream().mapToInt(item -> Math.toIntExact(lowering.whole(item))).toArray();
    }

    /** Two numbers, for rows and columns; one is both. */
    int[] pair(String name) {
        int[] numbers = integers(name);
        if (numbers.length == 1) return new int[]{numbers[0], numbers[0]};
        if (numbers.length != 2) throw new EngineOnlyException(operator + " of other than two dimensions");
        return numbers;
    }

    List<LoweredTensor> tensors(String name) {
        List<LoweredTensor> tensors = new ArrayList<>();
        for (Object item : Lowering.items(values.get(name))) {
            if (!(item instanceof LoweredTensor tensor)) throw new IllegalArgumentException(operator + ": no list of tensors");
            tensors.add(tensor);
        }
        return tensors;
    }

    Value scalar(double number) {
        return graph().constant(Tensor.scalar((float) number));
    }

    EngineOnlyException engineOnly(String how) {
        return new EngineOnlyException(operator + " " + how);
    }
}
