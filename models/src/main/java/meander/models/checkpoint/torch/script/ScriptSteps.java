package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.torch.script.ScriptExpression.Call;
import meander.models.checkpoint.torch.script.ScriptExpression.Constant;
import meander.models.checkpoint.torch.script.ScriptFunction.Parameter;
import meander.models.checkpoint.torch.script.ScriptScope.Kind;
import meander.models.checkpoint.torch.script.ScriptScope.Site;

/** How many statements a program can run at most, by the bounds of its loops. Its functions have been checked before. */
final class ScriptSteps {
    private static final int MOST_ROUNDS = 1024;
    /** How many rounds a loop over something's length or axes counts as. */
    private static final long LENGTH = 64;
    private static final long MOST_STEPS = 1 << 22;
    private static final int DEEPEST = 100;
    private static final int MOST_LOOKUPS = 100_000;

    private final ScriptSource source;
    private final Map<String, ScriptScope> scopes;
    private final Map<String, Long> steps = new HashMap<>();
    private final Set<String> active = new HashSet<>();
    private int lookups;

    /** @param scopes of all functions and methods, by qualified name */
    ScriptSteps(ScriptSource source, Map<String, ScriptScope> scopes) {
        this.source = source;
        this.scopes = scopes;
    }

    /** @throws RejectedException if a function takes too long, calls itself, or has a loop without a bound */
    void check() throws RejectedException {
        for (String name : scopes.keySet())
            if (steps(name, 0) > MOST_STEPS) {
                ScriptScope scope = scopes.get(name);
                throw scope.refused(scope.function().line(), "a function of more than " + MOST_STEPS + " steps");
            }
    }

    /** The most statements that a call of a function runs. @throws RejectedException if it calls itself, or has a loop without a bound */
    private long steps(String name, int depth) throws RejectedException {
        Long known = steps.get(name);
        if (known != null) return known;
        ScriptScope scope = scopes.get(name);
        if (!active.add(name) || depth > DEEPEST) throw scope.refused(scope.function().line(), "a function that calls itself");
        long count = steps(scope.function().body(), scope, depth);
        active.remove(name);
        steps.put(name, count);
        return count;
    }

    private long steps(List<ScriptStatement> statements, ScriptScope scope, int depth) throws RejectedException {
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
    private long called(ScriptStatement statement, ScriptScope scope, int depth) throws RejectedException {
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
    private String target(ScriptExpression callee, ScriptScope scope) {
        if (callee instanceof ScriptExpression.Name(String name, _))
            return scope.names().get(name) instanceof Kind.Function(String function) ? function : null;
        String dotted = ScriptExpression.dotted(callee);
        String head = ScriptExpression.head(callee);
        if (head != null && !scope.names().containsKey(head)) return source.functions().containsKey(dotted) ? dotted : null;
        return callee instanceof ScriptExpression.Attribute(ScriptExpression of, String name, _)
                && kindOnceMore(of, scope) instanceof Kind.Module(ScriptClass type) ? type.qualified() + "." + name : null;
    }

    /** Of an expression that has been checked, without counting its calls again. */
    private Kind kindOnceMore(ScriptExpression expression, ScriptScope scope) {
        return switch (expression) {
            case ScriptExpression.Name(String name, _) -> scope.names().getOrDefault(name, ScriptScope.DATA);
            case ScriptExpression.Attribute(ScriptExpression of, String name, _) -> memberOnceMore(of, name, scope);
            case Call(ScriptExpression.Name(String name, _), List<ScriptExpression> arguments, _, _) when name.equals("getattr")
                    && arguments.get(1) instanceof Constant(Object value, _) && value instanceof String member ->
                memberOnceMore(arguments.get(0), member, scope);
            default -> ScriptScope.DATA;
        };
    }

    private Kind memberOnceMore(ScriptExpression of, String name, ScriptScope scope) {
        return kindOnceMore(of, scope) instanceof Kind.Module(ScriptClass type)
                ? ScriptScope.member(source, type, name).orElse(ScriptScope.DATA)
                : ScriptScope.DATA;
    }

    /** The most that a whole number can be. @throws RejectedException if nothing bounds it */
    private long bound(ScriptExpression count, ScriptScope scope, int line, int depth) throws RejectedException {
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
    private long bound(String name, ScriptScope scope, int line, int depth) throws RejectedException {
        long most = 0;
        boolean known = false;
        for (ScriptExpression value : scope.values().getOrDefault(name, List.of())) {
            if (value == null) throw unbounded(scope, line);
            most = Math.max(most, bound(value, scope, line, depth + 1));
            known = true;
        }
        List<Parameter> parameters = scope.function().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (!parameter.name().equals(name)) continue;
            if (!isWhole(parameter.type())) throw unbounded(scope, line);
            if (parameter.value() != null) most = Math.max(most, bound(parameter.value(), scope, line, depth + 1));
            // What the engine is given are tensors, and nothing calls what nobody calls.
            for (Site site : scope.callers()) {
                ScriptExpression given = i < site.arguments().size() ? site.arguments().get(i) : site.keywords().get(name);
                if (given != null) most = Math.max(most, bound(given, site.caller(), line, depth + 1));
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

    private static RejectedException unbounded(ScriptScope scope, int line) {
        return scope.refused(line, "a loop of more than " + MOST_ROUNDS + " rounds or without a bound");
    }
}
