package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.Refusal;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.torch.script.Expression.Call;
import meander.models.checkpoint.torch.script.Expression.Constant;
import meander.models.checkpoint.torch.script.ScriptFunction.Parameter;

/**
 * Holds every function and every method of a program, whether it is called or not, against what exported networks consist of. A name is a module, a
 * function, or numbers; which of them is known everywhere. Modules give their declared attributes and methods, functions are called, and
 * numbers go into operators of {@link OperatorList}: nothing else is possible. What calls itself, and loops of which nobody knows how
 * often they run, are refused, as is what would take too many steps.
 */
final class Checker {
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
    private record Site(Scope caller, List<Expression> arguments, Map<String, Expression> keywords) {}

    /** A function with what its names stand for. */
    private final class Scope {
        private final ScriptFunction function;
        /** Null for a function of its own. */
        private final ScriptClass owner;
        private final Map<String, Kind> names = new HashMap<>();
        private final Map<String, List<Expression>> values = new HashMap<>();
        private final Set<String> calls = new HashSet<>();
        private final List<Site> callers = new ArrayList<>();

        Scope(ScriptFunction function, ScriptClass owner) {
            this.function = function;
            this.owner = owner;
        }

        Refusal refused(int line, String what) {
            return Source.refused(function.file(), line, what);
        }
    }

    private final Source source;
    private final int constants;
    private final Map<String, Scope> scopes = new LinkedHashMap<>();
    private final Map<String, Long> steps = new HashMap<>();
    private final Set<String> active = new HashSet<>();
    private int lookups;

    private Checker(Source source, int constants) {
        this.source = source;
        this.constants = constants;
    }

    /** @param constants how many there are in {@code CONSTANTS} @throws Refusal if anything is not on the lists */
    static void check(Source source, int constants) throws Refusal {
        new Checker(source, constants).all();
    }

    private void all() throws Refusal {
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

    private void declared(ScriptClass type) throws Refusal {
        if (!type.base().equals("Module"))
            throw Source.refused(type.file(), type.line(),
                    "a class that is no module (\"" + Source.shown(type.qualified()) + "\")");
        for (var attribute : type.attributes().entrySet()) {
            apart(attribute.getKey(), type.file(), attribute.getValue().line());
            if (!source.classes().containsKey(String.valueOf(Expression.dotted(attribute.getValue()))))
                type(attribute.getValue(), type.file(), 0);
        }
        for (var constant : type.constants().entrySet()) {
            apart(constant.getKey(), type.file(), constant.getValue().type().line());
            type(constant.getValue().type(), type.file(), 0);
            literal(constant.getValue().value(), type.file());
        }
        for (ScriptFunction method : type.methods().values())
            if (method.name().startsWith("__") && !PLAIN.contains(method.name()))
                throw new Refusal(Reason.OPERATION_NOT_ALLOWED, Source.shown(method.name()));
    }

    /** Refuses members whose names would read as something else; they are never named without their module. */
    private static void apart(String name, String file, int line) throws Refusal {
        if (HEADS.contains(name)) throw Source.refused(file, line, "something of its own that is called \"" + name + "\"");
    }

    /** Refuses names that mean something else. */
    private static void plain(String name, String file, int line) throws Refusal {
        if (RESERVED.contains(name)) throw Source.refused(file, line, "something of its own that is called \"" + name + "\"");
    }

    private void function(Scope scope) throws Refusal {
        ScriptFunction function = scope.function;
        plain(function.name(), function.file(), function.line());
        type(function.returns(), function.file(), 0);
        for (int i = 0; i < function.parameters().size(); i++) {
            Parameter parameter = function.parameters().get(i);
            plain(parameter.name(), function.file(), parameter.line());
            Kind kind = DATA;
            if (scope.owner != null && i == 0) {
                if (parameter.type() != null && !scope.owner.qualified().equals(Expression.dotted(parameter.type()))
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

    private void type(Expression type, String file, int depth) throws Refusal {
        boolean known = switch (type) {
            case Expression.Name(String name, _) -> TYPES.contains(name);
            case Expression.Constant(Object value, _) -> value == null;
            case Expression.Subscript(Expression.Name(String name, _), Expression index, _) -> {
                if (!GENERIC.contains(name) || depth > DEEPEST) yield false;
                for (Expression part : index instanceof Expression.TupleOf(List<Expression> items, _) ? items : List.of(index))
                    type(part, file, depth + 1);
                yield true;
            }
            default -> false;
        };
        if (!known) {
            String name = Expression.dotted(type);
            throw Source.refused(file, type.line(), name == null ? "an unknown type" : "the type \"" + Source.shown(name) + "\"");
        }
    }

    /** Values that stand in declarations. */
    private static void literal(Expression value, String file) throws Refusal {
        switch (value) {
            case Constant _ -> {
                // Of any type.
            }
            case Expression.ListOf(List<Expression> items, _) -> {
                for (Expression item : items)
                    literal(item, file);
            }
            case Expression.TupleOf(List<Expression> items, _) -> {
                for (Expression item : items)
                    literal(item, file);
            }
            case Expression.Unary(String operator, Expression of, _) when operator.equals("-") && isInfinite(of) -> {
                // Minus infinity.
            }
            case Expression.Name _ when isInfinite(value) -> {
                // Infinity.
            }
            default -> throw Source.refused(file, value.line(), "a value in a declaration that is no literal");
        }
    }

    private static boolean isInfinite(Expression value) {
        return value instanceof Expression.Name(String name, _) && (name.equals("inf") || name.equals("nan"));
    }

    private void block(List<Statement> statements, Scope scope) throws Refusal {
        for (Statement statement : statements)
            switch (statement) {
                case Statement.Assign assign -> assign(assign, scope);
                case Statement.Evaluate(Expression expression, _) -> data(expression, scope);
                case Statement.If(Expression condition, List<Statement> then, List<Statement> otherwise, _) -> {
                    data(condition, scope);
                    block(then, scope);
                    block(otherwise, scope);
                }
                case Statement.For(String variable, Expression count, List<Statement> body, int line) -> {
                    data(count, scope);
                    bind(variable, DATA, null, line, scope);
                    block(body, scope);
                }
                case Statement.Return(Expression value, _) -> data(value, scope);
                case Statement.Pass _ -> {
                    // Nothing.
                }
            }
    }

    private void assign(Statement.Assign assign, Scope scope) throws Refusal {
        if (assign.type() != null) type(assign.type(), scope.function.file(), 0);
        boolean one = assign.targets().size() == 1 && !assign.unpack();
        if (one) {
            Expression value = assign.values().getFirst();
            Kind kind = kind(value, scope);
            if (value instanceof Expression.Name && !(kind instanceof Kind.Data))
                throw scope.refused(assign.line(), "a second name for a module or a function");
            bind(assign.targets().getFirst(), kind, value, assign.line(), scope);
            return;
        }
        for (Expression value : assign.values())
            data(value, scope);
        for (int i = 0; i < assign.targets().size(); i++)
            bind(assign.targets().get(i), DATA, assign.unpack() ? null : assign.values().get(i), assign.line(), scope);
    }

    /** @param value null where it is worked out */
    private void bind(String name, Kind kind, Expression value, int line, Scope scope) throws Refusal {
        plain(name, scope.function.file(), line);
        Kind before = scope.names.putIfAbsent(name, kind);
        if (before != null && !before.equals(kind))
            throw scope.refused(line, "the name \"" + Source.shown(name) + "\" for two kinds of things");
        scope.values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    private void data(Expression expression, Scope scope) throws Refusal {
        if (!(kind(expression, scope) instanceof Kind.Data))
            throw scope.refused(expression.line(), "a module or a function where numbers should be");
    }

    private void data(List<Expression> expressions, Scope scope) throws Refusal {
        for (Expression expression : expressions)
            data(expression, scope);
    }

    private Kind kind(Expression expression, Scope scope) throws Refusal {
        switch (expression) {
            case Expression.Name(String name, int line) -> {
                Kind kind = scope.names.get(name);
                if (kind != null) return kind;
                if (!isInfinite(expression)) throw scope.refused(line, "the name \"" + Source.shown(name) + "\" by itself");
            }
            case Constant _ -> {
                // Data.
            }
            case Expression.Attribute attribute -> {
                return attribute(attribute, scope);
            }
            case Call call -> {
                return call(call, scope);
            }
            case Expression.Subscript(Expression of, Expression index, _) -> {
                data(of, scope);
                if (index instanceof Expression.Range(Expression from, Expression to, _)) {
                    if (from != null) data(from, scope);
                    if (to != null) data(to, scope);
                } else {
                    data(index, scope);
                }
            }
            case Expression.Range range -> throw scope.refused(range.line(), "a range outside of brackets");
            case Expression.ListOf(List<Expression> items, _) -> data(items, scope);
            case Expression.TupleOf(List<Expression> items, _) -> data(items, scope);
            case Expression.DictOf(List<Expression> keys, List<Expression> values, _) -> {
                data(keys, scope);
                data(values, scope);
            }
            case Expression.Unary(_, Expression of, _) -> data(of, scope);
            case Expression.Binary(_, Expression left, Expression right, _) -> {
                data(left, scope);
                data(right, scope);
            }
            case Expression.Conditional(Expression condition, Expression then, Expression otherwise, _) -> {
                data(condition, scope);
                data(then, scope);
                data(otherwise, scope);
            }
        }
        return DATA;
    }

    private Kind attribute(Expression.Attribute attribute, Scope scope) throws Refusal {
        String head = Expression.head(attribute);
        String dotted = Expression.dotted(attribute);
        if (head != null && !scope.names.containsKey(head)) {
            if (head.equals("CONSTANTS") && dotted != null && dotted.matches("CONSTANTS\\.c\\d{1,6}")
                    && Integer.parseInt(dotted.substring("CONSTANTS.c".length())) < constants)
                return DATA;
            if (dotted != null && source.functions().containsKey(dotted)) return new Kind.Function(dotted);
            if (head.equals("torch") || head.equals("ops")) throw notAllowed(dotted == null ? head : dotted);
            throw scope.refused(attribute.line(), "the name \"" + Source.shown(dotted == null ? head : dotted) + "\"");
        }
        return member(attribute.of(), attribute.name(), attribute.line(), scope);
    }

    private Kind member(Expression of, String name, int line, Scope scope) throws Refusal {
        if (!(kind(of, scope) instanceof Kind.Module(ScriptClass type)))
            throw scope.refused(line, "the attribute \"" + Source.shown(name) + "\" of something that is no module");
        if (type.constants().containsKey(name)) return DATA;
        Expression declared = type.attributes().get(name);
        if (declared == null)
            throw scope.refused(line, "the attribute \"" + Source.shown(name) + "\", which its module does not declare");
        ScriptClass module = source.classes().get(String.valueOf(Expression.dotted(declared)));
        return module == null ? DATA : new Kind.Module(module);
    }

    private Kind call(Call call, Scope scope) throws Refusal {
        String head = Expression.head(call.callee());
        String dotted = Expression.dotted(call.callee());
        switch (call.callee()) {
            case Expression.Name(String name, int line) -> {
                Kind kind = scope.names.get(name);
                if (kind instanceof Kind.Function(String function)) called(function, call, scope, List.of());
                else if (kind != null)
                    throw scope.refused(line, "a call of \"" + Source.shown(name) + "\", which is no function");
                else
                    return builtin(name, call, scope);
            }
            case Expression.Attribute _ when head != null && !scope.names.containsKey(head) -> {
                if (dotted != null && source.functions().containsKey(dotted)) called(dotted, call, scope, List.of());
                else
                    operator(dotted == null ? head : dotted, call, scope);
            }
            case Expression.Attribute(Expression of, String name, int line) -> {
                if (!(kind(of, scope) instanceof Kind.Module(ScriptClass type)))
                    throw scope.refused(line, "the method \"" + Source.shown(name) + "\" of something that is no module");
                if (!type.methods().containsKey(name))
                    throw scope.refused(line, "the method \"" + Source.shown(name) + "\", which its module does not declare");
                called(type.qualified() + "." + name, call, scope, List.of(of));
            }
            default -> throw scope.refused(call.line(), "a call of something that is no function");
        }
        return DATA;
    }

    /** @param self the module of a method */
    private void called(String function, Call call, Scope scope, List<Expression> self) throws Refusal {
        data(call.arguments(), scope);
        data(List.copyOf(call.keywords().values()), scope);
        List<Expression> arguments = new ArrayList<>(self);
        arguments.addAll(call.arguments());
        scope.calls.add(function);
        scopes.get(function).callers.add(new Site(scope, arguments, call.keywords()));
    }

    private void operator(String name, Call call, Scope scope) throws Refusal {
        if (OperatorList.listed(name).isEmpty()) throw notAllowed(name);
        for (String keyword : call.keywords().keySet())
            if (!OperatorList.takes(keyword))
                throw scope.refused(call.line(), "the argument \"" + Source.shown(keyword) + "\" of " + Source.shown(name));
        data(call.arguments(), scope);
        data(List.copyOf(call.keywords().values()), scope);
    }

    private Kind builtin(String name, Call call, Scope scope) throws Refusal {
        List<Expression> arguments = call.arguments();
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

    private static Refusal notAllowed(String name) {
        return new Refusal(Reason.OPERATION_NOT_ALLOWED, Source.shown(name));
    }

    // How long it takes

    /** The most statements that a call of a function runs. @throws Refusal if it calls itself, or has a loop without a bound */
    private long steps(String name, int depth) throws Refusal {
        Long known = steps.get(name);
        if (known != null) return known;
        Scope scope = scopes.get(name);
        if (!active.add(name) || depth > DEEPEST) throw scope.refused(scope.function.line(), "a function that calls itself");
        long count = steps(scope.function.body(), scope, depth);
        active.remove(name);
        steps.put(name, count);
        return count;
    }

    private long steps(List<Statement> statements, Scope scope, int depth) throws Refusal {
        long count = 0;
        for (Statement statement : statements) {
            count += 1 + called(statement, scope, depth);
            count += switch (statement) {
                case Statement.If(_, List<Statement> then, List<Statement> otherwise, _) ->
                    steps(then, scope, depth) + steps(otherwise, scope, depth);
                case Statement.For(_, Expression rounds, List<Statement> body, int line) -> {
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
    private long called(Statement statement, Scope scope, int depth) throws Refusal {
        List<Expression> open = new ArrayList<>(switch (statement) {
            case Statement.Assign assign -> assign.values();
            case Statement.Evaluate(Expression expression, _) -> List.of(expression);
            case Statement.If(Expression condition, _, _, _) -> List.of(condition);
            case Statement.For(_, Expression rounds, _, _) -> List.of(rounds);
            case Statement.Return(Expression value, _) -> List.of(value);
            case Statement.Pass _ -> List.<Expression>of();
        });
        long count = 0;
        while (!open.isEmpty()) {
            Expression expression = open.removeLast();
            switch (expression) {
                case Call call -> {
                    String function = target(call.callee(), scope);
                    if (function != null) count = Math.min(count + steps(function, depth + 1), 2 * MOST_STEPS);
                    if (call.callee() instanceof Expression.Attribute(Expression of, _, _)) open.add(of);
                    open.addAll(call.arguments());
                    open.addAll(call.keywords().values());
                }
                case Expression.Attribute(Expression of, _, _) -> open.add(of);
                case Expression.Subscript(Expression of, Expression index, _) -> open.addAll(List.of(of, index));
                case Expression.Range(Expression from, Expression to, _) -> {
                    if (from != null) open.add(from);
                    if (to != null) open.add(to);
                }
                case Expression.ListOf(List<Expression> items, _) -> open.addAll(items);
                case Expression.TupleOf(List<Expression> items, _) -> open.addAll(items);
                case Expression.DictOf(List<Expression> keys, List<Expression> values, _) -> {
                    open.addAll(keys);
                    open.addAll(values);
                }
                case Expression.Unary(_, Expression of, _) -> open.add(of);
                case Expression.Binary(_, Expression left, Expression right, _) -> open.addAll(List.of(left, right));
                case Expression.Conditional(Expression condition, Expression then, Expression otherwise, _) ->
                    open.addAll(List.of(condition, then, otherwise));
                case Expression.Name _,Constant _ -> {
                    // Calls nothing.
                }
            }
        }
        return count;
    }

    /** The function of ours that is called; null for an operator. All has been checked before. */
    private String target(Expression callee, Scope scope) throws Refusal {
        if (callee instanceof Expression.Name(String name, _))
            return scope.names.get(name) instanceof Kind.Function(String function) ? function : null;
        String dotted = Expression.dotted(callee);
        String head = Expression.head(callee);
        if (head != null && !scope.names.containsKey(head)) return source.functions().containsKey(dotted) ? dotted : null;
        return callee instanceof Expression.Attribute(Expression of, String name, _)
                && kindOnceMore(of, scope) instanceof Kind.Module(ScriptClass type) ? type.qualified() + "." + name : null;
    }

    /** Of an expression that has been checked, without counting its calls again. */
    private Kind kindOnceMore(Expression expression, Scope scope) throws Refusal {
        return switch (expression) {
            case Expression.Name(String name, _) -> scope.names.getOrDefault(name, DATA);
            case Expression.Attribute(Expression of, String name, _) ->
                kindOnceMore(of, scope) instanceof Kind.Module ? member(of, name, expression.line(), scope) : DATA;
            case Call(Expression.Name(String name, _), List<Expression> arguments, _, int line) when name.equals("getattr")
                    && arguments.get(1) instanceof Constant(Object value, _) && value instanceof String member ->
                member(arguments.get(0), member, line, scope);
            default -> DATA;
        };
    }

    /** The most that a whole number can be. @throws Refusal if nothing bounds it */
    private long bound(Expression count, Scope scope, int line, int depth) throws Refusal {
        if (depth > DEEPEST || ++lookups > MOST_LOOKUPS) throw unbounded(scope, line);
        switch (count) {
            case Constant(Object value, _) when value instanceof Long number && number <= MOST_ROUNDS -> {
                return Math.max(0, number);
            }
            case Call call when "int".equals(Expression.dotted(call.callee()))
                    || "annotate".equals(Expression.dotted(call.callee()))
                    || "unchecked_cast".equals(Expression.dotted(call.callee())) -> {
                return bound(call.arguments().getLast(), scope, line, depth + 1);
            }
            case Call call when Expression.dotted(call.callee()) instanceof String name && call.keywords().isEmpty() -> {
                List<Expression> arguments = call.arguments();
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
            case Expression.Name(String name, _) -> {
                return bound(name, scope, line, depth);
            }
            default -> {
                // Nobody knows.
            }
        }
        throw unbounded(scope, line);
    }

    /** Of a name: by all that it was ever set to, and by all that a parameter is ever given. */
    private long bound(String name, Scope scope, int line, int depth) throws Refusal {
        long most = 0;
        boolean known = false;
        for (Expression value : scope.values.getOrDefault(name, List.of())) {
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
                Expression given = i < site.arguments.size() ? site.arguments.get(i) : site.keywords.get(name);
                if (given != null) most = Math.max(most, bound(given, site.caller, line, depth + 1));
            }
            known = true;
        }
        if (!known) throw unbounded(scope, line);
        return most;
    }

    private static boolean isWhole(Expression type) {
        return type instanceof Expression.Name(String name, _) && name.equals("int")
                || type instanceof Expression.Subscript(Expression.Name(String outer, _), Expression inner, _)
                        && outer.equals("Optional") && isWhole(inner);
    }

    private static Refusal unbounded(Scope scope, int line) {
        return scope.refused(line, "a loop of more than " + MOST_ROUNDS + " rounds or without a bound");
    }
}
