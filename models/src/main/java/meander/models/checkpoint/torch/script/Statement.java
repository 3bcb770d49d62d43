package meander.models.checkpoint.torch.script;

import java.util.List;

/** A statement of TorchScript's source. */
public sealed interface Statement {
    /** Where it begins, from 1. */
    int line();

    /**
     * {@code a = x}, {@code a, b = x, y}, {@code a : T = x}, or {@code a, b, = x}.
     *
     * @param unpack whether the one value is taken apart
     * @param type   what was said of the only target, or null
     */
    record Assign(List<String> targets, boolean unpack, Expression type, List<Expression> values, int line) implements Statement {
        public Assign {
            targets = List.copyOf(targets);
            values = List.copyOf(values);
        }
    }

    /** An expression for the sake of what it does. */
    record Evaluate(Expression expression, int line) implements Statement {}

    record If(Expression condition, List<Statement> then, List<Statement> otherwise, int line) implements Statement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** {@code for variable in range(count)}. */
    record For(String variable, Expression count, List<Statement> body, int line) implements Statement {
        public For {
            body = List.copyOf(body);
        }
    }

    record Return(Expression value, int line) implements Statement {}

    record Pass(int line) implements Statement {}
}
