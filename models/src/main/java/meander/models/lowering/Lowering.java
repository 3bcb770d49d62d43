package meander.models.lowering;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;

import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.torch.script.CheckedScript;
import meander.models.checkpoint.torch.script.OperatorList;
import meander.models.checkpoint.torch.script.ScriptExpression;
import meander.models.checkpoint.torch.script.ScriptFunction;
import meander.models.checkpoint.torch.script.ScriptFunction.Parameter;
import meander.models.checkpoint.torch.script.ScriptStatement;
import meander.models.graph.ConstantFolding;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.lowering.LoweredTensor.Kind;

/**
 * Compiles a program onto our own graph by partial evaluation: its {@code forward} runs once, on inputs of which shapes alone are known. Whole numbers, texts,
 * lists, modules and conditions on them are worked out on the spot, and tensors become values of the graph; weights become its parameters, as
 * float32 whatever their type was. So loops and functions are gone, {@code self.training} is false, and nothing of the program reaches an
 * engine. It works for the operators that {@link LoweredOperators} lists, and where no condition depends on a tensor's numbers.
 */
public final class Lowering {
    private static final Uninitialized UNINITIALIZED = new Uninitialized();

    /** An input that a program is to be given. @param whole whether its numbers are whole */
    public record Input(String name, Shape shape, boolean whole) {}

    /**
     * What came of it.
     *
     * @param network from the program's inputs, by name, to what it gives: {@code output0}, {@code output1}, …
     */
    public record Lowered(Network network) {}

    private record FunctionValue(String name) {}

    /** Several values that belong together. */
    record TupleValue(List<Object> items) {}

    private record Uninitialized() {}

    /** What a statement leads to: null, or the value that the function gives. */
    private record Returned(Object value) {}

    private final CheckedScript script;
    private final Graph graph = new Graph();
    private final LoweringBudget budget = new LoweringBudget(graph);
    private final ProgramValues held;
    private final ConstantFolding folding;
    private final LoweredOperators operators = new LoweredOperators(this);

    private Lowering(CheckedScript script) {
        this.script = script;
        held = new ProgramValues(script, graph, constant -> evaluate(constant, Map.of()));
        folding = new ConstantFolding(held::tensor);
    }

    /**
     * Compiles a program for inputs of these shapes.
     *
     * @param inputs all that {@code forward} must be given, in order
     * @throws EngineOnlyException      if it does what our graph cannot
     * @throws IllegalArgumentException if the program refuses these shapes
     * @throws UncheckedIOException     if the file cannot be read any more
     */
    public static Lowered of(CheckedScript script, List<Input> inputs) {
        try {
            return new Lowering(script).lowered(inputs);
        } catch (ClassCastException | ArithmeticException | IndexOutOfBoundsException | NullPointerException
                | NoSuchElementException | NegativeArraySizeException e) {
            // What a program gives an operator may be of any type; PyTorch would have refused it by the operator's.
            throw new IllegalArgumentException("an operator was given something else than it takes", e);
        } catch (StackOverflowError e) {
            throw new EngineOnlyException("functions within functions");
        } catch (RejectedException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    private Lowered lowered(List<Input> inputs) throws RejectedException {
        List<Object> arguments = new ArrayList<>(List.of(new ProgramValues.Module(script.module(), "")));
        for (Input input : inputs)
            arguments.add(
                    LoweredTensor.of(graph.input(input.name(), input.shape().dims()), input.whole() ? Kind.WHOLE : Kind.REAL));
        Object result = call(script.forward(), arguments, Map.of());
        List<LoweredTensor> results = new ArrayList<>();
        collect(result, results);
        for (int i = 0; i < results.size(); i++)
            graph.output("output" + i, results.get(i).value());
        return new Lowered(new Network(graph, held.weights()));
    }

    private void collect(Object result, List<LoweredTensor> to) {
        budget.step();
        switch (result) {
            case LoweredTensor tensor -> to.add(tensor);
            case TupleValue(List<Object> items) -> items.forEach(item -> collect(item, to));
            case List<?> items -> items.forEach(item -> collect(item, to));
            case null, default -> throw new EngineOnlyException("a result that is no tensor");
        }
    }

    Graph graph() {
        return graph;
    }

    /** The numbers of a tensor that does not depend on the inputs. */
    Tensor known(LoweredTensor tensor) {
        if (!folding.isConstant(tensor.value())) throw new EngineOnlyException("a decision by a tensor's numbers");
        budget.work(tensor.value());
        return folding.evaluate(tensor.value());
    }

    boolean isKnown(LoweredTensor tensor) {
        return folding.isConstant(tensor.value());
    }

    // Functions and statements

    private Object call(ScriptFunction function, List<Object> arguments, Map<String, Object> keywords) throws RejectedException {
        budget.enter();
        List<Parameter> parameters = function.parameters();
        if (arguments.size() > parameters.size()) throw new IllegalArgumentException("too many arguments of " + function.name());
        Map<String, Object> names = new HashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            Object value;
            if (i < arguments.size()) value = arguments.get(i);
            else if (keywords.containsKey(parameter.name())) value = keywords.get(parameter.name());
            else if (parameter.value() != null) value = evaluate(parameter.value(), names);
            else
                throw new IllegalArgumentException(function.name() + " is not given its " + parameter.name());
            names.put(parameter.name(), value);
        }
        Returned returned = run(function.body(), names);
        budget.leave();
        return returned == null ? null : returned.value();
    }

    private Returned run(List<ScriptStatement> statements, Map<String, Object> names) throws RejectedException {
        for (ScriptStatement statement : statements) {
            budget.step();
            Returned returned = switch (statement) {
                case ScriptStatement.Assign assign -> assign(assign, names);
                case ScriptStatement.Evaluate(ScriptExpression expression, _) -> {
                    evaluate(expression, names);
                    yield null;
                }
                case ScriptStatement.If(ScriptExpression condition, List<ScriptStatement> then, List<ScriptStatement> otherwise, _) ->
                    run(truth(evaluate(condition, names)) ? then : otherwise, names);
                case ScriptStatement.For(String variable, ScriptExpression count, List<ScriptStatement> body, _) ->
                    loop(variable, whole(evaluate(count, names)), body, names);
                case ScriptStatement.Return(ScriptExpression value, _) -> new Returned(evaluate(value, names));
                case ScriptStatement.Pass _ -> null;
            };
            if (returned != null) return returned;
        }
        return null;
    }

    private Returned loop(String variable, long rounds, List<ScriptStatement> body, Map<String, Object> names)
            throws RejectedException {
        for (long i = 0; i < rounds; i++) {
            names.put(variable, i);
            Returned returned = run(body, names);
            if (returned != null) return returned;
        }
        return null;
    }

    private Returned assign(ScriptStatement.Assign assign, Map<String, Object> names) throws RejectedException {
        List<Object> values = new ArrayList<>();
        for (ScriptExpression value : assign.values())
            values.add(evaluate(value, names));
        if (assign.unpack()) values = items(values.getFirst());
        if (values.size() != assign.targets().size()) throw new IllegalArgumentException("another number of values than names");
        for (int i = 0; i < values.size(); i++)
            names.put(assign.targets().get(i), values.get(i));
        return null;
    }

    @SuppressWarnings("unchecked")
    static List<Object> items(Object value) {
        return switch (value) {
            case TupleValue(List<Object> items) -> items;
            case List<?> items -> (List<Object>) items;
            case null, default -> throw new IllegalArgumentException("no list or tuple");
        };
    }

    long whole(Object value) {
        return HostValues.whole(value, this);
    }

    boolean truth(Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case LoweredTensor tensor when tensor.shape().elements() == 1 -> known(tensor).data()[0] != 0;
            case null, default -> throw new IllegalArgumentException("a condition that is none");
        };
    }

    // Expressions

    private Object evaluate(ScriptExpression expression, Map<String, Object> names) throws RejectedException {
        budget.step();
        return switch (expression) {
            case ScriptExpression.Name(String name, _) -> switch (name) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> {
                    if (!names.containsKey(name)) throw new IllegalArgumentException("the name " + name + " without a value");
                    yield names.get(name);
                }
            };
            case ScriptExpression.Constant(Object value, _) -> value;
            case ScriptExpression.Attribute(ScriptExpression of, String name, _) -> attribute(expression, of, name, names);
            case ScriptExpression.Call(ScriptExpression callee, List<ScriptExpression> arguments, var keywords, _) ->
                call(callee, arguments, keywords, names);
            case ScriptExpression.Subscript(ScriptExpression of, ScriptExpression index, _) ->
                subscript(evaluate(of, names), index, names);
            case ScriptExpression.ListOf(List<ScriptExpression> items, _) -> evaluated(items, names);
            case ScriptExpression.TupleOf(List<ScriptExpression> items, _) -> new TupleValue(evaluated(items, names));
            case ScriptExpression.DictOf(List<ScriptExpression> keys, List<ScriptExpression> values, _) -> {
                SequencedMap<Object, Object> dict = new LinkedHashMap<>();
                for (int i = 0; i < keys.size(); i++)
                    dict.put(evaluate(keys.get(i), names), evaluate(values.get(i), names));
                yield dict;
            }
            case ScriptExpression.Unary(String operator, ScriptExpression of, _) -> operator.equals("not")
                    ? (Object) !truth(evaluate(of, names))
                    : operators.call("torch.neg", List.of(evaluate(of, names)), Map.of());
            case ScriptExpression.Binary(String operator, ScriptExpression left, ScriptExpression right, _) -> switch (operator) {
                case "and" -> truth(evaluate(left, names)) && truth(evaluate(right, names));
                case "or" -> truth(evaluate(left, names)) || truth(evaluate(right, names));
                default -> binary(operator, evaluate(left, names), evaluate(right, names));
            };
            case ScriptExpression.Conditional(ScriptExpression condition, ScriptExpression then, ScriptExpression otherwise, _) ->
                evaluate(truth(evaluate(condition, names)) ? then : otherwise, names);
            case ScriptExpression.Range _ -> throw new IllegalArgumentException("a range outside of brackets");
        };
    }

    private Object binary(String operator, Object left, Object right) {
        List<Object> both = new ArrayList<>();
        both.add(left);
        both.add(right);
        return operators.call("torch." + switch (operator) {
            case "+" -> "add";
            case "-" -> "sub";
            case "*" -> "mul";
            case "/" -> "div";
            case "//" -> "floordiv";
            case "%" -> "remainder";
            case "**" -> "pow";
            case "==" -> "eq";
            case "!=" -> "ne";
            case "<" -> "lt";
            case ">" -> "gt";
            case "<=" -> "le";
            case ">=" -> "ge";
            case "is" -> "__is__";
            case "is not" -> "__isnot__";
            default -> throw new IllegalArgumentException(operator);
        }, both, Map.of());
    }

    private List<Object> evaluated(List<ScriptExpression> expressions, Map<String, Object> names) throws RejectedException {
        List<Object> values = new ArrayList<>();
        for (ScriptExpression expression : expressions)
            values.add(evaluate(expression, names));
        return values;
    }

    private Object attribute(ScriptExpression whole, ScriptExpression of, String name, Map<String, Object> names)
            throws RejectedException {
        String head = ScriptExpression.head(whole);
        if (head != null && !names.containsKey(head)) {
            String dotted = ScriptExpression.dotted(whole);
            return head.equals("CONSTANTS") ? held.constant(Integer.parseInt(name.substring(1))) : new FunctionValue(dotted);
        }
        return held.member(evaluate(of, names), name);
    }

    private Object subscript(Object of, ScriptExpression index, Map<String, Object> names) throws RejectedException {
        if (of instanceof Map<?, ?> dict) {
            Object key = evaluate(index, names);
            if (!dict.containsKey(key)) throw new IllegalArgumentException("a dict lacks a key");
            return dict.get(key);
        }
        List<Object> items = items(of);
        if (index instanceof ScriptExpression.Range(ScriptExpression from, ScriptExpression to, _)) {
            List<Object> part = HostValues.part(items, from == null ? null : evaluate(from, names),
                    to == null ? null : evaluate(to, names), 1);
            return of instanceof TupleValue ? new TupleValue(part) : part;
        }
        return HostValues.item(items, whole(evaluate(index, names)));
    }

    private Object call(ScriptExpression callee, List<ScriptExpression> arguments,
            SequencedMap<String, ScriptExpression> keywords, Map<String, Object> names) throws RejectedException {
        if (callee instanceof ScriptExpression.Name(String name, _) && !names.containsKey(name))
            return builtin(name, arguments, names);
        List<Object> values = new ArrayList<>();
        Map<String, Object> named = new HashMap<>();
        ScriptFunction function = null;
        String head = ScriptExpression.head(callee);
        String dotted = ScriptExpression.dotted(callee);
        if (callee instanceof ScriptExpression.Name) {
            if (!(evaluate(callee, names) instanceof FunctionValue(String name)))
                throw new IllegalArgumentException("no function");
            function = script.source().functions().get(name);
        } else if (head != null && !names.containsKey(head)) {
            function = script.source().functions().get(dotted);
        } else if (callee instanceof ScriptExpression.Attribute(ScriptExpression of, String name, _)) {
            if (!(evaluate(of, names) instanceof ProgramValues.Module module)) throw new IllegalArgumentException("no module");
            function = script.type(module.object()).methods().get(name);
            values.add(module);
        }
        values.addAll(evaluated(arguments, names));
        for (var keyword : keywords.entrySet())
            named.put(keyword.getKey(), evaluate(keyword.getValue(), names));
        if (function == null) {
            for (Object value : values)
                budget.weigh(value);
            Object result = operators.call(OperatorList.listed(dotted).orElseThrow(), values, named);
            budget.weigh(result);
            return result;
        }
        if (function.name().equals("look_up") && script.defines("__torch__", TorchScriptBuilder.functions()))
            return LoweredTensor.of(((LoweredTensor) values.get(0)).value().sample(((LoweredTensor) values.get(1)).value()),
                    Kind.REAL);
        return call(function, values, named);
    }

    private Object builtin(String name, List<ScriptExpression> arguments, Map<String, Object> names) throws RejectedException {
        return switch (name) {
            case "annotate", "unchecked_cast" -> evaluate(arguments.get(1), names);
            case "uninitialized" -> UNINITIALIZED;
            case "getattr" ->
                held.member(evaluate(arguments.get(0), names), (String) ((ScriptExpression.Constant) arguments.get(1)).value());
            case "int", "float", "bool" -> HostValues.cast(name, evaluate(arguments.getFirst(), names), this);
            case "str" -> operators.call("torch.str", evaluated(arguments, names), Map.of());
            default -> throw new EngineOnlyException(name);
        };
    }
}
