package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** An expression of TorchScript's source; types are written as expressions as well. Parentheses leave no trace. */
public sealed interface Expression {
    /** Where it begins, from 1. */
    int line();

    /** A single name. */
    record Name(String name, int line) implements Expression {}

    /** {@code of.name}. */
    record Attribute(Expression of, String name, int line) implements Expression {}

    /** {@code callee(arguments, keyword=…)}. */
    record Call(Expression callee, List<Expression> arguments, SequencedMap<String, Expression> keywords,
            int line) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
            keywords = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(keywords));
        }
    }

    /** {@code of[index]}. */
    record Subscript(Expression of, Expression index, int line) implements Expression {}

    /** {@code from:to} in brackets. @param from or null @param to or null */
    record Range(Expression from, Expression to, int line) implements Expression {}

    /** A literal. @param value a {@link Boolean}, {@link Long}, {@link Double} or {@link String}; null for {@code None} */
    record Constant(Object value, int line) implements Expression {}

    /** {@code [a, b]}. */
    record ListOf(List<Expression> items, int line) implements Expression {
        public ListOf {
            items = List.copyOf(items);
        }
    }

    /** {@code (a, b)}. */
    record TupleOf(List<Expression> items, int line) implements Expression {
        public TupleOf {
            items = List.copyOf(items);
        }
    }

    /** {@code {a: b}}. */
    record DictOf(List<Expression> keys, List<Expression> values, int line) implements Expression {
        public DictOf {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }
    }

    /** {@code -a}, {@code not a}. */
    record Unary(String operator, Expression of, int line) implements Expression {}

    /** {@code a + b}, {@code a < b}, {@code a and b}. */
    record Binary(String operator, Expression left, Expression right, int line) implements Expression {}

    /** {@code then if condition else otherwise}. */
    record Conditional(Expression condition, Expression then, Expression otherwise, int line) implements Expression {}

    /** The name of a chain of attributes such as {@code torch.nn.relu}; null if it is no such chain. */
    static String dotted(Expression expression) {
        List<String> parts = new ArrayList<>();
        Expression at = expression;
        while (at instanceof Attribute(Expression of, String name, _)) {
            parts.addFirst(name);
            at = of;
        }
        if (!(at instanceof Name(String head, _))) return null;
        parts.addFirst(head);
        return String.join(".", parts);
    }

    /** The name with which a chain of attributes begins; null if it does not begin with one. */
    static String head(Expression expression) {
        Expression at = expression;
        while (at instanceof Attribute attribute)
            at = attribute.of();
        return at instanceof Name(String name, _) ? name : null;
    }
}
