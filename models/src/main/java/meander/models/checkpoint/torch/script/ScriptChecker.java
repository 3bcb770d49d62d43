package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.torch.script.ScriptExpression.Call;
import meander.models.checkpoint.torch.script.ScriptExpression.Constant;
import meander.models.checkpoint.torch.script.ScriptFunction.Parameter;
import meander.models.checkpoint.torch.script.ScriptScope.Kind;
import meander.models.checkpoint.torch.script.ScriptScope.Site;

/**
 * Holds every function and every method of a program, whether it is called or not, against what exported networks consist of. A name is a module, a
 * function, or numbers; which of them is known everywhere. Modules give their declared attributes and methods, functions are called, and
 * numbers go into operators of {@link OperatorList}: nothing else is possible. How long it takes is for {@link ScriptSteps}.
 */
final class ScriptChecker {
    /** Names that mean something by themselves, so that nothing may be called so. */
    private static final Set<String> RESERVED = Set.of("torch", "ops", "__torch__", "CONSTANTS", "aten", "prim", "annotate",
            "unchecked_cast", "uninitialized", "isinstance", "getattr", "hasattr", "setattr", "int", "float", "bool", "str",
            "complex", "range", "print", "open", "exec", "eval", "fork", "awaitable", "inf", "nan", "infj", "nanj", "_",
            "attribute", "super");
    /** Those with which the names of operators and functions begin. */
    private static final Set<String> HEADS = Set.of("torch", "ops", "__torch__", "CONSTANTS");
    private static final Set<String> TYPES = Set.of("Tensor", "int", "float", "bool", "str", "number", "NoneType", "Device");
    private static final Set<String> GENERIC = Set.of("List", "Tuple", "Dict", "Optional");
    /** Methods with names of Python's own that only count what a container holds. */
    private static final Set<String> PLAIN = Set.of("__len__", "__contains__");
    private static final Set<String> CASTS = Set.of("int", "float", "bool", "str");
    private static final int DEEPEST = 100;

    private final ScriptSource source;
    private final int constants;
    private final Map<String, ScriptScope> scopes = new LinkedHashMap<>();

    private ScriptChecker(ScriptSource source, int constants) {
        this.source = source;
        this.constants = constants;
    }

    /** @param constants how many there are in {@code CONSTANTS} @throws RejectedException if anything is not on the lists */
    static void check(ScriptSource source, int constants) throws RejectedException {
        new ScriptChecker(source, constants).all();
    }

    private void all() throws RejectedException {
        for (ScriptClass type : source.classes().values()) {
            declared(type);
            for (ScriptFunction method : type.methods().values())
                scopes.put(type.qualified() + "." + method.name(), new ScriptScope(method, type));
        }
        source.functions().forEach((name, function) -> scopes.put(name, new ScriptScope(function, null)));
        for (ScriptScope scope : scopes.values())
            function(scope);
        new ScriptSteps(source, scopes).check();
    }

    private void declared(ScriptClass type) throws RejectedException {
        if (!type.base().equals("Module"))
            throw ScriptSource.refused(type.file(), type.line(),
                    "a class that is no module (\"" + ScriptSource.shown(type.qualified()) + "\")");
        for (var attribute : type.attributes().entrySet()) {
            apart(attribute.getKey(), type.file(), attribute.getValue().line());
            if (!source.classes().containsKey(String.valueOf(ScriptExpression.dotted(attribute.getValue()))))
                type(attribute.getValue(), type.file(), 0);
        }
        for (var constant : type.constants().entrySet()) {
            apart(constant.getKey(), type.file(), constant.getValue().type().line());
            type(constant.getValue().type(), type.file(), 0);
            literal(constant.getValue().value(), type.file());
        }
        for (ScriptFunction method : type.methods().values())
            if (method.name().startsWith("__") && !PLAIN.contains(method.name()))
                throw new RejectedException(Reason.OPERATION_NOT_ALLOWED, ScriptSource.shown(method.name()));
    }

    /** Refuses members whose names would read as something else; they are never named without their module. */
    private static void apart(String name, String file, int line) throws RejectedException {
        if (HEADS.contains(name)) throw ScriptSource.refused(file, line, "something of its own that is called \"" + name + "\"");
    }

    /** Refuses names that mean something else. */
    private static void plain(String name, String file, int line) throws RejectedException {
        if (RESERVED.contains(name))
            throw ScriptSource.refused(file, line, "something of its own that is called \"" + name + "\"");
    }

    private void function(ScriptScope scope) throws RejectedException {
        ScriptFunction function = scope.function();
        plain(function.name(), function.file(), function.line());
        type(function.returns(), function.file(), 0);
        for (int i = 0; i < function.parameters().size(); i++) {
            Parameter parameter = function.parameters().get(i);
            plain(parameter.name(), function.file(), parameter.line());
            Kind kind = ScriptScope.DATA;
            if (scope.owner() != null && i == 0) {
                if (parameter.type() != null && !scope.owner().qualified().equals(ScriptExpression.dotted(parameter.type()))
                        || parameter.value() != null)
                    throw scope.refused(parameter.line(), "a method of something else than its own module");
                kind = new Kind.Module(scope.owner());
            } else {
                if (parameter.type() == null) throw scope.refused(parameter.line(), "a parameter without a type");
                type(parameter.type(), function.file(), 0);
                if (parameter.value() != null) literal(parameter.value(), function.file());
            }
            if (scope.names().put(parameter.name(), kind) != null)
                throw scope.refused(parameter.line(), "two parameters of one name");
        }
        if (scope.owner() != null && function.parameters().isEmpty())
            throw scope.refused(function.line(), "a method without its module");
        block(function.body(), scope);
    }

    private void type(ScriptExpression type, String file, int depth) throws RejectedException {
        boolean known = switch (type) {
            case ScriptExpression.Name(String name, _) -> TYPES.contains(name);
            case ScriptExpression.Constant(Object value, _) -> value == null;
            case ScriptExpression.Subscript(ScriptExpression.Name(String name, _), ScriptExpression index, _) -> {
                if (!GENERIC.contains(name) || depth > DEEPEST) yield false;
                for (ScriptExpression part : index instanceof ScriptExpression.TupleOf(List<ScriptExpression> items, _)
                        ? items
                        : List.of(index))
                    type(part, file, depth + 1);
                yield true;
            }
            default -> false;
        };
        if (!known) {
            String name = ScriptExpression.dotted(type);
            throw ScriptSource.refused(file, type.line(),
                    name == null ? "an unknown type" : "the type \"" + ScriptSource.shown(name) + "\"");
        }
    }

    /** Values that stand in declarations. */
    private static void literal(ScriptExpression value, String file) throws RejectedException {
        switch (value) {
            case Constant _ -> {
                // Of any type.
            }
            case ScriptExpression.ListOf(List<ScriptExpression> items, _) -> {
                for (ScriptExpression item : items)
                    literal(item, file);
            }
            case ScriptExpression.TupleOf(List<ScriptExpression> items, _) -> {
                for (ScriptExpression item : items)
                    literal(item, file);
            }
            case ScriptExpression.Unary(String operator, ScriptExpression of, _) when operator.equals("-") && isInfinite(of) -> {
                // Minus infinity.
            }
            case ScriptExpression.Name _ when isInfinite(value) -> {
                // Infinity.
            }
            default -> throw ScriptSource.refused(file, value.line(), "a value in a declaration that is no literal");
        }
    }

    private static boolean isInfinite(ScriptExpression value) {
        return value instanceof ScriptExpression.Name(String name, _) && (name.equals("inf") || name.equals("nan"));
    }

    private void block(List<ScriptStatement> statements, ScriptScope scope) throws RejectedException {
        for (ScriptStatement statement : statements)
            switch (statement) {
                case ScriptStatement.Assign assign -> assign(assign, scope);
                case ScriptStatement.Evaluate(ScriptExpression expression, _) -> data(expression, scope);
                case ScriptStatement.If(ScriptExpression condition, List<ScriptStatement> then, List<ScriptStatement> otherwise, _) -> {
                    data(condition, scope);
                    block(then, scope);
                    block(otherwise, scope);
                }
                case ScriptStatement.For(String variable, ScriptExpression count, List<ScriptStatement> body, int line) -> {
                    data(count, scope);
                    bind(variable, ScriptScope.DATA, null, line, scope);
                    block(body, scope);
                }
                case ScriptStatement.Return(ScriptExpression value, _) -> data(value, scope);
                case ScriptStatement.Pass _ -> {
                    // Nothing.
                }
            }
    }

    private void assign(ScriptStatement.Assign assign, ScriptScope scope) throws RejectedException {
        if (assign.type() != null) type(assign.type(), scope.function().file(), 0);
        boolean one = assign.targets().size() == 1 && !assign.unpack();
        if (one) {
            ScriptExpression value = assign.values().getFirst();
            Kind kind = kind(value, scope);
            if (value instanceof ScriptExpression.Name && !(kind instanceof Kind.Data))
                throw scope.refused(assign.line(), "a second name for a module or a function");
            bind(assign.targets().getFirst(), kind, value, assign.line(), scope);
            return;
        }
        for (ScriptExpression value : assign.values())
            data(value, scope);
        for (int i = 0; i < assign.targets().size(); i++)
            bind(assign.targets().get(i), ScriptScope.DATA, assign.unpack() ? null : assign.values().get(i), assign.line(),
                    scope);
    }

    /** @param value null where it is worked out */
    private void bind(String name, Kind kind, ScriptExpression value, int line, ScriptScope scope) throws RejectedException {
        plain(name, scope.function().file(), line);
        Kind before = scope.names().putIfAbsent(name, kind);
        if (before != null && !before.equals(kind))
            throw scope.refused(line, "the name \"" + ScriptSource.shown(name) + "\" for two kinds of things");
        scope.values().computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    private void data(ScriptExpression expression, ScriptScope scope) throws RejectedException {
        if (!(kind(expression, scope) instanceof Kind.Data))
            throw scope.refused(expression.line(), "a module or a function where numbers should be");
    }

    private void data(List<ScriptExpression> expressions, ScriptScope scope) throws RejectedException {
        for (ScriptExpression expression : expressions)
            data(expression, scope);
    }

    private Kind kind(ScriptExpression expression, ScriptScope scope) throws RejectedException {
        switch (expression) {
            case ScriptExpression.Name(String name, int line) -> {
                Kind kind = scope.names().get(name);
                if (kind != null) return kind;
                if (!isInfinite(expression)) throw scope.refused(line, "the name \"" + ScriptSource.shown(name) + "\" by itself");
            }
            case Constant _ -> {
                // Data.
            }
            case ScriptExpression.Attribute attribute -> {
                return attribute(attribute, scope);
            }
            case Call call -> {
                return call(call, scope);
            }
            case ScriptExpression.Subscript(ScriptExpression of, ScriptExpression index, _) -> {
                data(of, scope);
                if (index instanceof ScriptExpression.Range(ScriptExpression from, ScriptExpression to, _)) {
                    if (from != null) data(from, scope);
                    if (to != null) data(to, scope);
                } else {
                    data(index, scope);
                }
            }
            case ScriptExpression.Range range -> throw scope.refused(range.line(), "a range outside of brackets");
            case ScriptExpression.ListOf(List<ScriptExpression> items, _) -> data(items, scope);
            case ScriptExpression.TupleOf(List<ScriptExpression> items, _) -> data(items, scope);
            case ScriptExpression.DictOf(List<ScriptExpression> keys, List<ScriptExpression> values, _) -> {
                data(keys, scope);
                data(values, scope);
            }
            case ScriptExpression.Unary(_, ScriptExpression of, _) -> data(of, scope);
            case ScriptExpression.Binary(_, ScriptExpression left, ScriptExpression right, _) -> {
                data(left, scope);
                data(right, scope);
            }
            case ScriptExpression.Conditional(ScriptExpression condition, ScriptExpression then, ScriptExpression otherwise, _) -> {
                data(condition, scope);
                data(then, scope);
                data(otherwise, scope);
            }
        }
        return ScriptScope.DATA;
    }

    private Kind attribute(ScriptExpression.Attribute attribute, ScriptScope scope) throws RejectedException {
        String head = ScriptExpression.head(attribute);
        String dotted = ScriptExpression.dotted(attribute);
        if (head != null && !scope.names().containsKey(head)) {
            if (head.equals("CONSTANTS") && dotted != null && dotted.matches("CONSTANTS\\.c\\d{1,6}")
                    && Integer.parseInt(dotted.substring("CONSTANTS.c".length())) < constants)
                return ScriptScope.DATA;
            if (dotted != null && source.functions().containsKey(dotted)) return new Kind.Function(dotted);
            if (head.equals("torch") || head.equals("ops")) throw notAllowed(dotted == null ? head : dotted);
            throw scope.refused(attribute.line(), "the name \"" + ScriptSource.shown(dotted == null ? head : dotted) + "\"");
        }
        return member(attribute.of(), attribute.name(), attribute.line(), scope);
    }

    private Kind member(ScriptExpression of, String name, int line, ScriptScope scope) throws RejectedException {
        if (!(kind(of, scope) instanceof Kind.Module(ScriptClass type)))
            throw scope.refused(line, "the attribute \"" + ScriptSource.shown(name) + "\" of something that is no module");
        return ScriptScope.member(source, type, name).orElseThrow(() -> scope.refused(line,
                "the attribute \"" + ScriptSource.shown(name) + "\", which its module does not declare"));
    }

    private Kind call(Call call, ScriptScope scope) throws RejectedException {
        String head = ScriptExpression.head(call.callee());
        String dotted = ScriptExpression.dotted(call.callee());
        switch (call.callee()) {
            case ScriptExpression.Name(String name, int line) -> {
                Kind kind = scope.names().get(name);
                if (kind instanceof Kind.Function(String function)) called(function, call, scope, List.of());
                else if (kind != null)
                    throw scope.refused(line, "a call of \"" + ScriptSource.shown(name) + "\", which is no function");
                else
                    return builtin(name, call, scope);
            }
            case ScriptExpression.Attribute _ when head != null && !scope.names().containsKey(head) -> {
                if (dotted != null && source.functions().containsKey(dotted)) called(dotted, call, scope, List.of());
                else
                    operator(dotted == null ? head : dotted, call, scope);
            }
            case ScriptExpression.Attribute(ScriptExpression of, String name, int line) -> {
                if (!(kind(of, scope) instanceof Kind.Module(ScriptClass type)))
                    throw scope.refused(line, "the method \"" + ScriptSource.shown(name) + "\" of something that is no module");
                if (!type.methods().containsKey(name))
                    throw scope.refused(line,
                            "the method \"" + ScriptSource.shown(name) + "\", which its module does not declare");
                called(type.qualified() + "." + name, call, scope, List.of(of));
            }
            default -> throw scope.refused(call.line(), "a call of something that is no function");
        }
        return ScriptScope.DATA;
    }

    /** @param self the module of a method */
    private void called(String function, Call call, ScriptScope scope, List<ScriptExpression> self) throws RejectedException {
        data(call.arguments(), scope);
        data(List.copyOf(call.keywords().values()), scope);
        List<ScriptExpression> arguments = new ArrayList<>(self);
        arguments.addAll(call.arguments());
        scopes.get(function).callers().add(new Site(scope, arguments, call.keywords()));
    }

    private void operator(String name, Call call, ScriptScope scope) throws RejectedException {
        if (OperatorList.listed(name).isEmpty()) throw notAllowed(name);
        for (String keyword : call.keywords().keySet())
            if (!OperatorList.takes(keyword))
                throw scope.refused(call.line(),
                        "the argument \"" + ScriptSource.shown(keyword) + "\" of " + ScriptSource.shown(name));
        data(call.arguments(), scope);
        data(List.copyOf(call.keywords().values()), scope);
    }

    private Kind builtin(String name, Call call, ScriptScope scope) throws RejectedException {
        List<ScriptExpression> arguments = call.arguments();
        int wanted = CASTS.contains(name) || name.equals("uninitialized") ? 1 : 2;
        boolean known = CASTS.contains(name)
                || Set.of("annotate", "unchecked_cast", "uninitialized", "isinstance", "getattr").contains(name);
        if (!known) throw notAllowed(name);
        if (arguments.size() != wanted || !call.keywords().isEmpty())
            throw scope.refused(call.line(), "another number of arguments of " + name);
        switch (name) {
            case "annotate", "unchecked_cast" -> {
                type(arguments.get(0), scope.function().file(), 0);
                data(arguments.get(1), scope);
            }
            case "uninitialized" -> type(arguments.getFirst(), scope.function().file(), 0);
            case "isinstance" -> {
                data(arguments.get(0), scope);
                type(arguments.get(1), scope.function().file(), 0);
            }
            case "getattr" -> {
                if (!(arguments.get(1) instanceof Constant(Object value, _)) || !(value instanceof String member))
                    throw scope.refused(call.line(), "an attribute by a name that is worked out");
                return member(arguments.get(0), member, call.line(), scope);
            }
            default -> data(arguments, scope);
        }
        return ScriptScope.DATA;
    }

    private static RejectedException notAllowed(String name) {
        return new RejectedException(Reason.OPERATION_NOT_ALLOWED, ScriptSource.shown(name));
    }
}
