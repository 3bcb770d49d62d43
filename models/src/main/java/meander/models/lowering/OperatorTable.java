package meander.models.lowering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Operators by their names, each with its parameters and what becomes of a call. */
final class OperatorTable {
    /** What becomes of a call. */
    interface Lower {
        Object of(OperatorCall call);
    }

    /** @param defaults of the parameters that may be left out */
    record Operator(List<String> names, Map<String, Object> defaults, Lower lower) {}

    private final SequencedMap<String, Operator> operators = new LinkedHashMap<>();

    /**
     * @param name      {@code conv2d} for {@code torch.conv2d}, or a whole {@code ops.prim.…}
     * @param signature names of parameters, each with what it is where it is left out
     */
    void put(String name, String signature, Lower lower) {
        List<String> names = new ArrayList<>();
        Map<String, Object> defaults = new HashMap<>();
        for (String parameter : signature.split(" ")) {
            if (parameter.isEmpty()) continue;
            int equals = parameter.indexOf('=');
            String plain = equals < 0 ? parameter : parameter.substring(0, equals);
            names.add(plain);
            if (equals > 0) defaults.put(plain, literal(parameter.substring(equals + 1)));
        }
        String full = name.startsWith("ops.") ? name : "torch." + name;
        if (operators.put(full, new Operator(names, defaults, lower)) != null) throw new IllegalStateException(name);
    }

    SequencedMap<String, Operator> operators() {
        return Collections.unmodifiableSequencedMap(operators);
    }

    private static Object literal(String text) {
        return switch (text) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            default -> text.contains(".") || text.contains("e") ? (Object) Double.valueOf(text) : (Object) Long.valueOf(text);
        };
    }
}
