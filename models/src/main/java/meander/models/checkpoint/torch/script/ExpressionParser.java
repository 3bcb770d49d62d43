package meander.models.checkpoint.torch.script;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.torch.script.ScriptToken.Kind;

/** Reads expressions, by the rank of their operators. */
abstract class ExpressionParser extends TokenCursor {
    /** Of operators of equal rank, and of attributes of attributes. */
    private static final int LONGEST_CHAIN = 32;
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=", "is");
    private static final String TOO_DEEP = "an expression that is nested too deep";

    ExpressionParser(String file, List<ScriptToken> tokens) {
        super(file, tokens);
    }

    final ScriptExpression expression() throws RejectedException {
        enter(TOO_DEEP);
        ScriptExpression value = or();
        if (peek().is("if")) {
            int line = next().line();
            ScriptExpression condition = or();
            expect("else");
            value = new ScriptExpression.Conditional(condition, value, expression(), line);
        }
        leave();
        return value;
    }

    private interface Operand {
        ScriptExpression read() throws RejectedException;
    }

    /** Operands of equal rank, from the left. */
    private ScriptExpression chain(Operand operand, String... operators) throws RejectedException {
        ScriptExpression left = operand.read();
        for (int length = 0; List.of(operators).stream().anyMatch(peek()::is); length++) {
            if (length > LONGEST_CHAIN) throw wrong(peek(), TOO_DEEP);
            left = new ScriptExpression.Binary(next().text(), left, operand.read(), left.line());
        }
        return left;
    }

    private ScriptExpression or() throws RejectedException {
        return chain(() -> chain(this::not, "and"), "or");
    }

    private ScriptExpression not() throws RejectedException {
        ScriptToken start = peek();
        if (!accept("not")) return comparison();
        if (peek().is("not")) throw unexpected();
        return new ScriptExpression.Unary("not", comparison(), start.line());
    }

    private ScriptExpression comparison() throws RejectedException {
        ScriptExpression left = sum();
        if (!COMPARISONS.contains(peek().text()) || peek().kind() == Kind.STRING) return left;
        String operator = next().text();
        if (operator.equals("is") && accept("not")) operator = "is not";
        return new ScriptExpression.Binary(operator, left, sum(), left.line());
    }

    private ScriptExpression sum() throws RejectedException {
        return chain(() -> chain(this::unary, "*", "/", "//", "%"), "+", "-");
    }

    private ScriptExpression unary() throws RejectedException {
        ScriptToken start = peek();
        if (!accept("-")) return power();
        if (peek().is("-")) throw unexpected();
        if (peek().kind() == Kind.NUMBER && !peekSecond().is("**")) return number("-" + next().text(), start);
        return new ScriptExpression.Unary("-", power(), start.line());
    }

    private ScriptExpression power() throws RejectedException {
        ScriptExpression base = postfix();
        return accept("**") ? new ScriptExpression.Binary("**", base, postfix(), base.line()) : base;
    }

    private ScriptExpression postfix() throws RejectedException {
        ScriptExpression value = atom();
        for (int chain = 0;; chain++) {
            if (chain > LONGEST_CHAIN) throw wrong(peek(), TOO_DEEP);
            int line = peek().line();
            if (accept(".")) value = new ScriptExpression.Attribute(value, name(), line);
            else if (accept("(")) value = call(value, line);
            else if (accept("[")) value = new ScriptExpression.Subscript(value, index(line), line);
            else
                return value;
        }
    }

    private ScriptExpression call(ScriptExpression callee, int line) throws RejectedException {
        List<ScriptExpression> arguments = new ArrayList<>();
        SequencedMap<String, ScriptExpression> keywords = new LinkedHashMap<>();
        while (!accept(")")) {
            ScriptToken token = peek();
            if (token.kind() == Kind.NAME && peekSecond().is("=")) {
                String keyword = name();
                expect("=");
                if (keywords.put(keyword, expression()) != null) throw wrong(token, "an argument that is given twice");
            } else {
                if (!keywords.isEmpty()) throw wrong(token, "an argument behind those with names");
                arguments.add(expression());
            }
            if (!accept(",") && !peek().is(")")) throw unexpected();
        }
        return new ScriptExpression.Call(callee, arguments, keywords, line);
    }

    private ScriptExpression index(int line) throws RejectedException {
        ScriptExpression first = peek().is(":") ? null : expression();
        if (accept(":")) {
            ScriptExpression to = peek().is("]") ? null : expression();
            expect("]");
            return new ScriptExpression.Range(first, to, line);
        }
        List<ScriptExpression> items = new ArrayList<>(List.of(first));
        while (accept(","))
            items.add(expression());
        expect("]");
        return items.size() == 1 ? first : new ScriptExpression.TupleOf(items, line);
    }

    private ScriptExpression atom() throws RejectedException {
        ScriptToken token = next();
        int line = token.line();
        return switch (token.kind()) {
            case NUMBER -> number(token.text(), token);
            case STRING -> {
                if (peek().kind() == Kind.STRING) throw wrong(peek(), "a string behind a string");
                yield new ScriptExpression.Constant(token.text(), line);
            }
            case NAME -> switch (token.text()) {
                case "None" -> new ScriptExpression.Constant(null, line);
                case "True" -> new ScriptExpression.Constant(true, line);
                case "False" -> new ScriptExpression.Constant(false, line);
                default -> {
                    if (isKeyword(token)) throw wrong(token, "an unexpected " + token.shown());
                    yield new ScriptExpression.Name(token.text(), line);
                }
            };
            case SYMBOL -> switch (token.text()) {
                case "(" -> parenthesised(line);
                case "[" -> {
                    List<ScriptExpression> items = new ArrayList<>();
                    while (!accept("]")) {
                        items.add(expression());
                        if (!accept(",") && !peek().is("]")) throw unexpected();
                    }
                    yield new ScriptExpression.ListOf(items, line);
                }
                case "{" -> {
                    List<ScriptExpression> keys = new ArrayList<>();
                    List<ScriptExpression> values = new ArrayList<>();
                    while (!accept("}")) {
                        keys.add(expression());
                        expect(":");
                        values.add(expression());
                        if (!accept(",") && !peek().is("}")) throw unexpected();
                    }
                    yield new ScriptExpression.DictOf(keys, values, line);
                }
                default -> throw wrong(token, "an unexpected " + token.shown());
            };
            case NEWLINE, INDENT, DEDENT, END -> throw wrong(token, "an unexpected " + token.shown());
        };
    }

    private ScriptExpression parenthesised(int line) throws RejectedException {
        List<ScriptExpression> items = new ArrayList<>();
        boolean tuple = false;
        while (!accept(")")) {
            items.add(expression());
            if (accept(",")) tuple = true;
            else if (!peek().is(")")) throw unexpected();
        }
        return tuple || items.isEmpty() ? new ScriptExpression.TupleOf(items, line) : items.getFirst();
    }

    private ScriptExpression number(String text, ScriptToken token) throws RejectedException {
        if (text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')) {
            if (text.length() > 20) throw wrong(token, "a number that is too large");
            BigInteger whole = new BigInteger(text);
            if (whole.bitLength() > 63) throw wrong(token, "a number that is too large");
            return new ScriptExpression.Constant(whole.longValue(), token.line());
        }
        double real = Double.parseDouble(text);
        if (Double.isInfinite(real)) throw wrong(token, "a number that is too large");
        return new ScriptExpression.Constant(real, token.line());
    }
}
