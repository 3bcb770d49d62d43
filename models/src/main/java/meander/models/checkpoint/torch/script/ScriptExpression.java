package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** An expression of TorchScript's source; types are written as expressions as well. Parentheses leave no trace. */
public sealed interface ScriptExpression {
    /** Where it begins, from 1. */
    int line();

    /** A single name. */
    record Name(String name, int line) implements ScriptExpression {}

    /** {@code of.name}. */
    record Attribute(ScriptExpression of, String name, int line) implements ScriptExpression {}

    /** {@code callee(arguments, keyword=…)}. */
    record Call(ScriptExpression callee, List<ScriptExpression> arguments, SequencedMap<String, ScriptExpression> keywords,
            int line) implements ScriptExpression {
        public Call {
            arguments = List.copyOf(arguments);
            keywords = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(keywords));
        }
    }

    /** {@code of[index]}. */
    record Subscript(ScriptExpression of, ScriptExpression index, int line) implements ScriptExpression {}

    /** {@code from:to} in brackets. @param from or null @param to or null */
    record Range(ScriptExpression from, ScriptExpression to, int line) implements ScriptExpression {}

    /** A literal. @param value a {@link Boolean}, {@link Long}, {@link Double} or {@link String}; null for {@code None} */
    record Constant(Object value, int line) implements ScriptExpression {}

    /** {@code [a, b]}. */
    record ListOf(List<ScriptExpression> items, int line) implements ScriptExpression {
        public ListOf {
            items = List.copyOf(items);
        }
    }

    /** {@code (a, b)}. */
    record TupleOf(List<ScriptExpression> items, int line) implements ScriptExpression {
        public TupleOf {
            items = List.copyOf(items);
        }
    }

    /** {@code {a: b}}. */
    record DictOf(List<ScriptExpression> keys, List<ScriptExpression> values, int line) implements ScriptExpression {
        public DictOf {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }
    }

    /** {@code -a}, {@code not a}. */
    record Unary(String operator, ScriptExpression of, int line) implements ScriptExpression {}

    /** {@code a + b}, {@code a < b}, {@code a and b}. */
    record Binary(String operator, ScriptExpression left, ScriptExpression right, int line) implements ScriptExpression {}

    /** {@code then if condition else otherwise}. */
    record Conditional(ScriptExpression condition, ScriptExpression then, ScriptExpression otherwise,
            int line) implements ScriptExpression {}

    /** The name of a chain of attributes such as {@code torch.nn.relu}; null if it is no such chain. */
    static String dotted(ScriptExpression expression) {
        List<String> parts = new ArrayList<>();
        ScriptExpression at = expression;
        while (at instanceof Attribute(ScriptExpression of, String name, _)) {
            parts.addFirst(name);
            at = of;
        }
        if (!(at instanceof Name(String head, _))) return null;
        parts.addFirst(head);
        return String.join(".", parts);
    }

    /** The name with which a chain of attributes begins; null if it does not begin with one. */
    static String head(ScriptExpression expression) {
        ScriptExpression at = expression;
        while (at instanceof Attribute attribute)
            at = attribute.of();
        return at instanceof Name(String name, _) ? name : null;
    }
}
