package meander.models.graph.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Op.Extent;
import meander.models.graph.Op.Padding;
import meander.models.graph.Pass.Condition;
import meander.models.graph.Pipeline;
import meander.models.graph.Pipelines;
import meander.models.graph.Shape;
import meander.models.graph.SizeBinding;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

/**
 * Compiles a network to ONNX (opset {@value #OPSET}, IR version {@value #IR_VERSION}). Whatever depends on weights alone is folded,
 * so that convolutions have constant weights, which is what lets a runtime lay them out for its kernels.
 */
public final class OnnxCompiler {
    public static final int OPSET = 17;
    private static final int FLOAT = 1; // as TensorProto.DataType counts
    public static final int IR_VERSION = 8;

    /** Where weights go. */
    public enum Placement {
        /** All in the proto: a file that stands alone. */
        EMBEDDED,
        /** Those over a kilobyte beside it, so that a session can use them without another copy. */
        BESIDE
    }

    private static final int SMALL_ELEMENTS = 256;

    private final Graph source;
    private final Weights weights;
    private final Placement placement;
    private final boolean anyBatch;
    private final boolean anySize;
    private final Map<String, Tensor> fixed;
    private final Map<Value, String> names = new HashMap<>();
    private final SequencedMap<String, Tensor> external = new LinkedHashMap<>();
    private final BitSet needed;
    private final Protobuf graph = new Protobuf();
    private int helpers;

    private OnnxCompiler(Network network, Pipeline pipeline, Placement placement, boolean anyBatch, boolean anySize,
            Map<String, Tensor> fixed) {
        if (!pipeline.left().contains(Condition.CONSTANTS_FOLDED))
            throw new IllegalArgumentException(pipeline + " leaves constants to be worked out each time");
        this.anySize = anySize;
        this.fixed = fixed;
        this.source = pipeline.run(network.graph());
        this.weights = network.weights();
        this.placement = placement;
        this.anyBatch = anyBatch;
        this.needed = source.readBy(source.outputs().values());
    }

    /** For the engine: the batch as the graph says, large weights beside the proto. Algorithms {@linkplain Pipelines#onnxChoosing are chosen} before. */
    public static OnnxModel forServing(Network network) {
        return forServing(network, Pipelines.onnxServing(network.weights()));
    }

    /** As {@link #forServing(Network)}, algorithms chosen here. @param cpu whether it will run on the CPU, for which convolutions are rewritten */
    public static OnnxModel forServing(Network network, boolean cpu) {
        return forServing(network, Pipelines.onnxServing(network.weights(), cpu));
    }

    private static OnnxModel forServing(Network network, Pipeline pipeline) {
        return new OnnxCompiler(network, pipeline, Placement.BESIDE, false, false, Map.of()).compile("network", Map.of());
    }

    /**
     * For a file: stands alone, and runs any batch size.
     *
     * @param name       what the graph is called inside
     * @param fixed      values of inputs that the file holds itself, so that nobody has to feed them
     * @param properties free text kept in the file, by key
     */
    public static OnnxModel forExport(Network network, String name, Map<String, Tensor> fixed, Map<String, String> properties) {
        return new OnnxCompiler(network, Pipelines.onnxExport(network.weights()), Placement.EMBEDDED, true, false, fixed)
                .compile(name, properties);
    }

    /**
     * As {@link #forExport}, for a network of pictures that is the same whatever their size; it runs any height and width, too.
     *
     * @throws IllegalArgumentException if an operation is bound to the size for which the network was built
     */
    public static OnnxModel forAnySize(Network network, String name, Map<String, String> properties) {
        if (isBoundToSize(network)) throw new IllegalArgumentException("the network is bound to one size");
        return new OnnxCompiler(network, Pipelines.onnxExport(network.weights()), Placement.EMBEDDED, true, true, Map.of())
                .compile(name, properties);
    }

    /** Whether an operation of a network of pictures, or a constant in it, holds the size for which it was built. */
    public static boolean isBoundToSize(Network network) {
        Set<Extent> bound = SizeBinding.of(network.graph());
        return bound.contains(Extent.HEIGHT) || bound.contains(Extent.WIDTH);
    }

    private OnnxModel compile(String name, Map<String, String> properties) {
        graph.text(2, name);
        source.outputs().forEach((output, value) -> names.putIfAbsent(value, output));
        source.inputs().forEach((input, value) -> {
            names.put(value, input);
            if (fixed.containsKey(input)) initializer(input, fixed.get(input));
            else
                describe(11, input, value.shape());
        });
        for (Value value : source.values()) {
            boolean computed = !(value.op() instanceof Op.Input) && !isConstant(value);
            if (computed && needed.get(value.id())) emit(value);
        }
        source.outputs().forEach((output, value) -> {
            if (!output.equals(names.get(value)) || isConstant(value)) node("Identity", List.of(operand(value)), output);
            describe(12, output, value.shape());
        });
        byte[] content = graph.toByteArray();
        Protobuf model = new Protobuf().number(1, IR_VERSION).text(2, "Meander").bytes(7, content).message(8,
                opset -> opset.text(1, "").number(2, OPSET));
        properties.forEach((key, value) -> model.message(14, property -> property.text(1, key).text(2, value)));
        byte[] proto = model.toByteArray();
        return new OnnxModel(proto, external);
    }

    private static boolean isConstant(Value value) {
        return value.op() instanceof Op.Constant || value.op() instanceof Op.Parameter;
    }

    private void emit(Value value) {
        List<String> in = value.operands().stream().map(this::operand).toList();
        String out = names.computeIfAbsent(value, v -> "v" + v.id());
        String x = in.getFirst();
        switch (value.op()) {
            case Op.Unary(Op.Unary.Function function) -> {
                switch (function) {
                    case SQUARE -> node("Mul", List.of(x, x), out);
                    case NEGATE -> node("Neg", in, out);
                    case ABSOLUTE -> node("Abs", in, out);
                    case SQRT -> node("Sqrt", in, out);
                    case RECIPROCAL -> node("Reciprocal", in, out);
                    case EXP -> node("Exp", in, out);
                    case LOG -> node("Log", in, out);
                    case SIN -> node("Sin", in, out);
                    case COS -> node("Cos", in, out);
                    case TANH -> node("Tanh", in, out);
                    case SIGMOID -> node("Sigmoid", in, out);
                    case SOFTPLUS -> node("Softplus", in, out);
                    case ERF -> node("Erf", in, out);
                    case FLOOR -> node("Floor", in, out);
                    case SIGN -> node("Sign", in, out);
                }
            }
            case Op.Binary(Op.Binary.Function function) when function == Op.Binary.Function.LESS -> {
                node("Less", in, out + ".less");
                node("Cast", List.of(out + ".less"), out, integer("to", FLOAT));
            }
            case Op.Binary(Op.Binary.Function function) -> node(switch (function) {
                case ADD -> "Add";
                case SUBTRACT -> "Sub";
                case MULTIPLY -> "Mul";
                case DIVIDE -> "Div";
                case MINIMUM -> "Min";
                case MAXIMUM -> "Max";
                case LESS -> throw new AssertionError("handled above");
            }, in, out);
            case Op.LeakyRelu(double slope) -> {
                if (slope == 0) node("Relu", in, out);
                else
                    node("LeakyRelu", in, out, real("alpha", slope));
            }
            case Op.Clamp(double min, double max) ->
                node("Clip", List.of(x, helper(Tensor.scalar((float) min)), helper(Tensor.scalar((float) max))), out);
            case Op.Softmax(int axis) -> node("Softmax", in, out, integer("axis", axis));
            case Op.Reduce(Op.Reduce.Function function, List<Integer> axes, boolean keep) -> {
                int[] list = axes.stream().mapToInt(Integer::intValue).toArray();
                switch (function) {
                    case SUM -> node("ReduceSum", List.of(x, helper(list)), out, integer("keepdims", keep ? 1 : 0));
                    case MEAN -> node("ReduceMean", in, out, integers("axes", list), integer("keepdims", keep ? 1 : 0));
                }
            }
            case Op.Reshape(Shape shape, boolean keepsBatch) -> {
                int[] dims = shape.dims();
                if (keepsBatch && anyBatch) dims[0] = 0; // ONNX for: as it was
                node("Reshape", List.of(x, helper(dims)), out);
            }
            case Op.Transpose(List<Integer> axes) ->
                node("Transpose", in, out, integers("perm", axes.stream().mapToInt(Integer::intValue).toArray()));
            case Op.Concat(int axis) -> node("Concat", in, out, integer("axis", axis));
            case Op.Slice(int axis, int from, int to) ->
                node("Slice", List.of(x, helper(new int[]{from}), helper(new int[]{to}), helper(new int[]{axis})), out);
            case Op.Pad2d(Padding p, Op.Pad2d.Mode mode) ->
                node("Pad", List.of(x, helper(new int[]{0, 0, p.top(), p.left(), 0, 0, p.bottom(), p.right()})), out,
                        text("mode", switch (mode) {
                            case ZERO -> "constant";
                            case REFLECT -> "reflect";
                            case REPLICATE -> "edge";
                        }));
            case Op.MatMul _ -> node("MatMul", in, out);
            case Op.Conv2d(int stride, Padding p, int groups) ->
                node("Conv", in, out, strides(stride), pads(p), integer("group", groups), kernelShape(value));
            case Op.ConvTranspose2d(int stride, Padding p, int outputPadding, int groups) ->
                node("ConvTranspose", in, out, strides(stride), pads(p), integer("group", groups), kernelShape(value),
                        integers("output_padding", outputPadding, outputPadding));
            case Op.UpsampleNearest(int factor) -> node("Resize",
                    List.of(x, "", helper(new Tensor(Shape.of(4), new float[]{1, 1, factor, factor}))), out,
                    text("mode", "nearest"), text("coordinate_transformation_mode", "asymmetric"), text("nearest_mode", "floor"));
            case Op.PixelShuffle(int factor) -> node("DepthToSpace", in, out, integer("blocksize", factor), text("mode", "CRD"));
            case Op.GridSample _ -> node("GridSample", in, out, text("mode", "bilinear"), text("padding_mode", "zeros"));
            case Op.InstanceNorm(double epsilon) -> {
                int channels = value.shape().dim(1);
                node("InstanceNormalization", List.of(x, helper(Tensor.full(1, channels)), helper(Tensor.zeros(channels))), out,
                        real("epsilon", epsilon));
            }
            case Op.StopGradient _ -> node("Identity", in, out);
            case Op.Gradient _ -> throw new IllegalArgumentException("a gradient is worked out in training, not when serving");
            case Op.Input _,Op.Parameter _,Op.Constant _ -> throw new IllegalStateException(value + " is not computed");
        }
    }

    /** The name of an operand, which is written as an initializer when it is constant and met for the first time. */
    private String operand(Value value) {
        return switch (value.op()) {
            case Op.Parameter parameter -> initialized.computeIfAbsent(value, _ -> {
                initializer(parameter.name(), weights.get(parameter));
                return parameter.name();
            });
            case Op.Constant(Tensor tensor) -> initialized.computeIfAbsent(value, v -> {
                String name = "constant." + v.id();
                initializer(name, tensor);
                return name;
            });
            default -> names.get(value);
        };
    }

    private final Map<Value, String> initialized = new HashMap<>();

    private String helper(Tensor tensor) {
        String name = "helper." + helpers++;
        initializer(name, tensor);
        return name;
    }

    private String helper(int... values) {
        String name = "helper." + helpers++;
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(raw::putLong);
        graph.message(5, tensor -> tensor.number(1, values.length).number(2, 7).text(8, name).bytes(9, raw.array()));
        return name;
    }

    private void initializer(String name, Tensor tensor) {
        boolean beside = placement == Placement.BESIDE && tensor.data().length > SMALL_ELEMENTS;
        graph.message(5, proto -> {
            for (long dim : tensor.shape().longs())
                proto.number(1, dim);
            proto.number(2, 1).text(8, name);
            if (beside) proto.message(13, entry -> entry.text(1, "location").text(2, "beside")).number(14, 1);
            else {
                ByteBuffer raw = ByteBuffer.allocate(4 * tensor.data().length).order(ByteOrder.LITTLE_ENDIAN);
                raw.asFloatBuffer().put(tensor.data());
                proto.bytes(9, raw.array());
            }
        });
        if (beside) external.put(name, tensor);
    }

    private void describe(int field, String name, Shape shape) {
        graph.message(field, info -> info.text(1, name).message(2, type -> type.message(1, tensor -> {
            tensor.number(1, 1).message(2, dims -> IntStream.range(0, shape.rank()).forEach(axis -> dims.message(1, dim -> {
                if (axis == 0 && anyBatch) dim.text(2, "N");
                else if (axis >= 2 && anySize) dim.text(2, name + (axis == 2 ? ".height" : ".width"));
                else
                    dim.number(1, shape.dim(axis));
            })));
        })));
    }

    @SafeVarargs
    private void node(String type, List<String> inputs, String output, Consumer<Protobuf>... attributes) {
        graph.message(1, node -> {
            inputs.forEach(input -> node.text(1, input));
            node.text(2, output).text(3, type + "." + output).text(4, type);
            for (Consumer<Protobuf> attribute : attributes)
                node.message(5, attribute);
        });
    }

    private static Consumer<Protobuf> real(String name, double value) {
        return attribute -> attribute.text(1, name).real(2, (float) value).number(20, 1);
    }

    private static Consumer<Protobuf> integer(String name, long value) {
        return attribute -> attribute.text(1, name).number(3, value).number(20, 2);
    }

    private static Consumer<Protobuf> text(String name, String value) {
        return attribute -> attribute.text(1, name).text(4, value).number(20, 3);
    }

    private static Consumer<Protobuf> integers(String name, int... values) {
        return attribute -> {
            attribute.text(1, name);
            for (int value : values)
                attribute.number(8, value);
            attribute.number(20, 7);
        };
    }

    private static Consumer<Protobuf> strides(int stride) {
        return integers("strides", stride, stride);
    }

    private static Consumer<Protobuf> pads(Padding p) {
        return integers("pads", p.top(), p.left(), p.bottom(), p.right());
    }

    private static Consumer<Protobuf> kernelShape(Value convolution) {
        Shape kernel = convolution.operands().get(1).shape();
        return integers("kernel_shape", kernel.dim(2), kernel.dim(3));
    }
}
