package meander.models.checkpoint.torch.script;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SequencedMap;

import meander.models.checkpoint.Budget;
import meander.models.checkpoint.Refusal;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.torch.script.ScriptFunction.Parameter;
import meander.models.checkpoint.torch.script.Token.Kind;

/**
 * Reads the statements and expressions that PyTorch's serializer writes into an archive's {@code code} folder. Whatever else there is, in a
 * grammar that has many spellings for everything, is refused with its file and line.
 */
final class Parser {
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
    private final List<Token> tokens;
    private final SequencedMap<String, ScriptClass> classes;
    private final SequencedMap<String, ScriptFunction> functions;
    private int at;
    private int depth;

    private Parser(String file, String prefix, List<Token> tokens, SequencedMap<String, ScriptClass> classes,
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
    static void read(String file, String text, Budget budget, SequencedMap<String, ScriptClass> classes,
            SequencedMap<String, ScriptFunction> functions) throws Refusal {
        String prefix = file.substring("code/".length(), file.length() - ".py".length()).replace('/', '.') + ".";
        new Parser(file, prefix, Lexer.tokens(file, text, budget), classes, functions).definitions();
    }

    /** Reads a type such as {@code Dict[str, Tensor]} that stands alone. */
    static Expression type(String where, String text, Budget budget) throws Refusal {
        Parser parser = new Parser(where, "", Lexer.tokens(where, text, budget), new LinkedHashMap<>(), new LinkedHashMap<>());
        Expression type = parser.expression();
        parser.expectKind(Kind.NEWLINE);
        parser.expectKind(Kind.END);
        return type;
    }

    private void definitions() throws Refusal {
        while (peek().kind() != Kind.END) {
            Token token = peek();
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

    private <T> T unique(T definition, boolean taken, Token at, String name) throws Refusal {
        if (taken) throw wrong(at, "a second definition of \"" + Source.shown(name) + "\"");
        return definition;
    }

    private ScriptClass definedClass() throws Refusal {
        Token start = expect("class");
        String name = name();
        String base = "";
        if (accept("(")) {
            base = name();
            expect(")");
        }
        openBlock();
        List<String> parameters = new ArrayList<>();
        List<String> buffers = new ArrayList<>();
        SequencedMap<String, Expression> attributes = new LinkedHashMap<>();
        SequencedMap<String, ScriptClass.Fixed> constants = new LinkedHashMap<>();
        SequencedMap<String, ScriptFunction> methods = new LinkedHashMap<>();
        while (!closesBlock()) {
            Token token = peek();
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

    private void names(List<String> to) throws Refusal {
        expect("=");
        expect("[");
        while (!accept("]")) {
            to.add(expectKind(Kind.STRING).text());
            if (!accept(",") && !peek().is("]")) throw unexpected();
        }
    }

    /** {@code __annotations__["0"] = T} for a name that is none, and the {@code __annotations__ = []} before. */
    private void annotation(SequencedMap<String, Expression> attributes, SequencedMap<String, ScriptClass.Fixed> constants)
            throws Refusal {
        if (accept("=")) {
            expect("[");
            expect("]");
            return;
        }
        Token bracket = expect("[");
        String member = expectKind(Kind.STRING).text();
        expect("]");
        expect("=");
        attribute(bracket, member, expression(), attributes, constants);
    }

    private void attribute(Token at, String member, Expression type, SequencedMap<String, Expression> attributes,
            SequencedMap<String, ScriptClass.Fixed> constants) throws Refusal {
        if (attributes.containsKey(member) || constants.containsKey(member))
            throw wrong(at, "a second definition of \"" + Source.shown(member) + "\"");
        boolean constant = type instanceof Expression.Subscript(Expression.Name(String head, _), _, _) && head.equals("Final");
        if (!constant) {
            attributes.put(member, type);
            return;
        }
        expect("=");
        constants.put(member, new ScriptClass.Fixed(((Expression.Subscript) type).index(), expression()));
    }

    private ScriptFunction function() throws Refusal {
        Token start = expect("def");
        String name = name();
        expect("(");
        List<Parameter> parameters = new ArrayList<>();
        while (!accept(")")) {
            Token token = peek();
            String parameter = name();
            Expression type = accept(":") ? expression() : null;
            if (type == null && !parameters.isEmpty()) throw wrong(token, "a parameter without a type");
            parameters.add(new Parameter(parameter, type, accept("=") ? expression() : null, token.line()));
            if (!accept(",") && !peek().is(")")) throw unexpected();
        }
        expect("->");
        Expression returns = expression();
        return new ScriptFunction(name, parameters, returns, block(), file, start.line());
    }

    private List<Statement> block() throws Refusal {
        openBlock();
        if (++depth > DEEPEST) throw wrong(peek(), "blocks that are nested too deep");
        List<Statement> statements = new ArrayList<>();
        while (!closesBlock())
            statements.add(statement());
        depth--;
        return statements;
    }

    private void openBlock() throws Refusal {
        expect(":");
        endLine();
        expectKind(Kind.INDENT);
    }

    private boolean closesBlock() {
        if (peek().kind() != Kind.DEDENT) return false;
        at++;
        return true;
    }

    private void endLine() throws Refusal {
        expectKind(Kind.NEWLINE);
    }

    private Statement statement() throws Refusal {
        Token start = peek();
        int line = start.line();
        if (accept("if")) {
            Expression condition = expression();
            List<Statement> then = block();
            return new Statement.If(condition, then, accept("else") ? block() : List.of(), line);
        }
        if (accept("for")) {
            String variable = name();
            expect("in");
            expect("range");
            expect("(");
            Expression count = expression();
            expect(")");
            return new Statement.For(variable, count, block(), line);
        }
        if (start.is("while")) throw new Refusal(Reason.OPERATION_NOT_ALLOWED, "while");
        Statement statement;
        if (accept("pass")) statement = new Statement.Pass(line);
        else if (accept("return"))
            statement = new Statement.Return(peek().kind() == Kind.NEWLINE ? new Expression.Constant(null, line) : values(line),
                    line);
        else
            statement = simple(line);
        endLine();
        return statement;
    }

    /** What is returned: several values make a tuple. */
    private Expression values(int line) throws Refusal {
        Expression first = expression();
        if (!peek().is(",")) return first;
        List<Expression> items = new ArrayList<>(List.of(first));
        while (accept(","))
            items.add(expression());
        return new Expression.TupleOf(items, line);
    }

    private Statement simple(int line) throws Refusal {
        Token start = peek();
        Expression first = expression();
        if (peek().kind() == Kind.NEWLINE) return new Statement.Evaluate(first, line);
        List<String> targets = new ArrayList<>(List.of(target(first, start)));
        if (accept(":")) {
            Expression type = expression();
            expect("=");
            return new Statement.Assign(targets, false, type, List.of(expression()), line);
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
        List<Expression> values = new ArrayList<>(List.of(expression()));
        while (accept(","))
            values.add(expression());
        if (values.size() != (unpack ? 1 : targets.size())) throw wrong(start, "an assignment of another number of values");
        return new Statement.Assign(targets, unpack, null, values, line);
    }

    private String target(Expression expression, Token start) throws Refusal {
        if (expression instanceof Expression.Name(String name, _)) return name;
        throw wrong(start, "an assignment to something else than a name");
    }

    private Expression expression() throws Refusal {
        if (++depth > DEEPEST) throw tooDeep();
        Expression value = or();
        if (peek().is("if")) {
            int line = next().line();
            Expression condition = or();
            expect("else");
            value = new Expression.Conditional(condition, value, expression(), line);
        }
        depth--;
        return value;
    }

    private interface Operand {
        Expression read() throws Refusal;
    }

    /** Operands of equal rank, from the left. */
    private Expression chain(Operand operand, String... operators) throws Refusal {
        Expression left = operand.read();
        for (int length = 0; List.of(operators).stream().anyMatch(peek()::is); length++) {
            if (length > LONGEST_CHAIN) throw tooDeep();
            left = new Expression.Binary(next().text(), left, operand.read(), left.line());
        }
        return left;
    }

    private Expression or() throws Refusal {
        return chain(() -> chain(this::not, "and"), "or");
    }

    private Expression not() throws Refusal {
        Token start = peek();
        if (!accept("not")) return comparison();
        if (peek().is("not")) throw unexpected();
        return new Expression.Unary("not", comparison(), start.line());
    }

    private Expression comparison() throws Refusal {
        Expression left = sum();
        if (!COMPARISONS.contains(peek().text()) || peek().kind() == Kind.STRING) return left;
        String operator = next().text();
        if (operator.equals("is") && accept("not")) operator = "is not";
        return new Expression.Binary(operator, left, sum(), left.line());
    }

    private Expression sum() throws Refusal {
        return chain(() -> chain(this::unary, "*", "/", "//", "%"), "+", "-");
    }

    private Expression unary() throws Refusal {
        Token start = peek();
        if (!accept("-")) return power();
        if (peek().is("-")) throw unexpected();
        if (peek().kind() == Kind.NUMBER && !tokens.get(at + 1).is("**")) return number("-" + next().text(), start);
        return new Expression.Unary("-", power(), start.line());
    }

    private Expression power() throws Refusal {
        Expression base = postfix();
        return accept("**") ? new Expression.Binary("**", base, postfix(), base.line()) : base;
    }

    private Expression postfix() throws Refusal {
        Expression value = atom();
        for (int chain = 0;; chain++) {
            if (chain > LONGEST_CHAIN) throw tooDeep();
            int line = peek().line();
            if (accept(".")) value = new Expression.Attribute(value, name(), line);
            else if (accept("(")) value = call(value, line);
            else if (accept("[")) value = new Expression.Subscript(value, index(line), line);
            else
                return value;
        }
    }

    private Expression call(Expression callee, int line) throws Refusal {
        List<Expression> arguments = new ArrayList<>();
        SequencedMap<String, Expression> keywords = new LinkedHashMap<>();
        while (!accept(")")) {
            Token token = peek();
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
        return new Expression.Call(callee, arguments, keywords, line);
    }

    private Expression index(int line) throws Refusal {
        Expression first = peek().is(":") ? null : expression();
        if (accept(":")) {
            Expression to = peek().is("]") ? null : expression();
            expect("]");
            return new Expression.Range(first, to, line);
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (accept(","))
            items.add(expression());
        expect("]");
        return items.size() == 1 ? first : new Expression.TupleOf(items, line);
    }

    private Expression atom() throws Refusal {
        Token token = next();
        int line = token.line();
        return switch (token.kind()) {
            case NUMBER -> number(token.text(), token);
            case STRING -> {
                if (peek().kind() == Kind.STRING) throw wrong(peek(), "a string behind a string");
                yield new Expression.Constant(token.text(), line);
            }
            case NAME -> switch (token.text()) {
                case "None" -> new Expression.Constant(null, line);
                case "True" -> new Expression.Constant(true, line);
                case "False" -> new Expression.Constant(false, line);
                default -> {
                    if (KEYWORDS.contains(token.text())) throw wrong(token, "an unexpected " + token.shown());
                    yield new Expression.Name(token.text(), line);
                }
            };
            case SYMBOL -> switch (token.text()) {
                case "(" -> parenthesised(line);
                case "[" -> {
                    List<Expression> items = new ArrayList<>();
                    while (!accept("]")) {
                        items.add(expression());
                        if (!accept(",") && !peek().is("]")) throw unexpected();
                    }
                    yield new Expression.ListOf(items, line);
                }
                case "{" -> {
                    List<Expression> keys = new ArrayList<>();
                    List<Expression> values = new ArrayList<>();
                    while (!accept("}")) {
                        keys.add(expression());
                        expect(":");
                        values.add(expression());
                        if (!accept(",") && !peek().is("}")) throw unexpected();
                    }
                    yield new Expression.DictOf(keys, values, line);
                }
                default -> throw wrong(token, "an unexpected " + token.shown());
            };
            case NEWLINE, INDENT, DEDENT, END -> throw wrong(token, "an unexpected " + token.shown());
        };
    }

    private Expression parenthesised(int line) throws Refusal {
        List<Expression> items = new ArrayList<>();
        boolean tuple = false;
        while (!accept(")")) {
            items.add(expression());
            if (accept(",")) tuple = true;
            else if (!peek().is(")")) throw unexpected();
        }
        return tuple || items.isEmpty() ? new Expression.TupleOf(items, line) : items.getFirst();
    }

    private Expression number(String text, Token token) throws Refusal {
        if (text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')) {
            if (text.length() > 20) throw wrong(token, "a number that is too large");
            BigInteger whole = new BigInteger(text);
            if (whole.bitLength() > 63) throw wrong(token, "a number that is too large");
            return new Expression.Constant(whole.longValue(), token.line());
        }
        double real = Double.parseDouble(text);
        if (Double.isInfinite(real)) throw wrong(token, "a number that is too large");
        return new Expression.Constant(real, token.line());
    }

    private String name() throws Refusal {
        Token token = next();
        if (token.kind() != Kind.NAME || KEYWORDS.contains(token.text()))
            throw wrong(token, token.shown() + " where a name should be");
        return token.text();
    }

    private Token expect(String symbol) throws Refusal {
        Token token = next();
        if (!token.is(symbol)) throw wrong(token, token.shown() + " where \"" + symbol + "\" should be");
        return token;
    }

    private Token expectKind(Kind kind) throws Refusal {
        Token token = next();
        if (token.kind() != kind) throw wrong(token, token.shown() + " where " + new Token(kind, "", 0).shown() + " should be");
        return token;
    }

    private boolean accept(String symbol) {
        if (!peek().is(symbol)) return false;
        at++;
        return true;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) at++;
        return token;
    }

    private Refusal tooDeep() {
        return wrong(peek(), "an expression that is nested too deep");
    }

    private Refusal unexpected() {
        return wrong(peek(), "an unexpected " + peek().shown());
    }

    private Refusal wrong(Token token, String what) {
        return Source.refused(file, token.line(), what);
    }
}
