package meander.models.graph.torchscript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Pass.Condition;
import meander.models.graph.Pipelines;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Writes a graph as the lines of a TorchScript method: one line for each operation, with its shape at the end. What no result needs is
 * left out.
 */
public final class TorchScriptCompiler {
    private static final Set<String> RESERVED = Set.of("self", "torch", "def", "return", "for", "in", "if", "else", "not", "and",
            "or", "is", "None", "True", "False", "class", "lambda", "gradients", "share");

    private final TorchScriptBuilder script;
    private final Graph graph;
    private final Storage storage;
    private final Set<String> learned;
    private final Map<Value, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>(RESERVED);
    private final List<String> lines = new ArrayList<>();
    private final Set<Value> differentiable = new HashSet<>();
    private final Set<Value> targets = new HashSet<>();

    /** Where a method finds the tensors it keeps. */
    public interface Storage {
        /** An expression for a parameter, shape included. */
        String read(Op.Parameter parameter);

        /** An expression for the same numbers in one dimension, to be written to. */
        String place(Op.Parameter parameter);
    }

    /** @param learned names of the parameters by which an output is differentiated */
    private TorchScriptCompiler(TorchScriptBuilder script, Graph graph, Storage storage, Set<String> learned) {
        boolean differentiated = !learned.isEmpty() || !Condition.NOT_DIFFERENTIATED.holds(graph);
        this.script = script;
        this.graph = Pipelines.torchScript(differentiated, script.padsChannels()).run(graph);
        this.learned = learned;
        this.storage = storage;
    }

    /** A network as a script of one method, {@code forward}, from its inputs in declared order to its outputs, a tuple if there are several. */
    public static TorchScriptBuilder serving(Network network, String name) {
        return serving(network, name, Map.of());
    }

    /**
     * As {@link #serving(Network, String)}, for a file that stands alone: it runs any batch size, and pictures of any size where nothing in
     * the network is bound to one.
     *
     * @param fixed values of inputs that the script holds itself; they are no arguments
     */
    public static TorchScriptBuilder serving(Network network, String name, Map<String, Tensor> fixed) {
        return serving(network, new TorchScriptBuilder(name), fixed);
    }

    /** As {@link #serving(Network, String, Map)}, into an empty script. */
    public static TorchScriptBuilder serving(Network network, TorchScriptBuilder script, Map<String, Tensor> fixed) {
        Map<String, String> attributes = new HashMap<>();
        network.graph().parameters().values().forEach(value -> {
            Op.Parameter parameter = (Op.Parameter) value.op();
            String attribute = identifier(parameter.name());
            attributes.put(parameter.name(), attribute);
            script.keep(attribute, network.weights().get(parameter));
        });
        TorchScriptCompiler compiler = new TorchScriptCompiler(script, network.graph(), new Storage() {
            @Override
            public String read(Op.Parameter parameter) {
                return "self." + attributes.get(parameter.name());
            }

            @Override
            public String place(Op.Parameter parameter) {
                return "torch.view(" + read(parameter) + ", [-1])";
            }
        }, Set.of());
        Graph graph = compiler.graph;
        // In the graph's order: that of an unmodifiable map is another in each process, and so would the constants' names be.
        graph.inputs().forEach((input, value) -> {
            if (fixed.containsKey(input)) compiler.names.put(value, script.constant(fixed.get(input)));
        });
        compiler.forward(graph.outputs().values());
        List<String> results = graph.outputs().values().stream().map(compiler::name).toList();
        boolean one = results.size() == 1;
        compiler.lines.add("return " + (one ? results.getFirst() : "(" + String.join(", ", results) + ")"));
        List<String> arguments = graph.inputs().entrySet().stream().filter(input -> !fixed.containsKey(input.getKey()))
                .map(input -> compiler.name(input.getValue())).toList();
        script.method("forward", arguments,
                one ? "Tensor" : "Tuple[" + results.stream().map(_ -> "Tensor").collect(Collectors.joining(", ")) + "]",
                compiler.lines);
        return script;
    }

    /**
     * A method that works out the outputs of a graph, adds {@code share} times the gradient of the first to what is kept for each of some
     * parameters, carries out the graph's updates, and returns all outputs, which are single numbers, as one vector. Its first argument
     * is {@code share}, the others are the graph's inputs in declared order.
     *
     * @param learned  names of the parameters by which the first output is differentiated; none for a method without gradients
     * @param gradient where the gradients are added to
     */
    public static void learning(TorchScriptBuilder script, String method, Graph graph, Storage storage, Set<String> learned,
            Storage gradient) {
        TorchScriptCompiler compiler = new TorchScriptCompiler(script, graph, storage, learned);
        List<Value> results = new ArrayList<>(compiler.graph.outputs().values());
        results.addAll(compiler.graph.updates().values());
        compiler.forward(results);
        if (!learned.isEmpty()) compiler.differentiate(gradient);
        compiler.graph.updates()
                .forEach((kept, becomes) -> compiler.lines.add("torch.copy_(" + storage.place((Op.Parameter) kept.op())
                        + ", torch.reshape(torch.detach(" + compiler.tensor(becomes, "%s") + "), [-1]))"));
        compiler.lines.add("return torch.stack([" + compiler.graph.outputs().values().stream()
                .map(output -> "torch.reshape(torch.detach(" + compiler.tensor(output, "%s") + "), [])")
                .collect(Collectors.joining(", ")) + "])");
        List<String> arguments = new ArrayList<>(List.of("share"));
        arguments.addAll(compiler.arguments());
        script.method(method, arguments, "Tensor", compiler.lines);
    }

    /** A method from a graph's inputs in declared order to its first output. */
    public static void drawing(TorchScriptBuilder script, String method, Graph graph, Storage storage) {
        TorchScriptCompiler compiler = new TorchScriptCompiler(script, graph, storage, Set.of());
        Value result = compiler.graph.outputs().firstEntry().getValue();
        compiler.forward(List.of(result));
        compiler.lines.add("return " + compiler.name(result));
        script.method(method, compiler.arguments(), "Tensor", compiler.lines);
    }

    private List<String> arguments() {
        return graph.inputs().values().stream().map(this::name).toList();
    }

    private void forward(Collection<Value> results) {
        List<Value> needed = graph.readBy(results).stream().mapToObj(graph.values()::get).toList();
        for (Value value : needed)
            if (value.op() instanceof Op.Gradient) targets.add(value.operands().get(1));
        graph.inputs().values().forEach(this::name); // arguments keep their names
        needed.forEach(this::write);
    }

    private void write(Value value) {
        boolean flows = switch (value.op()) {
            case Op.Parameter parameter -> learned.contains(parameter.name());
            case Op.StopGradient _ -> false;
            default -> value.operands().stream().anyMatch(differentiable::contains);
        };
        boolean leaf = value.op() instanceof Op.Parameter && flows || targets.contains(value) && !flows;
        if (flows || leaf) differentiable.add(value);
        if (value.op() instanceof Op.Constant(Tensor tensor) && !leaf) {
            names.put(value, tensor.shape().rank() == 0 ? number(tensor.data()[0]) : script.constant(tensor));
            return;
        }
        if (value.op() instanceof Op.Input && !leaf) return;
        String expression = expression(value);
        if (leaf) expression = "torch.requires_grad_(torch.detach(" + expression + "), True)";
        lines.add(name(value) + " = " + expression + "  # " + value.shape());
    }

    private void differentiate(Storage gradient) {
        List<Value> parameters = graph.parameters().values().stream()
                .filter(value -> learned.contains(((Op.Parameter) value.op()).name())).toList();
        if (parameters.size() < learned.size())
            throw new IllegalArgumentException("the graph lacks some of the parameters " + learned);
        String loss = name(graph.outputs().firstEntry().getValue());
        lines.add("gradients = torch.grad([torch.sum(" + loss + ")], ["
                + parameters.stream().map(this::name).collect(Collectors.joining(", ")) + "], None, False, False, False)");
        lines.add("amount = float(share)");
        for (int i = 0; i < parameters.size(); i++)
            lines.add("torch.add_(" + gradient.place((Op.Parameter) parameters.get(i).op())
                    + ", torch.reshape(torch._unwrap_optional(gradients[" + i + "]), [-1]), alpha=amount)");
    }

    private String expression(Value value) {
        String x = value.operands().isEmpty() ? "" : name(value.operands().getFirst());
        return switch (value.op()) {
            case Op.Input _ -> name(value);
            case Op.Parameter parameter -> storage.read(parameter);
            case Op.Constant(Tensor tensor) -> script.constant(tensor);
            case Op.Unary(Op.Unary.Function function) -> tensor(value.operands().getFirst(), switch (function) {
                case NEGATE -> "torch.neg(%s)";
                case ABSOLUTE -> "torch.abs(%s)";
                case SQUARE -> "torch.square(%s)";
                case SQRT -> "torch.sqrt(%s)";
                case RECIPROCAL -> "torch.reciprocal(%s)";
                case EXP -> "torch.exp(%s)";
                case LOG -> "torch.log(%s)";
                case SIN -> "torch.sin(%s)";
                case COS -> "torch.cos(%s)";
                case TANH -> "torch.tanh(%s)";
                case SIGMOID -> "torch.sigmoid(%s)";
                case SOFTPLUS -> "torch.softplus(%s)";
                case ERF -> "torch.erf(%s)";
                case FLOOR -> "torch.floor(%s)";
                case SIGN -> "torch.sign(%s)";
            });
            case Op.Binary(Op.Binary.Function function) -> binary(function, value.operands().get(0), value.operands().get(1));
            case Op.LeakyRelu(double slope) ->
                slope == 0 ? "torch.relu(" + x + ")" : "torch.leaky_relu(" + x + ", " + slope + ")";
            case Op.Clamp(double min, double max) -> "torch.clamp(" + x + ", " + limit(min) + ", " + limit(max) + ")";
            case Op.Softmax(int axis) -> "torch.softmax(" + x + ", " + axis + ")";
            case Op.Reduce(Op.Reduce.Function function, List<Integer> axes, boolean keep) ->
                (function == Op.Reduce.Function.SUM ? "torch.sum(" : "torch.mean(") + x + ", " + axes + ", "
                        + (keep ? "True" : "False") + ")";
            case Op.Reshape(Shape shape, boolean keepsBatch) -> {
                int[] dims = shape.dims();
                if (keepsBatch) dims[0] = -1;
                yield "torch.reshape(" + x + ", " + Arrays.toString(dims) + ")";
            }
            case Op.Transpose(List<Integer> axes) -> "torch.permute(" + x + ", " + axes + ")";
            case Op.Concat(int axis) ->
                "torch.cat([" + value.operands().stream().map(this::name).collect(Collectors.joining(", ")) + "], " + axis + ")";
            case Op.Slice(int axis, int from, int to) ->
                "torch.narrow(" + x + ", " + axis + ", " + from + ", " + (to - from) + ")";
            case Op.Pad2d(Padding padding, Op.Pad2d.Mode mode) -> switch (mode) {
                case ZERO -> "torch.constant_pad_nd(" + x + ", " + around(padding) + ", 0)";
                case REFLECT -> "torch.reflection_pad2d(" + x + ", " + around(padding) + ")";
                case REPLICATE -> "torch.replication_pad2d(" + x + ", " + around(padding) + ")";
            };
            case Op.MatMul _ -> "torch.matmul(" + x + ", " + name(value.operands().get(1)) + ")";
            case Op.Conv2d(int stride, Padding padding, int groups) -> {
                boolean even = even(padding);
                String in = even ? x : "torch.constant_pad_nd(" + x + ", " + around(padding) + ", 0)";
                yield "torch.conv2d(" + in + ", " + name(value.operands().get(1)) + ", None, " + twice(stride) + ", "
                        + (even ? "[" + padding.top() + ", " + padding.left() + "]" : "[0, 0]") + ", [1, 1], " + groups + ")";
            }
            case Op.ConvTranspose2d(int stride, Padding padding, int outputPadding, int groups) -> {
                boolean even = even(padding);
                String out = "torch.conv_transpose2d(" + x + ", " + name(value.operands().get(1)) + ", None, " + twice(stride)
                        + ", " + (even ? "[" + padding.top() + ", " + padding.left() + "]" : "[0, 0]") + ", "
                        + twice(outputPadding) + ", " + groups + ", [1, 1])";
                yield even
                        ? out
                        : "torch.constant_pad_nd(" + out + ", "
                                + around(new Padding(-padding.top(), -padding.left(), -padding.bottom(), -padding.right()))
                                + ", 0)";
            }
            case Op.UpsampleNearest(int factor) ->
                "torch.upsample_nearest2d(" + x + ", None, [" + (double) factor + ", " + (double) factor + "])";
            case Op.PixelShuffle(int factor) -> "torch.pixel_shuffle(" + x + ", " + factor + ")";
            case Op.InstanceNorm(double epsilon) ->
                "torch.instance_norm(" + x + ", None, None, None, None, True, 0.1, " + epsilon + ", False)";
            case Op.GridSample _ -> "__torch__.look_up(" + x + ", " + name(value.operands().get(1)) + ")";
            case Op.Gradient _ -> "torch._unwrap_optional(torch.grad([torch.sum(" + x + ")], [" + name(value.operands().get(1))
                    + "], None, True, True, False)[0])";
            case Op.StopGradient _ -> "torch.detach(" + tensor(value.operands().getFirst(), "%s") + ")";
        };
    }

    private String binary(Op.Binary.Function function, Value left, Value right) {
        boolean numbers = isNumber(left) && isNumber(right);
        String a = numbers ? tensor(left, "%s") : name(left);
        String b = name(right);
        return switch (function) {
            case ADD -> isNumber(left) ? "torch.add(" + b + ", " + a + ")" : "torch.add(" + a + ", " + b + ")";
            case SUBTRACT -> isNumber(left) && !numbers ? "torch.rsub(" + b + ", " + a + ")" : "torch.sub(" + a + ", " + b + ")";
            case MULTIPLY -> isNumber(left) && !numbers ? "torch.mul(" + b + ", " + a + ")" : "torch.mul(" + a + ", " + b + ")";
            case DIVIDE -> isNumber(left) && !numbers
                    ? "torch.mul(torch.reciprocal(" + b + "), " + a + ")"
                    : "torch.div(" + a + ", " + b + ")";
            case MINIMUM -> "torch.minimum(" + tensor(left, "%s") + ", " + tensor(right, "%s") + ")";
            case MAXIMUM -> "torch.maximum(" + tensor(left, "%s") + ", " + tensor(right, "%s") + ")";
            case LESS -> "torch.type_as(torch.lt(" + tensor(left, "%s") + ", " + tensor(right, "%s") + "), "
                    + tensor(isNumber(left) ? right : left, "%s") + ")";
        };
    }

    private static boolean isNumber(Value value) {
        return value.op() instanceof Op.Constant(Tensor tensor) && tensor.shape().rank() == 0;
    }

    /** An expression in which an operand must be a tensor, not a number. */
    private String tensor(Value operand, String expression) {
        boolean kept = operand.op() instanceof Op.Constant && isNumber(operand);
        return expression.formatted(kept ? script.constant(((Op.Constant) operand.op()).value()) : name(operand));
    }

    private static boolean even(Padding padding) {
        return padding.top() == padding.bottom() && padding.left() == padding.right() && padding.top() >= 0
                && padding.left() >= 0;
    }

    /** As torch counts: the last axis first. */
    private static String around(Padding padding) {
        return Arrays.toString(new int[]{padding.left(), padding.right(), padding.top(), padding.bottom()});
    }

    private static String twice(int number) {
        return "[" + number + ", " + number + "]";
    }

    private static String limit(double value) {
        return Double.isInfinite(value) ? "None" : Double.toString(value);
    }

    private static String number(float value) {
        if (!Float.isFinite(value)) throw new IllegalArgumentException("TorchScript has no word for " + value);
        return Float.toString(value);
    }

    private String name(Value value) {
        return names.computeIfAbsent(value, v -> unique(switch (v.op()) {
            case Op.Input input -> identifier(input.name());
            case Op.Parameter parameter -> identifier(parameter.name());
            default -> "x" + v.id();
        }));
    }

    private String unique(String wanted) {
        String name = wanted;
        while (!taken.add(name))
            name += "_";
        return name;
    }

    /** A name as TorchScript can say it. */
    public static String identifier(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        return Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }
}
