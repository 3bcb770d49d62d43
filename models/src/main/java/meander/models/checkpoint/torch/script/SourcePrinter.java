package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes source that was parsed: in one spelling, whatever spelling it had. */
final class SourcePrinter {
    private final StringBuilder text = new StringBuilder();

    private SourcePrinter() {}

    /** The file that holds these definitions. */
    static String file(List<ScriptClass> classes, List<ScriptFunction> functions) {
        SourcePrinter printer = new SourcePrinter();
        classes.forEach(printer::definedClass);
        functions.forEach(function -> printer.function(function, 0));
        return printer.text.toString();
    }

    /** A type as it is written in one spelling. */
    static String type(ScriptExpression type) {
        return expression(type);
    }

    private void line(int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }

    private void definedClass(ScriptClass type) {
        line(0, "class " + type.name() + "(" + type.base() + "):");
        line(1, "__parameters__ = " + names(type.parameters()));
        line(1, "__buffers__ = " + names(type.buffers()));
        boolean odd = false;
        for (var attribute : type.attributes().entrySet()) {
            String name = attribute.getKey();
            if (name.matches("[A-Za-z_]\\w*")) {
                line(1, name + " : " + expression(attribute.getValue()));
            } else {
                if (!odd) line(1, "__annotations__ = []");
                odd = true;
                line(1, "__annotations__[" + string(name) + "] = " + expression(attribute.getValue()));
            }
        }
        type.constants().forEach(
                (name, constant) -> line(1, name + " : Final[" + index(constant.type()) + "] = " + expression(constant.value())));
        type.methods().values().forEach(method -> function(method, 1));
    }

    private static String names(List<String> names) {
        return names.stream().map(name -> string(name) + ", ").collect(Collectors.joining("", "[", "]"));
    }

    private void function(ScriptFunction function, int depth) {
        String parameters = function.parameters().stream()
                .map(parameter -> parameter.name() + (parameter.type() == null ? "" : ": " + expression(parameter.type()))
                        + (parameter.value() == null ? "" : "=" + expression(parameter.value())))
                .collect(Collectors.joining(", "));
        line(depth, "def " + function.name() + "(" + parameters + ") -> " + expression(function.returns()) + ":");
        block(function.body(), depth + 1);
    }

    private void block(List<ScriptStatement> statements, int depth) {
        if (statements.isEmpty()) line(depth, "pass");
        for (ScriptStatement statement : statements)
            switch (statement) {
                case ScriptStatement.Assign(List<String> targets, boolean unpack, ScriptExpression type, List<ScriptExpression> values, _) ->
                    line(depth, String.join(", ", targets) + (unpack ? "," : "") + (type == null ? "" : " : " + expression(type))
                            + " = " + values.stream().map(SourcePrinter::expression).collect(Collectors.joining(", ")));
                case ScriptStatement.Evaluate(ScriptExpression expression, _) -> line(depth, expression(expression));
                case ScriptStatement.If(ScriptExpression condition, List<ScriptStatement> then, List<ScriptStatement> otherwise, _) -> {
                    line(depth, "if " + expression(condition) + ":");
                    block(then, depth + 1);
                    line(depth, "else:");
                    block(otherwise, depth + 1);
                }
                case ScriptStatement.For(String variable, ScriptExpression count, List<ScriptStatement> body, _) -> {
                    line(depth, "for " + variable + " in range(" + expression(count) + "):");
                    block(body, depth + 1);
                }
                case ScriptStatement.Return(ScriptExpression value, _) -> line(depth, "return " + expression(value));
                case ScriptStatement.Pass _ -> line(depth, "pass");
            }
    }

    private static String expression(ScriptExpression expression) {
        return switch (expression) {
            case ScriptExpression.Name(String name, _) -> name;
            case ScriptExpression.Attribute(ScriptExpression of, String name, _) -> operand(of) + "." + name;
            case ScriptExpression.Call(ScriptExpression callee, List<ScriptExpression> arguments, var keywords, _) -> {
                List<String> all = new ArrayList<>(arguments.stream().map(SourcePrinter::expression).toList());
                keywords.forEach((name, value) -> all.add(name + "=" + expression(value)));
                yield operand(callee) + "(" + String.join(", ", all) + ")";
            }
            case ScriptExpression.Subscript(ScriptExpression of, ScriptExpression index, _) ->
                operand(of) + "[" + index(index) + "]";
            case ScriptExpression.Range range -> index(range);
            case ScriptExpression.Constant(Object value, _) -> switch (value) {
                case null -> "None";
                case Boolean truth -> truth ? "True" : "False";
                case String content -> string(content);
                default -> value.toString();
            };
            case ScriptExpression.ListOf(List<ScriptExpression> items, _) ->
                items.stream().map(SourcePrinter::expression).collect(Collectors.joining(", ", "[", "]"));
            case ScriptExpression.TupleOf(List<ScriptExpression> items, _) ->
                items.stream().map(item -> expression(item) + ",").collect(Collectors.joining(" ", "(", ")"));
            case ScriptExpression.DictOf(List<ScriptExpression> keys, List<ScriptExpression> values, _) -> {
                StringBuilder all = new StringBuilder("{");
                for (int i = 0; i < keys.size(); i++)
                    all.append(i == 0 ? "" : ", ").append(expression(keys.get(i))).append(": ").append(expression(values.get(i)));
                yield all.append('}').toString();
            }
            case ScriptExpression.Unary(String operator, ScriptExpression of, _) ->
                operator + (operator.equals("-") ? "" : " ") + operand(of);
            case ScriptExpression.Binary(String operator, ScriptExpression left, ScriptExpression right, _) ->
                operand(left) + " " + operator + " " + operand(right);
            case ScriptExpression.Conditional(ScriptExpression condition, ScriptExpression then, ScriptExpression otherwise, _) ->
                operand(then) + " if " + operand(condition) + " else " + operand(otherwise);
        };
    }

    /** What stands in brackets: several are written without parentheses, as types want it. */
    private static String index(ScriptExpression index) {
        return switch (index) {
            case ScriptExpression.Range(ScriptExpression from, ScriptExpression to, _) ->
                (from == null ? "" : expression(from)) + ":" + (to == null ? "" : expression(to));
            case ScriptExpression.TupleOf(List<ScriptExpression> items, _) when items.size() > 1 ->
                items.stream().map(SourcePrinter::expression).collect(Collectors.joining(", "));
            default -> expression(index);
        };
    }

    /** In parentheses where it would be read otherwise without. */
    private static String operand(ScriptExpression expression) {
        return switch (expression) {
            case ScriptExpression.Name _,ScriptExpression.Attribute _,ScriptExpression.Call _,ScriptExpression.Subscript _,ScriptExpression.ListOf _,ScriptExpression.TupleOf _,ScriptExpression.DictOf _ ->
                expression(expression);
            case ScriptExpression.Constant(Object value, _) when !(value instanceof Number) -> expression(expression);
            default -> "(" + expression(expression) + ")";
        };
    }

    private static String string(String content) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : content.toCharArray())
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '"' -> quoted.append("\\\"");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < ' ' || c > 0x7e ? "\\%03o".formatted((int) c) : c);
            }
        return quoted.append('"').toString();
    }
}
