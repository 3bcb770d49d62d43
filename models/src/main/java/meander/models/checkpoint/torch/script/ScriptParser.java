package meander.models.checkpoint.torch.script;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SequencedMap;

import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.torch.script.ScriptFunction.Parameter;
import meander.models.checkpoint.torch.script.ScriptToken.Kind;

/**
 * Reads the statements and expressions that PyTorch's serializer writes into an archive's {@code code} folder. Whatever else there is, in a
 * grammar that has many spellings for everything, is refused with its file and line.
 */
final class ScriptParser {
    private static final int DEEPEST = 100;
    /** Of operators of equal rank, and of attributes of attributes. */
    private static final int LONGEST_CHAIN = 32;
    private static final Set<String> KEYWORDS = Set.of("and", "as", "assert", "async", "await", "break", "class", "continue",
            "def", "del", "elif", "else", "except", "False", "finally", "for", "from", "global", "if", "import", "in", "is",
            "lambda", "None", "nonlocal", "not", "or", "pass", "raise", "return", "True", "try", "while", "with", "yield");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=", "is");

    private final String file;
    /** Before the names of what it defines. */
    private final String prefix;
    private final List<ScriptToken> tokens;
    private final SequencedMap<String, ScriptClass> classes;
    private final SequencedMap<String, ScriptFunction> functions;
    private int at;
    private int depth;

    private ScriptParser(String file, String prefix, List<ScriptToken> tokens, SequencedMap<String, ScriptClass> classes,
            SequencedMap<String, ScriptFunction> functions) {
        this.file = file;
        this.prefix = prefix;
        this.tokens = tokens;
        this.classes = classes;
        this.functions = functions;
    }

    /**
     * Reads a file.
     *
     * @param file      its path below the archive's root, {@code code/__torch__/net.py}
     * @param classes   to which its classes are added, by qualified name
     * @param functions to which its functions are added
     */
    static void read(String file, String text, ReadBudget budget, SequencedMap<String, ScriptClass> classes,
            SequencedMap<String, ScriptFunction> functions) throws RejectedException {
        String prefix = file.substring("code/".length(), file.length() - ".py".length()).replace('/', '.') + ".";
        new ScriptParser(file, prefix, ScriptLexer.tokens(file, text, budget), classes, functions).definitions();
    }

    /** Reads a type such as {@code Dict[str, Tensor]} that stands alone. */
    static ScriptExpression type(String where, String text, ReadBudget budget) throws RejectedException {
        ScriptParser parser = new ScriptParser(where, "", ScriptLexer.tokens(where, text, budget), new LinkedHashMap<>(),
                new LinkedHashMap<>());
        ScriptExpression type = parser.expression();
        parser.expectKind(Kind.NEWLINE);
        parser.expectKind(Kind.END);
        return type;
    }

    private void definitions() throws RejectedException {
        while (peek().kind() != Kind.END) {
            ScriptToken token = peek();
            String name;
            if (token.is("class")) {
                ScriptClass definition = definedClass();
                name = definition.qualified();
                classes.put(name, unique(definition, classes.containsKey(name) || functions.containsKey(name), token, name));
            } else if (token.is("def")) {
                ScriptFunction function = function();
                name = prefix + function.name();
                functions.put(name, unique(function, classes.containsKey(name) || functions.containsKey(name), token, name));
            } else {
                throw wrong(token, token.shown() + " outside of a definition");
            }
        }
    }

    private <T> T unique(T definition, boolean taken, ScriptToken at, String name) throws RejectedException {
        if (taken) throw wrong(at, "a second definition of \"" + ScriptSource.shown(name) + "\"");
        return definition;
    }

    private ScriptClass definedClass() throws RejectedException {
        ScriptToken start = expect("class");
        String name = name();
        String base = "";
        if (accept("(")) {
            base = name();
            expect(")");
        }
        openBlock();
        List<String> parameters = new ArrayList<>();
        List<String> buffers = new ArrayList<>();
        SequencedMap<String, ScriptExpression> attributes = new LinkedHashMap<>();
        SequencedMap<String, ScriptClass.Fixed> constants = new LinkedHashMap<>();
        SequencedMap<String, ScriptFunction> methods = new LinkedHashMap<>();
        while (!closesBlock()) {
            ScriptToken token = peek();
            if (token.is("def")) {
                ScriptFunction method = function();
                methods.put(method.name(), unique(method, methods.containsKey(method.name()), token, method.name()));
                continue;
            }
            if (accept("pass")) {
                endLine();
                continue;
            }
            String member = name();
            switch (member) {
                case "__parameters__" -> names(parameters);
                case "__buffers__" -> names(buffers);
                case "__annotations__" -> annotation(attributes, constants);
                default -> {
                    expect(":");
                    attribute(token, member, expression(), attributes, constants);
                }
            }
            endLine();
        }
        return new ScriptClass(prefix + name, base, parameters, buffers, attributes, constants, methods, file, start.line());
    }

    private void names(List<String> to) throws RejectedException {
        expect("=");
        expect("[");
        while (!accept("]")) {
            to.add(expectKind(Kind.STRING).text());
            if (!accept(",") && !peek().is("]")) throw unexpected();
        }
    }

    /** {@code __annotations__["0"] = T} for a name that is none, and the {@code __annotations__ = []} before. */
    private void annotation(SequencedMap<String, ScriptExpression> attributes, SequencedMap<String, ScriptClass.Fixed> constants)
            throws RejectedException {
        if (accept("=")) {
            expect("[");
            expect("]");
            return;
        }
        ScriptToken bracket = expect("[");
        String member = expectKind(Kind.STRING).text();
        expect("]");
        expect("=");
        attribute(bracket, member, expression(), attributes, constants);
    }

    private void attribute(ScriptToken at, String member, ScriptExpression type,
            SequencedMap<String, ScriptExpression> attributes, SequencedMap<String, ScriptClass.Fixed> constants)
            throws RejectedException {
        if (attributes.containsKey(member) || constants.containsKey(member))
            throw wrong(at, "a second definition of \"" + ScriptSource.shown(member) + "\"");
        boolean constant = type instanceof ScriptExpression.Subscript(ScriptExpression.Name(String head, _), _, _)
                && head.equals("Final");
        if (!constant) {
            attributes.put(member, type);
            return;
        }
        expect("=");
        constants.put(member, new ScriptClass.Fixed(((ScriptExpression.Subscript) type).index(), expression()));
    }

    private ScriptFunction function() throws RejectedException {
        ScriptToken start = expect("def");
        String name = name();
        expect("(");
        List<Parameter> parameters = new ArrayList<>();
        while (!accept(")")) {
            ScriptToken token = peek();
            String parameter = name();
            ScriptExpression type = accept(":") ? expression() : null;
            if (type == null && !parameters.isEmpty()) throw wrong(token, "a parameter without a type");
            parameters.add(new Parameter(parameter, type, accept("=") ? expression() : null, token.line()));
            if (!accept(",") && !peek().is(")")) throw unexpected();
        }
        expect("->");
        ScriptExpression returns = expression();
        return new ScriptFunction(name, parameters, returns, block(), file, start.line());
    }

    private List<ScriptStatement> block() throws RejectedException {
        openBlock();
        if (++depth > DEEPEST) throw wrong(peek(), "blocks that are nested too deep");
        List<ScriptStatement> statements = new ArrayList<>();
        while (!closesBlock())
            statements.add(statement());
        depth--;
        return statements;
    }

    private void openBlock() throws RejectedException {
        expect(":");
        endLine();
        expectKind(Kind.INDENT);
    }

    private boolean closesBlock() {
        if (peek().kind() != Kind.DEDENT) return false;
        at++;
        return true;
    }

    private void endLine() throws RejectedException {
        expectKind(Kind.NEWLINE);
    }

    private ScriptStatement statement() throws RejectedException {
        ScriptToken start = peek();
        int line = start.line();
        if (accept("if")) {
            ScriptExpression condition = expression();
            List<ScriptStatement> then = block();
            return new ScriptStatement.If(condition, then, accept("else") ? block() : List.of(), line);
        }
        if (accept("for")) {
            String variable = name();
            expect("in");
            expect("range");
            expect("(");
            ScriptExpression count = expression();
            expect(")");
            return new ScriptStatement.For(variable, count, block(), line);
        }
        if (start.is("while")) throw new RejectedException(Reason.OPERATION_NOT_ALLOWED, "while");
        ScriptStatement statement;
        if (accept("pass")) statement = new ScriptStatement.Pass(line);
        else if (accept("return"))
            statement = new ScriptStatement.Return(
                    peek().kind() == Kind.NEWLINE ? new ScriptExpression.Constant(null, line) : values(line), line);
        else
            statement = simple(line);
        endLine();
        return statement;
    }

    /** What is returned: several values make a tuple. */
    private ScriptExpression values(int line) throws RejectedException {
        ScriptExpression first = expression();
        if (!peek().is(",")) return first;
        List<ScriptExpression> items = new ArrayList<>(List.of(first));
        while (accept(","))
            items.add(expression());
        return new ScriptExpression.TupleOf(items, line);
    }

    private ScriptStatement simple(int line) throws RejectedException {
        ScriptToken start = peek();
        ScriptExpression first = expression();
        if (peek().kind() == Kind.NEWLINE) return new ScriptStatement.Evaluate(first, line);
        List<String> targets = new ArrayList<>(List.of(target(first, start)));
        if (accept(":")) {
            ScriptExpression type = expression();
            expect("=");
            return new ScriptStatement.Assign(targets, false, type, List.of(expression()), line);
        }
        boolean unpack = false;
        while (accept(",")) {
            if (peek().is("=")) {
                unpack = true;
                break;
            }
            targets.add(target(expression(), start));
        }
        expect("=");
        List<ScriptExpression> values = new ArrayList<>(List.of(expression()));
        while (accept(","))
            values.add(expression());
        if (values.size() != (unpack ? 1 : targets.size())) throw wrong(start, "an assignment of another number of values");
        return new ScriptStatement.Assign(targets, unpack, null, values, line);
    }

    private String target(ScriptExpression expression, ScriptToken start) throws RejectedException {
        if (expression instanceof ScriptExpression.Name(String name, _)) return name;
        throw wrong(start, "an assignment to something else than a name");
    }

    private ScriptExpression expression() throws RejectedException {
        if (++depth > DEEPEST) throw tooDeep();
        ScriptExpression value = or();
        if (peek().is("if")) {
            int line = next().line();
            ScriptExpression condition = or();
            expect("else");
            value = new ScriptExpression.Conditional(condition, value, expression(), line);
        }
        depth--;
        return value;
    }

    private interface Operand {
        ScriptExpression read() throws RejectedException;
    }

    /** Operands of equal rank, from the left. */
    private ScriptExpression chain(Operand operand, String... operators) throws RejectedException {
        ScriptExpression left = operand.read();
        for (int length = 0; List.of(operators).stream().anyMatch(peek()::is); length++) {
            if (length > LONGEST_CHAIN) throw tooDeep();
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
        if (peek().kind() == Kind.NUMBER && !tokens.get(at + 1).is("**")) return number("-" + next().text(), start);
        return new ScriptExpression.Unary("-", power(), start.line());
    }

    private ScriptExpression power() throws RejectedException {
        ScriptExpression base = postfix();
        return accept("**") ? new ScriptExpression.Binary("**", base, postfix(), base.line()) : base;
    }

    private ScriptExpression postfix() throws RejectedException {
        ScriptExpression value = atom();
        for (int chain = 0;; chain++) {
            if (chain > LONGEST_CHAIN) throw tooDeep();
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
            if (token.kind() == Kind.NAME && tokens.get(at + 1).is("=")) {
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
                    if (KEYWORDS.contains(token.text())) throw wrong(token, "an unexpected " + token.shown());
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

    private String name() throws RejectedException {
        ScriptToken token = next();
        if (token.kind() != Kind.NAME || KEYWORDS.contains(token.text()))
            throw wrong(token, token.shown() + " where a name should be");
        return token.text();
    }

    private ScriptToken expect(String symbol) throws RejectedException {
        ScriptToken token = next();
        if (!token.is(symbol)) throw wrong(token, token.shown() + " where \"" + symbol + "\" should be");
        return token;
    }

    private ScriptToken expectKind(Kind kind) throws RejectedException {
        ScriptToken token = next();
        if (token.kind() != kind)
            throw wrong(token, token.shown() + " where " + new ScriptToken(kind, "", 0).shown() + " should be");
        return token;
    }

    private boolean accept(String symbol) {
        if (!peek().is(symbol)) return false;
        at++;
        return true;
    }

    private ScriptToken peek() {
        return tokens.get(at);
    }

    private ScriptToken next() {
        ScriptToken token = tokens.get(at);
        if (token.kind() != Kind.END) at++;
        return token;
    }

    private RejectedException tooDeep() {
        return wrong(peek(), "an expression that is nested too deep");
    }

    private RejectedException unexpected() {
        return wrong(peek(), "an unexpected " + peek().shown());
    }

    private RejectedException wrong(ScriptToken token, String what) {
        return ScriptSource.refused(file, token.line(), what);
    }
}
