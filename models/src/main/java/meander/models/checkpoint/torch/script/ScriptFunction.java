package meander.models.checkpoint.torch.script;

import java.util.List;

/**
 * A function, or a method whose first parameter is its module.
 *
 * @param file    the entry of the archive in which it stands
 * @param returns the type of what it gives
 */
public record ScriptFunction(String name, List<Parameter> parameters, ScriptExpression returns, List<ScriptStatement> body,
        String file, int line) {
    /** @param type null for a first parameter of which none is written @param value what it is if it is not given, or null */
    public record Parameter(String name, ScriptExpression type, ScriptExpression value, int line) {}

    public ScriptFunction {
        parameters = List.copyOf(parameters);
        body = List.copyOf(body);
    }
}
