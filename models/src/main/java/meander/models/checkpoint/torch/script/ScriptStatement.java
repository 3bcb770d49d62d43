package meander.models.checkpoint.torch.script;

import java.util.List;

/** A statement of TorchScript's source. */
public sealed interface ScriptStatement {
    /** Where it begins, from 1. */
    int line();

    /**
     * {@code a = x}, {@code a, b = x, y}, {@code a : T = x}, or {@code a, b, = x}.
     *
     * @param unpack whether the one value is taken apart
     * @param type   what was said of the only target, or null
     */
    record Assign(List<String> targets, boolean unpack, ScriptExpression type, List<ScriptExpression> values,
            int line) implements ScriptStatement {
        public Assign {
            targets = List.copyOf(targets);
            values = List.copyOf(values);
        }
    }

    /** An expression for the sake of what it does. */
    record Evaluate(ScriptExpression expression, int line) implements ScriptStatement {}

    record If(ScriptExpression condition, List<ScriptStatement> then, List<ScriptStatement> otherwise,
            int line) implements ScriptStatement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** {@code for variable in range(count)}. */
    record For(String variable, ScriptExpression count, List<ScriptStatement> body, int line) implements ScriptStatement {
        public For {
            body = List.copyOf(body);
        }
    }

    record Return(ScriptExpression value, int line) implements ScriptStatement {}

    record Pass(int line) implements ScriptStatement {}
}
