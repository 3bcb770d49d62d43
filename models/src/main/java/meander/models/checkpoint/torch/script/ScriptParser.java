package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
final class ScriptParser extends ExpressionParser {
    /** Before the names of what it defines. */
    private final String prefix;
    private final SequencedMap<String, ScriptClass> classes;
    private final SequencedMap<String, ScriptFunction> functions;

    private ScriptParser(String file, String prefix, List<ScriptToken> tokens, SequencedMap<String, ScriptClass> classes,
            SequencedMap<String, ScriptFunction> functions) {
        super(file, tokens);
        this.prefix = prefix;
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
        return new ScriptClass(prefix + name, base, parameters, buffers, attributes, constants, methods, file(), start.line());
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
        return new ScriptFunction(name, parameters, returns, block(), file(), start.line());
    }

    private List<ScriptStatement> block() throws RejectedException {
        openBlock();
        enter("blocks that are nested too deep");
        List<ScriptStatement> statements = new ArrayList<>();
        while (!closesBlock())
            statements.add(statement());
        leave();
        return statements;
    }

    private void openBlock() throws RejectedException {
        expect(":");
        endLine();
        expectKind(Kind.INDENT);
    }

    private boolean closesBlock() {
        if (peek().kind() != Kind.DEDENT) return false;
        next();
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
}
