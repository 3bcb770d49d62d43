package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.torch.script.ScriptExpression.Call;
import meander.models.checkpoint.torch.script.ScriptExpression.Constant;
import meander.models.checkpoint.torch.script.ScriptFunction.Parameter;

/**
 * Holds every function and every method of a program, whether it is called or not, against what exported networks consist of. A name is a module, a
 * function, or numbers; which of them is known everywhere. Modules give their declared attributes and methods, functions are called, and
 * numbers go into operators of {@link OperatorList}: nothing else is possible. What calls itself, and loops of which nobody knows how
 * often they run, are refused, as is what would take too many steps.
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
    private static final int MOST_ROUNDS = 1024;
    /** How many rounds a loop over something's length or axes counts as. */
    private static final long LENGTH = 64;
    private static final long MOST_STEPS = 1 << 22;
    private static final int DEEPEST = 100;
    private static final int MOST_LOOKUPS = 100_000;

    /** What a name stands for. */
    private sealed interface Kind {
        record Module(ScriptClass type) implements Kind {}

        record Function(String name) implements Kind {}

        /** Numbers, and lists, tuples and texts of them. */
        record Data() implements Kind {}
    }

    private static final Kind DATA = new Kind.Data();

    /** A call in a function of another, for the bounds of its loops. */
    private record Site(Scope caller, List<ScriptExpression> arguments, Map<String, ScriptExpression> keywords) {}

    /** A function with what its names stand for. */
    private final class Scope {
        private final ScriptFunction function;
        /** Null for a function of its own. */
        private final ScriptClass owner;
        private final Map<String, Kind> names = new HashMap<>();
        private final Map<String, List<ScriptExpression>> values = new HashMap<>();
        private final Set<String> calls = new HashSet<>();
        private final List<Site> callers = new ArrayList<>();

        Scope(ScriptFunction function, ScriptClass owner) {
            this.function = function;
            this.owner = owner;
        }

        RejectedException refused(int line, String what) {
            return ScriptSource.refused(function.file(), line, what);
        }
    }

    private final ScriptSource source;
    private final int constants;
    private final Map<String, Scope> scopes = new LinkedHashMap<>();
    private final Map<String, Long> steps = new HashMap<>();
    private final Set<String> active = new HashSet<>();
    private int lookups;

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
                scopes.put(type.qualified() + "." + method.name(), new Scope(method, type));
        }
        source.functions().forEach((name, function) -> scopes.put(name, new Scope(function, null)));
        for (Scope scope : scopes.values())
            function(scope);
        for (String name : scopes.keySet())
            if (steps(name, 0) > MOST_STEPS) {
                Scope scope = scopes.get(name);
                throw scope.refused(scope.function.line(), "a function of more than " + MOST_STEPS + " steps");
            }
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

    private void function(Scope scope) throws RejectedException {
        ScriptFunction function = scope.function;
        plain(function.name(), function.file(), function.line());
        type(function.returns(), function.file(), 0);
        for (int i = 0; i < function.parameters().size(); i++) {
            Parameter parameter = function.parameters().get(i);
            plain(parameter.name(), function.file(), parameter.line());
            Kind kind = DATA;
            if (scope.owner != null && i == 0) {
                if (parameter.type() != null && !scope.owner.qualified().equals(ScriptExpression.dotted(parameter.type()))
                        || parameter.value() != null)
                    throw scope.refused(parameter.line(), "a method of something else than its own module");
                kind = new Kind.Module(scope.owner);
            } else {
                if (parameter.type() == null) throw scope.refused(parameter.line(), "a parameter without a type");
                type(parameter.type(), function.file(), 0);
                if (parameter.value() != null) literal(parameter.value(), function.file());
            }
            if (scope.names.put(parameter.name(), kind) != null)
                throw scope.refused(parameter.line(), "two parameters of one name");
        }
        if (scope.owner != null && function.parameters().isEmpty())
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

    private void block(List<ScriptStatement> statements, Scope scope) throws RejectedException {
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
                    bind(variable, DATA, null, line, scope);
                    block(body, scope);
                }
                case ScriptStatement.Return(ScriptExpression value, _) -> data(value, scope);
                case ScriptStatement.Pass _ -> {
                    // Nothing.
                }
            }
    }

    private void assign(ScriptStatement.Assign assign, Scope scope) throws RejectedException {
        if (assign.type() != null) type(assign.type(), scope.function.file(), 0);
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
            bind(assign.targets().get(i), DATA, assign.unpack() ? null : assign.values().get(i), assign.line(), scope);
    }

    /** @param value null where it is worked out */
    private void bind(String name, Kind kind, ScriptExpression value, int line, Scope scope) throws RejectedException {
        plain(name, scope.function.file(), line);
        Kind before = scope.names.putIfAbsent(name, kind);
        if (before != null && !before.equals(kind))
            throw scope.refused(line, "the name \"" + ScriptSource.shown(name) + "\" for two kinds of things");
        scope.values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    private void data(ScriptExpression expression, Scope scope) throws RejectedException {
        if (!(kind(expression, scope) instanceof Kind.Data))
            throw scope.refused(expression.line(), "a module or a function where numbers should be");
    }

    private void data(List<ScriptExpression> expressions, Scope scope) throws RejectedException {
        for (ScriptExpression expression : expressions)
            data(expression, scope);
    }

    private Kind kind(ScriptExpression expression, Scope scope) throws RejectedException {
        switch (expression) {
            case ScriptExpression.Name(String name, int line) -> {
                Kind kind = scope.names.get(name);
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
        return DATA;
    }

    private Kind attribute(ScriptExpression.Attribute attribute, Scope scope) throws RejectedException {
        String head = ScriptExpression.head(attribute);
        String dotted = ScriptExpression.dotted(attribute);
        if (head != null && !scope.names.containsKey(head)) {
            if (head.equals("CONSTANTS") && dotted != null && dotted.matches("CONSTANTS\\.c\\d{1,6}")
                    && Integer.parseInt(dotted.substring("CONSTANTS.c".length())) < constants)
                return DATA;
            if (dotted != null && source.functions().containsKey(dotted)) return new Kind.Function(dotted);
            if (head.equals("torch") || head.equals("ops")) throw notAllowed(dotted == null ? head : dotted);
            throw scope.refused(attribute.line(), "the name \"" + ScriptSource.shown(dotted == null ? head : dotted) + "\"");
        }
        return member(attribute.of(), attribute.name(), attribute.line(), scope);
    }

    private Kind member(ScriptExpression of, String name, int line, Scope scope) throws RejectedException {
        if (!(kind(of, scope) instanceof Kind.Module(ScriptClass type)))
            throw scope.refused(line, "the attribute \"" + ScriptSource.shown(name) + "\" of something that is no module");
        if (type.constants().containsKey(name)) return DATA;
        ScriptExpression declared = type.attributes().get(name);
        if (declared == null)
            throw scope.refused(line, "the attribute \"" + ScriptSource.shown(name) + "\", which its module does not declare");
        ScriptClass module = source.classes().get(String.valueOf(ScriptExpression.dotted(declared)));
        return module == null ? DATA : new Kind.Module(module);
    }

    private Kind call(Call call, Scope scope) throws RejectedException {
        String head = ScriptExpression.head(call.callee());
        String dotted = ScriptExpression.dotted(call.callee());
        switch (call.callee()) {
            case ScriptExpression.Name(String name, int line) -> {
                Kind kind = scope.names.get(name);
                if (kind instanceof Kind.Function(String function)) called(function, call, scope, List.of());
                else if (kind != null)
                    throw scope.refused(line, "a call of \"" + ScriptSource.shown(name) + "\", which is no function");
                else
                    return builtin(name, call, scope);
            }
            case ScriptExpression.Attribute _ when head != null && !scope.names.containsKey(head) -> {
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
        return DATA;
    }

    /** @param self the module of a method */
    private void called(String function, Call call, Scope scope, List<ScriptExpression> self) throws RejectedException {
        data(call.arguments(), scope);
        data(List.copyOf(call.keywords().values()), scope);
        List<ScriptExpression> arguments = new ArrayList<>(self);
        arguments.addAll(call.arguments());
        scope.calls.add(function);
        scopes.get(function).callers.add(new Site(scope, arguments, call.keywords()));
    }

    private void operator(String name, Call call, Scope scope) throws RejectedException {
        if (OperatorList.listed(name).isEmpty()) throw notAllowed(name);
        for (String keyword : call.keywords().keySet())
            if (!OperatorList.takes(keyword))
                throw scope.refused(call.line(),
                        "the argument \"" + ScriptSource.shown(keyword) + "\" of " + ScriptSource.shown(name));
        data(call.arguments(), scope);
        data(List.copyOf(call.keywords().values()), scope);
    }

    private Kind builtin(String name, Call call, Scope scope) throws RejectedException {
        List<ScriptExpression> arguments = call.arguments();
        int wanted = CASTS.contains(name) || name.equals("uninitialized") ? 1 : 2;
        boolean known = CASTS.contains(name)
                || Set.of("annotate", "unchecked_cast", "uninitialized", "isinstance", "getattr").contains(name);
        if (!known) throw notAllowed(name);
        if (arguments.size() != wanted || !call.keywords().isEmpty())
            throw scope.refused(call.line(), "another number of arguments of " + name);
        switch (name) {
            case "annotate", "unchecked_cast" -> {
                type(arguments.get(0), scope.function.file(), 0);
                data(arguments.get(1), scope);
            }
            case "uninitialized" -> type(arguments.getFirst(), scope.function.file(), 0);
            case "isinstance" -> {
                data(arguments.get(0), scope);
                type(arguments.get(1), scope.function.file(), 0);
            }
            case "getattr" -> {
                if (!(arguments.get(1) instanceof Constant(Object value, _)) || !(value instanceof String member))
                    throw scope.refused(call.line(), "an attribute by a name that is worked out");
                return member(arguments.get(0), member, call.line(), scope);
            }
            default -> data(arguments, scope);
        }
        return DATA;
    }

    private static RejectedException notAllowed(String name) {
        return new RejectedException(Reason.OPERATION_NOT_ALLOWED, ScriptSource.shown(name));
    }

    // How long it takes

    /** The most statements that a call of a function runs. @throws RejectedException if it calls itself, or has a loop without a bound */
    private long steps(String name, int depth) throws RejectedException {
        Long known = steps.get(name);
        if (known != null) return known;
        Scope scope = scopes.get(name);
        if (!active.add(name) || depth > DEEPEST) throw scope.refused(scope.function.line(), "a function that calls itself");
        long count = steps(scope.function.body(), scope, depth);
        active.remove(name);
        steps.put(name, count);
        return count;
    }

    private long steps(List<ScriptStatement> statements, Scope scope, int depth) throws RejectedException {
        long count = 0;
        for (ScriptStatement statement : statements) {
            count += 1 + called(statement, scope, depth);
            count += switch (statement) {
                case ScriptStatement.If(_, List<ScriptStatement> then, List<ScriptStatement> otherwise, _) ->
                    steps(then, scope, depth) + steps(otherwise, scope, depth);
                case ScriptStatement.For(_, ScriptExpression rounds, List<ScriptStatement> body, int line) -> {
                    long most = bound(rounds, scope, line, 0);
                    yield most * (1 + steps(body, scope, depth));
                }
                default -> 0;
            };
            count = Math.min(count, 2 * MOST_STEPS);
        }
        return count;
    }

    /** Of what a statement's own expressions call. */
    private long called(ScriptStatement statement, Scope scope, int depth) throws RejectedException {
        List<ScriptExpression> open = new ArrayList<>(switch (statement) {
            case ScriptStatement.Assign assign -> assign.values();
            case ScriptStatement.Evaluate(ScriptExpression expression, _) -> List.of(expression);
            case ScriptStatement.If(ScriptExpression condition, _, _, _) -> List.of(condition);
            case ScriptStatement.For(_, ScriptExpression rounds, _, _) -> List.of(rounds);
            case ScriptStatement.Return(ScriptExpression value, _) -> List.of(value);
            case ScriptStatement.Pass _ -> List.<ScriptExpression>of();
        });
        long count = 0;
        while (!open.isEmpty()) {
            ScriptExpression expression = open.removeLast();
            switch (expression) {
                case Call call -> {
                    String function = target(call.callee(), scope);
                    if (function != null) count = Math.min(count + steps(function, depth + 1), 2 * MOST_STEPS);
                    if (call.callee() instanceof ScriptExpression.Attribute(ScriptExpression of, _, _)) open.add(of);
                    open.addAll(call.arguments());
                    open.addAll(call.keywords().values());
                }
                case ScriptExpression.Attribute(ScriptExpression of, _, _) -> open.add(of);
                case ScriptExpression.Subscript(ScriptExpression of, ScriptExpression index, _) ->
                    open.addAll(List.of(of, index));
                case ScriptExpression.Range(ScriptExpression from, ScriptExpression to, _) -> {
                    if (from != null) open.add(from);
                    if (to != null) open.add(to);
                }
                case ScriptExpression.ListOf(List<ScriptExpression> items, _) -> open.addAll(items);
                case ScriptExpression.TupleOf(List<ScriptExpression> items, _) -> open.addAll(items);
                case ScriptExpression.DictOf(List<ScriptExpression> keys, List<ScriptExpression> values, _) -> {
                    open.addAll(keys);
                    open.addAll(values);
                }
                case ScriptExpression.Unary(_, ScriptExpression of, _) -> open.add(of);
                case ScriptExpression.Binary(_, ScriptExpression left, ScriptExpression right, _) ->
                    open.addAll(List.of(left, right));
                case ScriptExpression.Conditional(ScriptExpression condition, ScriptExpression then, ScriptExpression otherwise, _) ->
                    open.addAll(List.of(condition, then, otherwise));
                case ScriptExpression.Name _,Constant _ -> {
                    // Calls nothing.
                }
            }
        }
        return count;
    }

    /** The function of ours that is called; null for an operator. All has been checked before. */
    private String target(ScriptExpression callee, Scope scope) throws RejectedException {
        if (callee instanceof ScriptExpression.Name(String name, _))
            return scope.names.get(name) instanceof Kind.Function(String function) ? function : null;
        String dotted = ScriptExpression.dotted(callee);
        String head = ScriptExpression.head(callee);
        if (head != null && !scope.names.containsKey(head)) return source.functions().containsKey(dotted) ? dotted : null;
        return callee instanceof ScriptExpression.Attribute(ScriptExpression of, String name, _)
                && kindOnceMore(of, scope) instanceof Kind.Module(ScriptClass type) ? type.qualified() + "." + name : null;
    }

    /** Of an expression that has been checked, without counting its calls again. */
    private Kind kindOnceMore(ScriptExpression expression, Scope scope) throws RejectedException {
        return switch (expression) {
            case ScriptExpression.Name(String name, _) -> scope.names.getOrDefault(name, DATA);
            case ScriptExpression.Attribute(ScriptExpression of, String name, _) ->
                kindOnceMore(of, scope) instanceof Kind.Module ? member(of, name, expression.line(), scope) : DATA;
            case Call(ScriptExpression.Name(String name, _), List<ScriptExpression> arguments, _, int line) when name.equals(
                    "getattr") && arguments.get(1) instanceof Constant(Object value, _) && value instanceof String member ->
                member(arguments.get(0), member, line, scope);
            default -> DATA;
        };
    }

    /** The most that a whole number can be. @throws RejectedException if nothing bounds it */
    private long bound(ScriptExpression count, Scope scope, int line, int depth) throws RejectedException {
        if (depth > DEEPEST || ++lookups > MOST_LOOKUPS) throw unbounded(scope, line);
        switch (count) {
            case Constant(Object value, _) when value instanceof Long number && number <= MOST_ROUNDS -> {
                return Math.max(0, number);
            }
            case Call call when "int".equals(ScriptExpression.dotted(call.callee()))
                    || "annotate".equals(ScriptExpression.dotted(call.callee()))
                    || "unchecked_cast".equals(ScriptExpression.dotted(call.callee())) -> {
                return bound(call.arguments().getLast(), scope, line, depth + 1);
            }
            case Call call when ScriptExpression.dotted(call.callee()) instanceof String name && call.keywords().isEmpty() -> {
                List<ScriptExpression> arguments = call.arguments();
                switch (name) {
                    case "torch.len", "torch.dim", "torch.size" -> {
                        return LENGTH;
                    }
                    case "torch.sub", "torch.floordiv" -> {
                        if (arguments.size() == 2 && arguments.get(1) instanceof Constant(Object by, _)
                                && by instanceof Long number && number >= 0)
                            return bound(arguments.get(0), scope, line, depth + 1);
                    }
                    case "torch.add" -> {
                        if (arguments.size() == 2)
                            return bound(arguments.get(0), scope, line, depth + 1)
                                    + bound(arguments.get(1), scope, line, depth + 1);
                    }
                    case "torch.__range_length" -> {
                        if (arguments.size() == 3 && arguments.get(2) instanceof Constant(Object step, _)
                                && arguments.get(0) instanceof Constant(Object from, _) && step instanceof Long forward
                                && from instanceof Long start && forward > 0 && start >= 0)
                            return bound(arguments.get(1), scope, line, depth + 1);
                    }
                    default -> {
                        // Nobody knows.
                    }
                }
            }
            case ScriptExpression.Name(String name, _) -> {
                return bound(name, scope, line, depth);
            }
            default -> {
                // Nobody knows.
            }
        }
        throw unbounded(scope, line);
    }

    /** Of a name: by all that it was ever set to, and by all that a parameter is ever given. */
    private long bound(String name, Scope scope, int line, int depth) throws RejectedException {
        long most = 0;
        boolean known = false;
        for (ScriptExpression value : scope.values.getOrDefault(name, List.of())) {
            if (value == null) throw unbounded(scope, line);
            most = Math.max(most, bound(value, scope, line, depth + 1));
            known = true;
        }
        List<Parameter> parameters = scope.function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (!parameter.name().equals(name)) continue;
            if (!isWhole(parameter.type())) throw unbounded(scope, line);
            if (parameter.value() != null) most = Math.max(most, bound(parameter.value(), scope, line, depth + 1));
            // What the engine is given are tensors, and nothing calls what nobody calls.
            for (Site site : scope.callers) {
                ScriptExpression given = i < site.arguments.size() ? site.arguments.get(i) : site.keywords.get(name);
                if (given != null) most = Math.max(most, bound(given, site.caller, line, depth + 1));
            }
            known = true;
        }
        if (!known) throw unbounded(scope, line);
        return most;
    }

    private static boolean isWhole(ScriptExpression type) {
        return type instanceof ScriptExpression.Name(String name, _) && name.equals("int")
                || type instanceof ScriptExpression.Subscript(ScriptExpression.Name(String outer, _), ScriptExpression inner, _)
                        && outer.equals("Optional") && isWhole(inner);
    }

    private static RejectedException unbounded(Scope scope, int line) {
        return scope.refused(line, "a loop of more than " + MOST_ROUNDS + " rounds or without a bound");
    }
}
