package meander.models.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.lowering.LoweredTensor.Kind;
import meander.models.lowering.Lowering.TupleValue;
import meander.models.lowering.TensorFunctions.Convolution;

/**
 * The operators of a program that our graph can do, each with its parameters and what becomes of it. What is on
 * {@link meander.models.checkpoint.torch.script.OperatorList} and not here is for an engine only.
 */
public final class LoweredOperators {
    private static final int MOST_CONSTANT = 1 << 22; // numbers in one tensor that a program makes
    private static final int MOST_ROWS = 4096; // of a table that is looked up in, and of numbers that are chosen one by one
    private static final int LONGEST = 10_000; // of a text
    private static final int MOST_ITEMS = 1 << 16; // of a list
    private static final long TO_THE_END = Long.MAX_VALUE;

    /** What becomes of a call. */
    private interface Lower {
        Object of(OperatorCall call);
    }

    private record Operator(List<String> names, Map<String, Object> defaults, Lower lower) {}

    private static final SequencedMap<String, Operator> TABLE = new Table().operators;
    /** Those that write their result into their first argument, by those that do not. */
    private static final Map<String, String> IN_PLACE = inPlace();

    private final Lowering lowering;

    LoweredOperators(Lowering lowering) {
        this.lowering = lowering;
    }

    /** The names of all that become operations of our graph, or are worked out while it is built. */
    public static Set<String> names() {
        Set<String> names = new HashSet<>(TABLE.keySet());
        names.addAll(IN_PLACE.keySet());
        return names;
    }

    private static Map<String, String> inPlace() {
        Map<String, String> inPlace = new HashMap<>();
        for (String name : ("relu relu6 leaky_relu elu selu celu silu mish tanh sigmoid hardtanh hardswish hardsigmoid dropout"
                + " feature_dropout add sub mul div multiply divide pow sqrt rsqrt square exp log neg abs reciprocal sin cos floor clamp clamp_min clamp_max"
                + " lerp addcmul addcdiv masked_fill").split(" "))
            inPlace.put("torch." + name + "_", "torch." + name);
        return Collections.unmodifiableMap(inPlace);
    }

    /** @throws EngineOnlyException if it is not in the table, or not with these arguments */
    Object call(String name, List<Object> arguments, Map<String, Object> keywords) {
        String plain = IN_PLACE.getOrDefault(name, name);
        Operator operator = TABLE.get(plain);
        if (operator == null) throw new EngineOnlyException(name);
        Object result = operator.lower()
                .of(new OperatorCall(lowering, name, operator.names(), operator.defaults(), arguments, keywords));
        if (plain.equals(name)) return result;
        if (!(arguments.getFirst() instanceof LoweredTensor target))
            throw new IllegalArgumentException(name + " without a tensor");
        LoweredTensor written = (LoweredTensor) result;
        return written == target ? target : target.become(written.value());
    }

    long whole(Object value) {
        return wholeOf(value, lowering);
    }

    private static long wholeOf(Object value, Lowering lowering) {
        return switch (value) {
            case Long number -> number;
            case Boolean truth -> truth ? 1 : 0;
            case LoweredTensor tensor when tensor.shape().elements() == 1 -> (long) lowering.known(tensor).data()[0];
            case null, default -> throw new IllegalArgumentException("no whole number");
        };
    }

    /** @param type {@code int}, {@code float} or {@code bool} */
    Object cast(String type, Object value) {
        return cast(type, value, lowering);
    }

    private static Object cast(String type, Object value, Lowering lowering) {
        Object plain = value;
        if (value instanceof LoweredTensor tensor) {
            if (tensor.shape().elements() != 1) throw new IllegalArgumentException("more than one number");
            float number = lowering.known(tensor).data()[0];
            plain = tensor.kind() == Kind.REAL ? (Object) (double) number : (Object) (long) number;
        }
        return switch (type) {
            case "int" -> plain instanceof Double real ? (Object) real.longValue() : (Object) wholeOf(plain, lowering);
            case "float" -> switch (plain) {
                case String text -> real(text);
                case Double real -> real;
                case null, default -> (double) wholeOf(plain, lowering);
            };
            default -> lowering.truth(plain);
        };
    }

    private static double real(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    static Object item(List<Object> items, long index) {
        long at = index < 0 ? index + items.size() : index;
        if (at < 0 || at >= items.size()) throw new IllegalArgumentException("an index outside of a list");
        return items.get((int) at);
    }

    static List<Object> part(List<Object> items, Object from, Object to, long step) {
        if (step < 1) throw new IllegalArgumentException("a step that is not forward");
        int start = bounded(from, 0, items.size());
        int end = bounded(to, items.size(), items.size());
        List<Object> part = new ArrayList<>();
        for (long i = start; i < end; i += step)
            part.add(items.get((int) i));
        return part;
    }

    private static int bounded(Object at, int otherwise, int size) {
        if (at == null) return otherwise;
        if (!(at instanceof Long index)) throw new IllegalArgumentException("an index that is no whole number");
        return Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    /** Fills the table. */
    private static final class Table {
        private final SequencedMap<String, Operator> operators = new LinkedHashMap<>();

        Table() {
            layers();
            activations();
            resizing();
            arithmetic();
            sums();
            shapes();
            choices();
            made();
            host();
        }

        /** @param signature names of parameters, each with what it is where it is left out */
        private void put(String name, String signature, Lower lower) {
            List<String> names = new ArrayList<>();
            Map<String, Object> defaults = new HashMap<>();
            for (String parameter : signature.split(" ")) {
                if (parameter.isEmpty()) continue;
                int equals = parameter.indexOf('=');
                String plain = equals < 0 ? parameter : parameter.substring(0, equals);
                names.add(plain);
                if (equals > 0) defaults.put(plain, literal(parameter.substring(equals + 1)));
            }
            String full = name.startsWith("ops.") ? name : "torch." + name;
            if (operators.put(full, new Operator(names, defaults, lower)) != null) throw new IllegalStateException(name);
        }

        private static Object literal(String text) {
            return switch (text) {
                case "None" -> null;
                case "True" -> true;
                case "False" -> false;
                default -> text.contains(".") || text.contains("e") ? (Object) Double.valueOf(text) : (Object) Long.valueOf(text);
            };
        }

        // Layers

        private void layers() {
            put("conv2d", "input weight bias=None stride=1 padding=0 dilation=1 groups=1", call -> real(convolved(call)));
            put("_convolution_mode", "input weight bias stride padding dilation groups", call -> real(convolved(call)));
            put("conv1d", "input weight bias=None stride=1 padding=0 dilation=1 groups=1", Table::convolvedRow);
            put("conv_transpose2d", "input weight bias=None stride=1 padding=0 output_padding=0 groups=1 dilation=1",
                    call -> real(TensorFunctions.convTranspose2d(call.value("input"), call.value("weight"), call.optional("bias"),
                            convolution(call), call.pair("output_padding"))));
            for (String name : List.of("_convolution", "convolution"))
                put(name,
                        "input weight bias stride padding dilation transposed output_padding groups benchmark=None deterministic=None"
                                + " cudnn_enabled=None allow_tf32=None",
                        call -> {
                            if (call.shape("weight").rank() == 3 && !call.truth("transposed")) return convolvedRow(call);
                            Value x = call.value("input");
                            return real(call.truth("transposed")
                                    ? TensorFunctions.convTranspose2d(x, call.value("weight"), call.optional("bias"),
                                            convolution(call), call.pair("output_padding"))
                                    : TensorFunctions.conv2d(x, call.value("weight"), call.optional("bias"), convolution(call)));
                        });
            put("linear", "input weight bias=None", call -> {
                Value y = matmul(call.value("input"), call.value("weight").transpose());
                return real(call.has("bias") ? y.add(call.value("bias")) : y);
            });
            put("addmm", "input mat1 mat2 beta=1 alpha=1", Table::added);
            put("baddbmm", "input mat1 mat2 beta=1 alpha=1", Table::added);
            for (String name : List.of("mm", "bmm", "mv"))
                put(name, "a b", call -> real(matmul(call.value("a"), call.value("b"))));
            put("matmul", "a b", call -> real(matmul(call.value("a"), call.value("b"))));
            put("dot", "a b", call -> real(call.value("a").mul(call.value("b")).sumAll()));
            put("scaled_dot_product_attention",
                    "query key value attn_mask=None dropout_p=0.0 is_causal=False scale=None enable_gqa=False", call -> {
                        if (call.has("attn_mask") || call.real("dropout_p") != 0 || call.truth("is_causal")
                                || call.truth("enable_gqa"))
                            throw call.engineOnly("of that kind");
                        Value query = call.value("query");
                        Value key = call.value("key");
                        int rank = key.shape().rank();
                        int[] swapped = IntStream.range(0, rank).map(axis -> axis < rank - 2 ? axis : 2 * rank - 3 - axis)
                                .toArray();
                        double scale = call.has("scale") ? call.real("scale") : 1 / Math.sqrt(query.shape().dim(-1));
                        return real(query.matmul(key.transpose(swapped)).mul(scale).softmax(-1).matmul(call.value("value")));
                    });
            put("batch_norm", "input weight bias running_mean running_var training momentum eps cudnn_enabled", call -> {
                Value x = call.value("input");
                if (call.truth("training") || !call.has("running_mean")) {
                    int[] axes = IntStream.range(0, x.shape().rank()).filter(axis -> axis != 1).toArray();
                    return real(TensorFunctions.affine(TensorFunctions.standardised(x, call.real("eps"), axes),
                            call.optional("weight"), call.optional("bias")));
                }
                return real(TensorFunctions.normalised(x, call.value("running_mean"), call.value("running_var"),
                        call.optional("weight"), call.optional("bias"), call.real("eps")));
            });
            put("instance_norm", "input weight bias running_mean running_var use_input_stats momentum eps cudnn_enabled",
                    call -> {
                        Value x = call.value("input");
                        if (x.shape().rank() < 3) throw new IllegalArgumentException("instance normalisation of " + x.shape());
                        if (!call.truth("use_input_stats") && call.has("running_mean"))
                            return real(TensorFunctions.normalised(x, call.value("running_mean"), call.value("running_var"),
                                    call.optional("weight"), call.optional("bias"), call.real("eps")));
                        return real(TensorFunctions.affine(
                                TensorFunctions.standardised(x, call.real("eps"), TensorFunctions.spatial(x)),
                                call.optional("weight"), call.optional("bias")));
                    });
            put("group_norm", "input num_groups weight=None bias=None eps=1e-05 cudnn_enabled=True",
                    call -> real(TensorFunctions.groupNormalised(call.value("input"), call.integer("num_groups"),
                            call.optional("weight"), call.optional("bias"), call.real("eps"))));
            put("layer_norm", "input normalized_shape weight=None bias=None eps=1e-05 cudnn_enable=True",
                    call -> real(TensorFunctions.layerNormalised(call.value("input"), call.integers("normalized_shape"),
                            call.optional("weight"), call.optional("bias"), call.real("eps"))));
            for (String name : List.of("dropout", "feature_dropout", "alpha_dropout"))
                put(name, "input p train", call -> {
                    if (call.truth("train")) throw call.engineOnly("in training");
                    return call.tensor("input");
                });
        }

        private static Convolution convolution(OperatorCall call) {
            return new Convolution(call.pair("stride"), call.pair("padding"), call.pair("dilation"), call.integer("groups"));
        }

        private static Value convolved(OperatorCall call) {
            Value x = call.value("input");
            Value weight = call.value("weight");
            if (!(call.get("padding") instanceof String how))
                return TensorFunctions.conv2d(x, weight, call.optional("bias"), convolution(call));
            int[] dilation = call.pair("dilation");
            if (how.equals("same")) {
                int[] all = {dilation[0] * (weight.shape().dim(2) - 1), dilation[1] * (weight.shape().dim(3) - 1)};
                x = x.pad(new Padding(all[0] / 2, all[1] / 2, all[0] - all[0] / 2, all[1] - all[1] / 2), Op.Pad2d.Mode.ZERO);
            } else if (!how.equals("valid")) { throw new IllegalArgumentException("padding " + how); }
            return TensorFunctions.conv2d(x, weight, call.optional("bias"),
                    new Convolution(call.pair("stride"), new int[]{0, 0}, dilation, call.integer("groups")));
        }

        /** {@code [N,C,L]} as a picture of one row. */
        private static Object convolvedRow(OperatorCall call) {
            Value x = call.value("input");
            Value weight = call.value("weight");
            if (x.shape().rank() != 3 || weight.shape().rank() != 3) throw new IllegalArgumentException("a row of " + x.shape());
            Convolution how = new Convolution(new int[]{call.integers("stride")[0], call.integers("stride")[0]},
                    new int[]{0, call.integers("padding")[0]}, new int[]{1, call.integers("dilation")[0]},
                    call.integer("groups"));
            Value y = TensorFunctions.conv2d(x.reshape(TensorFunctions.inserted(x.shape().dims(), 2, 1)),
                    weight.reshape(TensorFunctions.inserted(weight.shape().dims(), 2, 1)), call.optional("bias"), how);
            return real(y.reshape(TensorFunctions.removed(y.shape().dims(), 2)));
        }

        private static Object added(OperatorCall call) {
            Value product = matmul(call.value("mat1"), call.value("mat2")).mul(call.real("alpha"));
            double beta = call.real("beta");
            return real(beta == 0 ? product : product.add(call.value("input").mul(beta)));
        }

        private static Value matmul(Value a, Value b) {
            boolean row = a.shape().rank() == 1;
            boolean column = b.shape().rank() == 1;
            Value left = row ? a.reshape(1, a.shape().dim(0)) : a;
            Value right = column ? b.reshape(b.shape().dim(0), 1) : b;
            Value product = left.matmul(right);
            int[] dims = product.shape().dims();
            if (column) dims = TensorFunctions.removed(dims, dims.length - 1);
            if (row) dims = TensorFunctions.removed(dims, dims.length - (column ? 1 : 2));
            return product.reshape(dims);
        }

        // Functions of each number

        private void activations() {
            unary("relu", Value::relu);
            unary("relu6", x -> x.clamp(0, 6));
            unary("tanh", Value::tanh);
            unary("sigmoid", x -> x.unary(Op.Unary.Function.SIGMOID));
            for (String name : List.of("logsigmoid", "log_sigmoid"))
                unary(name, x -> x.negate().softplus().negate());
            unary("silu", x -> x.mul(x.unary(Op.Unary.Function.SIGMOID)));
            unary("mish", x -> x.mul(x.softplus().tanh()));
            unary("softsign", x -> x.div(x.abs().add(1)));
            unary("hardsigmoid", Table::hardSigmoid);
            unary("hardswish", x -> x.mul(hardSigmoid(x)));
            unary("selu", x -> elu(x, 1.6732632423543772848170429916717, 1).mul(1.0507009873554804934193349852946));
            put("leaky_relu", "input negative_slope=0.01",
                    call -> real(call.value("input").leakyRelu(call.real("negative_slope"))));
            put("prelu", "input weight", call -> {
                Value x = call.value("input");
                Value weight = call.value("weight");
                Value slope = weight.shape().elements() == 1 || x.shape().rank() < 2
                        ? weight.reshape()
                        : weight.reshape(IntStream.range(0, x.shape().rank())
                                .map(axis -> axis == 1 ? weight.shape().elements() : 1).toArray());
                return real(x.relu().sub(x.negate().relu().mul(slope)));
            });
            put("elu", "input alpha=1 scale=1 input_scale=1", call -> {
                if (call.real("input_scale") != 1) throw call.engineOnly("with another scale");
                return real(elu(call.value("input"), call.real("alpha"), 1).mul(call.real("scale")));
            });
            put("celu", "input alpha=1.0", call -> real(elu(call.value("input"), call.real("alpha"), call.real("alpha"))));
            put("gelu", "input approximate=None", call -> {
                Value x = call.value("input");
                if (Objects.equals(call.get("approximate"), "tanh"))
                    return real(x.mul(0.5).mul(x.add(x.square().mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI)).tanh().add(1)));
                return real(x.mul(0.5).mul(x.mul(Math.sqrt(0.5)).erf().add(1)));
            });
            put("softplus", "input beta=1 threshold=20", call -> {
                double beta = call.real("beta");
                return real(call.value("input").mul(beta).softplus().mul(1 / beta));
            });
            put("hardtanh", "input min_val=-1 max_val=1",
                    call -> real(call.value("input").clamp(call.real("min_val"), call.real("max_val"))));
            put("glu", "input dim=-1", call -> {
                Value x = call.value("input");
                int axis = x.shape().axis(call.integer("dim"));
                int half = x.shape().dim(axis) / 2;
                if (2 * half != x.shape().dim(axis)) throw new IllegalArgumentException("no two halves of " + x.shape());
                return real(x.slice(axis, 0, half).mul(x.slice(axis, half, 2 * half).unary(Op.Unary.Function.SIGMOID)));
            });
            put("softmax", "input dim dtype=None", call -> real(call.value("input").softmax(call.integer("dim"))));
            put("_softmax", "input dim half_to_float=False", call -> real(call.value("input").softmax(call.integer("dim"))));
            put("log_softmax", "input dim dtype=None",
                    call -> real(call.value("input").softmax(call.integer("dim")).unary(Op.Unary.Function.LOG)));
        }

        private void unary(String name, UnaryOperator<Value> function) {
            put(name, "input", call -> real(function.apply(call.value("input"))));
        }

        private static Value hardSigmoid(Value x) {
            return x.add(3).clamp(0, 6).mul(1.0 / 6);
        }

        private static Value elu(Value x, double alpha, double width) {
            Value below = x.clamp(Double.NEGATIVE_INFINITY, 0).mul(1 / width).exp().sub(1).mul(alpha);
            return x.relu().add(below);
        }

        // Other sizes

        private void resizing() {
            for (String name : List.of("upsample_nearest2d", "_upsample_nearest_exact2d"))
                put(name, "input size a=None b=None", call -> {
                    double[] scales = scales(call, "a", "b");
                    return real(TensorFunctions.nearest(picture(call), sizes(call, scales), scales, name.contains("exact")));
                });
            put("upsample_bilinear2d", "input size align_corners a=None b=None", call -> resized(call, false));
            put("upsample_bicubic2d", "input size align_corners a=None b=None", call -> resized(call, true));
            put("pixel_shuffle", "input upscale_factor",
                    call -> real(call.value("input").pixelShuffle(call.integer("upscale_factor"))));
            put("pixel_unshuffle", "input downscale_factor", call -> {
                Value x = picture(call);
                int f = call.integer("downscale_factor");
                int[] d = x.shape().dims();
                if (f < 1 || d[2] % f != 0 || d[3] % f != 0) throw new IllegalArgumentException("no parts of " + x.shape());
                return real(x.reshape(d[0], d[1], d[2] / f, f, d[3] / f, f).transpose(0, 1, 3, 5, 2, 4).reshape(d[0],
                        d[1] * f * f, d[2] / f, d[3] / f));
            });
            put("avg_pool2d",
                    "input kernel_size stride=None padding=0 ceil_mode=False count_include_pad=True divisor_override=None",
                    call -> {
                        int[] padding = call.pair("padding");
                        boolean padded = padding[0] > 0 || padding[1] > 0;
                        if (call.truth("ceil_mode") || call.has("divisor_override") || padded && !call.truth("count_include_pad"))
                            throw call.engineOnly("of that kind");
                        return real(TensorFunctions.meanPool(picture(call), call.pair("kernel_size"), stride(call), padding));
                    });
            put("max_pool2d", "input kernel_size stride=None padding=0 dilation=1 ceil_mode=False", call -> {
                int[] dilation = call.pair("dilation");
                if (call.truth("ceil_mode") || dilation[0] != 1 || dilation[1] != 1) throw call.engineOnly("of that kind");
                return real(TensorFunctions.maxPool(picture(call), call.pair("kernel_size"), stride(call), call.pair("padding")));
            });
            put("adaptive_avg_pool2d", "input output_size", call -> {
                Value x = picture(call);
                List<Object> wanted = call.get("output_size") instanceof Long side
                        ? List.of(side, side)
                        : Lowering.items(call.get("output_size"));
                int[] sizes = IntStream.range(0, 2).map(
                        i -> wanted.get(i) == null ? x.shape().dim(2 + i) : Math.toIntExact(call.lowering().whole(wanted.get(i))))
                        .toArray();
                return real(TensorFunctions.adaptiveMean(x, sizes));
            });
            for (String name : List.of("grid_sampler", "grid_sampler_2d"))
                put(name, "input grid interpolation_mode padding_mode align_corners", call -> {
                    if (call.whole("interpolation_mode") != 0 || call.whole("padding_mode") != 0 || call.truth("align_corners"))
                        throw call.engineOnly("of that kind");
                    return real(call.value("input").sample(call.value("grid")));
                });
            put("constant_pad_nd", "input pad value=0", call -> padded(call, "constant"));
            put("reflection_pad2d", "input pad", call -> padded(call, "reflect"));
            put("replication_pad2d", "input pad", call -> padded(call, "replicate"));
            put("pad", "input pad mode=None value=None",
                    call -> padded(call, call.get("mode") == null ? "constant" : call.text("mode")));
        }

        private static int[] stride(OperatorCall call) {
            boolean own = call.has("stride") && !(call.get("stride") instanceof List<?> list && list.isEmpty());
            return call.pair(own ? "stride" : "kernel_size");
        }

        private static Value picture(OperatorCall call) {
            Value x = call.value("input");
            if (x.shape().rank() != 4) throw new IllegalArgumentException(call.operator() + " of " + x.shape());
            return x;
        }

        /** Of rows and columns, as a list or one by one; 0 where none is said. */
        private static double[] scales(OperatorCall call, String first, String second) {
            if (call.get(first) instanceof List<?> list) {
                if (list.size() != 2) throw new IllegalArgumentException("scales of other than two dimensions");
                return list.stream().mapToDouble(scale -> (double) cast("float", scale, call.lowering())).toArray();
            }
            double rows = call.has(first) ? call.real(first) : 0;
            return new double[]{rows, call.has(second) ? call.real(second) : rows};
        }

        private static int[] sizes(OperatorCall call, double[] scales) {
            if (call.has("size")) return call.pair("size");
            Shape shape = call.shape("input");
            return new int[]{(int) Math.floor(shape.dim(2) * scales[0]), (int) Math.floor(shape.dim(3) * scales[1])};
        }

        private static Object resized(OperatorCall call, boolean cubic) {
            double[] scales = scales(call, "a", "b");
            return real(TensorFunctions.linear(picture(call), sizes(call, scales), scales, call.truth("align_corners"), cubic));
        }

        private static Object padded(OperatorCall call, String mode) {
            Value x = call.value("input");
            int[] pad = call.integers("pad");
            double value = call.operator().equals("torch.constant_pad_nd") || call.operator().equals("torch.pad")
                    ? call.has("value") ? call.real("value") : 0
                    : 0;
            if (pad.length % 2 != 0 || pad.length / 2 > x.shape().rank())
                throw new IllegalArgumentException("padding of other axes");
            if (x.shape().rank() == 4 && pad.length <= 4 && value == 0) {
                Padding padding = new Padding(pad.length > 2 ? pad[2] : 0, pad[0], pad.length > 2 ? pad[3] : 0, pad[1]);
                return real(x.pad(padding, switch (mode) {
                    case "constant" -> Op.Pad2d.Mode.ZERO;
                    case "reflect" -> Op.Pad2d.Mode.REFLECT;
                    case "replicate" -> Op.Pad2d.Mode.REPLICATE;
                    default -> throw call.engineOnly("in the mode " + mode);
                }));
            }
            if (!mode.equals("constant")) throw call.engineOnly("of other axes than a picture's");
            for (int i = 0; i < pad.length / 2; i++) {
                int axis = x.shape().rank() - 1 - i;
                x = bordered(bordered(x, axis, pad[2 * i], value, true), axis, pad[2 * i + 1], value, false);
            }
            return real(x);
        }

        private static Value bordered(Value x, int axis, int size, double value, boolean before) {
            int all = x.shape().dim(axis);
            if (size == 0) return x;
            if (size < 0) return before ? x.slice(axis, -size, all) : x.slice(axis, 0, all + size);
            Value border = x.graph().constant(Tensor.full((float) value, limited(x.shape().with(axis, size)).dims()));
            return before ? border.concat(axis, x) : x.concat(axis, border);
        }

        // Arithmetic

        private void arithmetic() {
            for (String name : List.of("add", "sub", "subtract"))
                put(name, "a b alpha=1", call -> {
                    boolean plus = name.equals("add");
                    if (call.get("a") instanceof List<?> && plus) return joined(call);
                    if (call.get("a") instanceof String first && call.get("b") instanceof String second && plus)
                        return limited(first + second);
                    if (isHost(call, "a") && isHost(call, "b"))
                        return plus ? host(call, Math::addExact, Double::sum) : host(call, Math::subtractExact, (a, b) -> a - b);
                    Value b = call.value("b").mul(call.real("alpha"));
                    return result(plus ? call.value("a").add(b) : call.value("a").sub(b), kinds(call));
                });
            put("rsub", "a b alpha=1", call -> result(call.value("b").sub(call.value("a").mul(call.real("alpha"))), kinds(call)));
            for (String name : List.of("mul", "multiply"))
                put(name, "a b", call -> {
                    if (call.get("a") instanceof List<?> items) return copies(items, call.whole("b"));
                    return isHost(call, "a") && isHost(call, "b")
                            ? host(call, Math::multiplyExact, (a, b) -> a * b)
                            : result(call.value("a").mul(call.value("b")), kinds(call));
                });
            for (String name : List.of("div", "divide", "true_divide"))
                put(name, "a b rounding_mode=None", call -> {
                    if (call.has("rounding_mode")) return rounded(call, call.text("rounding_mode"));
                    if (isHost(call, "a") && isHost(call, "b")) return call.real("a") / call.real("b");
                    return real(call.value("a").binary(Op.Binary.Function.DIVIDE, call.value("b")));
                });
            for (String name : List.of("floor_divide", "floordiv"))
                put(name, "a b",
                        call -> isHost(call, "a") && isHost(call, "b")
                                ? host(call, Math::floorDiv, (a, b) -> Math.floor(a / b))
                                : rounded(call, "floor"));
            put("remainder", "a b", call -> {
                if (isHost(call, "a") && isHost(call, "b"))
                    return host(call, Math::floorMod, (a, b) -> a - b * Math.floor(a / b));
                Value a = call.value("a");
                Value b = call.value("b");
                return result(a.sub(b.mul(a.div(b).floor())), kinds(call));
            });
            put("pow", "a b", Table::power);
            for (String name : List.of("sqrt", "rsqrt", "exp", "log", "sin", "cos", "erf", "reciprocal", "expm1", "log1p", "log2",
                    "log10", "tan", "sinh", "cosh"))
                put(name, "a",
                        call -> isHost(call, "a")
                                ? (Object) number(name).applyAsDouble(call.real("a"))
                                : real(function(name, call.value("a"))));
            for (String name : List.of("neg", "negative", "abs", "absolute", "square", "floor", "ceil", "sign", "trunc", "frac"))
                put(name, "a",
                        call -> isHost(call, "a")
                                ? hostFunction(name, call)
                                : result(function(name, call.value("a")), call.tensor("a").kind()));
            put("ops.prim.abs", "a", call -> hostFunction("abs", call));
            for (String name : List.of("clamp", "clip"))
                put(name, "a min=None max=None",
                        call -> result(limitedBetween(call, call.get("min"), call.get("max")), kind(call, "a")));
            put("clamp_min", "a min", call -> result(limitedBetween(call, call.get("min"), null), kind(call, "a")));
            put("clamp_max", "a max", call -> result(limitedBetween(call, null, call.get("max")), kind(call, "a")));
            put("minimum", "a b",
                    call -> result(call.value("a").binary(Op.Binary.Function.MINIMUM, call.value("b")), kinds(call)));
            put("maximum", "a b",
                    call -> result(call.value("a").binary(Op.Binary.Function.MAXIMUM, call.value("b")), kinds(call)));
            put("lerp", "a b weight",
                    call -> real(call.value("a").add(call.value("b").sub(call.value("a")).mul(call.value("weight")))));
            put("addcmul", "a b c value=1",
                    call -> real(call.value("a").add(call.value("b").mul(call.value("c")).mul(call.real("value")))));
            put("addcdiv", "a b c value=1",
                    call -> real(call.value("a").add(call.value("b").div(call.value("c")).mul(call.real("value")))));
            compare("lt", Value::less, (a, b) -> a < b);
            compare("gt", (a, b) -> b.less(a), (a, b) -> a > b);
            compare("le", (a, b) -> not(b.less(a)), (a, b) -> a <= b);
            compare("ge", (a, b) -> not(a.less(b)), (a, b) -> a >= b);
            compare("eq", Table::equal, (a, b) -> a == b);
            compare("ne", (a, b) -> not(equal(a, b)), (a, b) -> a != b);
            put("logical_not", "a", call -> result(equal(call.value("a"), call.scalar(0)), Kind.TRUTH));
            put("bitwise_not", "a", call -> {
                if (kind(call, "a") != Kind.TRUTH) throw call.engineOnly("of numbers");
                return result(not(call.value("a")), Kind.TRUTH);
            });
            for (String name : List.of("logical_and", "__and__", "bitwise_and"))
                put(name, "a b", call -> {
                    if (isHost(call, "a") && isHost(call, "b")) return call.truth("a") && call.truth("b");
                    return result(truths(call, "a").mul(truths(call, "b")), Kind.TRUTH);
                });
            for (String name : List.of("logical_or", "__or__", "bitwise_or"))
                put(name, "a b", call -> {
                    if (isHost(call, "a") && isHost(call, "b")) return call.truth("a") || call.truth("b");
                    return result(truths(call, "a").binary(Op.Binary.Function.MAXIMUM, truths(call, "b")), Kind.TRUTH);
                });
        }

        private static Value truths(OperatorCall call, String name) {
            if (kind(call, name) != Kind.TRUTH) throw call.engineOnly("of numbers");
            return call.value(name);
        }

        private static Object rounded(OperatorCall call, String mode) {
            Value quotient = call.value("a").binary(Op.Binary.Function.DIVIDE, call.value("b"));
            return result(switch (mode) {
                case "floor" -> quotient.floor();
                case "trunc" -> function("trunc", quotient);
                default -> throw new IllegalArgumentException("rounding " + mode);
            }, kinds(call));
        }

        private static Object power(OperatorCall call) {
            if (isHost(call, "a") && isHost(call, "b")) {
                double power = Math.pow(call.real("a"), call.real("b"));
                boolean whole = call.get("a") instanceof Long && call.get("b") instanceof Long by && by >= 0;
                return whole && Math.abs(power) < 1L << 53 ? (Object) (long) power : (Object) power;
            }
            boolean number = isHost(call, "b") || call.get("b") instanceof LoweredTensor tensor && tensor.shape().elements() == 1
                    && call.lowering().isKnown(tensor);
            Value x = call.value("a");
            if (!number) {
                if (!isHost(call, "a") || call.real("a") <= 0) throw call.engineOnly("of two tensors");
                return real(call.value("b").mul(Math.log(call.real("a"))).exp());
            }
            double by = call.real("b");
            if (by == 0.5) return real(x.sqrt());
            if (by == -0.5) return real(x.rsqrt());
            if (by != Math.rint(by) || by == 0 || Math.abs(by) > 16) throw call.engineOnly("to the power " + by);
            Value product = x;
            Value square = x;
            for (long rest = (long) Math.abs(by) - 1; rest > 0; rest--)
                product = rest == 1 && product == x ? square.square() : product.mul(x);
            return result(by < 0 ? product.unary(Op.Unary.Function.RECIPROCAL) : product,
                    by < 0 ? Kind.REAL : call.tensor("a").kind());
        }

        private static Value function(String name, Value x) {
            return switch (name) {
                case "sqrt" -> x.sqrt();
                case "rsqrt" -> x.rsqrt();
                case "exp" -> x.exp();
                case "expm1" -> x.exp().sub(1);
                case "log" -> x.unary(Op.Unary.Function.LOG);
                case "log1p" -> x.add(1).unary(Op.Unary.Function.LOG);
                case "log2" -> x.unary(Op.Unary.Function.LOG).mul(1 / Math.log(2));
                case "log10" -> x.unary(Op.Unary.Function.LOG).mul(1 / Math.log(10));
                case "sin" -> x.sin();
                case "cos" -> x.cos();
                case "tan" -> x.sin().div(x.cos());
                case "sinh" -> x.exp().sub(x.negate().exp()).mul(0.5);
                case "cosh" -> x.exp().add(x.negate().exp()).mul(0.5);
                case "erf" -> x.erf();
                case "reciprocal" -> x.unary(Op.Unary.Function.RECIPROCAL);
                case "neg", "negative" -> x.negate();
                case "abs", "absolute" -> x.abs();
                case "square" -> x.square();
                case "floor" -> x.floor();
                case "ceil" -> x.negate().floor().negate();
                case "sign" -> x.sign();
                case "trunc" -> x.abs().floor().mul(x.sign());
                case "frac" -> x.sub(x.abs().floor().mul(x.sign()));
                default -> throw new AssertionError(name);
            };
        }

        private static DoubleUnaryOperator number(String name) {
            return switch (name) {
                case "sqrt" -> Math::sqrt;
                case "exp" -> Math::exp;
                case "log" -> Math::log;
                case "sin" -> Math::sin;
                case "cos" -> Math::cos;
                case "tan" -> Math::tan;
                case "log2" -> x -> Math.log(x) / Math.log(2);
                case "log10" -> Math::log10;
                case "log1p" -> Math::log1p;
                case "expm1" -> Math::expm1;
                case "sinh" -> Math::sinh;
                case "cosh" -> Math::cosh;
                default -> throw new EngineOnlyException("torch." + name + " of a number");
            };
        }

        private static Object hostFunction(String name, OperatorCall call) {
            boolean whole = call.get("a") instanceof Long;
            double a = call.real("a");
            return switch (name) {
                case "neg", "negative" -> whole ? (Object) Math.negateExact(call.whole("a")) : (Object) (-a);
                case "abs", "absolute" -> whole ? (Object) Math.absExact(call.whole("a")) : (Object) Math.abs(a);
                case "floor" -> (long) Math.floor(a);
                case "ceil" -> (long) Math.ceil(a);
                default -> throw call.engineOnly("of a number");
            };
        }

        private static Value limitedBetween(OperatorCall call, Object least, Object most) {
            Value x = call.value("a");
            if (least instanceof LoweredTensor tensor) x = x.binary(Op.Binary.Function.MAXIMUM, tensor.value());
            if (most instanceof LoweredTensor tensor) x = x.binary(Op.Binary.Function.MINIMUM, tensor.value());
            boolean from = least != null && !(least instanceof LoweredTensor);
            boolean to = most != null && !(most instanceof LoweredTensor);
            if (!from && !to) return x;
            double min = from ? (double) cast("float", least, call.lowering()) : Double.NEGATIVE_INFINITY;
            double max = to ? (double) cast("float", most, call.lowering()) : Double.POSITIVE_INFINITY;
            return x.clamp(Math.min(min, max), max);
        }

        private interface Test {
            boolean of(double a, double b);
        }

        private void compare(String name, BiFunction<Value, Value, Value> function, Test test) {
            put(name, "a b", call -> {
                Object a = call.get("a");
                Object b = call.get("b");
                if (a instanceof LoweredTensor || b instanceof LoweredTensor)
                    return result(function.apply(call.value("a"), call.value("b")), Kind.TRUTH);
                if (isHost(call, "a") && isHost(call, "b")) return test.of(call.real("a"), call.real("b"));
                if (name.equals("eq")) return alike(a, b);
                if (name.equals("ne")) return !alike(a, b);
                throw new IllegalArgumentException("no order between these");
            });
        }

        /** Texts and numbers, and lists of them; of lists within lists it would take too long to tell. */
        private static boolean alike(Object a, Object b) {
            if (!(a instanceof List<?> first) || !(b instanceof List<?> second)) return Objects.equals(a, b);
            if (first.stream()
                    .anyMatch(item -> item instanceof List<?> || item instanceof TupleValue || item instanceof Map<?, ?>))
                throw new EngineOnlyException("a comparison of lists within lists");
            return first.equals(second);
        }

        private static Value equal(Value a, Value b) {
            return not(a.less(b).add(b.less(a)));
        }

        private static Value not(Value truth) {
            return truth.negate().add(1);
        }

        private static boolean isHost(OperatorCall call, String name) {
            Object value = call.get(name);
            return value instanceof Long || value instanceof Double || value instanceof Boolean;
        }

        private interface Whole {
            long of(long a, long b);
        }

        private static Object host(OperatorCall call, Whole whole, DoubleBinaryOperator real) {
            if (call.get("a") instanceof Double || call.get("b") instanceof Double)
                return real.applyAsDouble(call.real("a"), call.real("b"));
            return whole.of(call.whole("a"), call.whole("b")); // an overflow or a division by 0 refuses the shapes
        }

        private static Object joined(OperatorCall call) {
            List<Object> all = new ArrayList<>(Lowering.items(call.get("a")));
            all.addAll(Lowering.items(call.get("b")));
            return limited(all);
        }

        private static Object copies(List<?> items, long times) {
            if (times * (double) items.size() > MOST_ITEMS) throw new EngineOnlyException("a list of too many items");
            List<Object> all = new ArrayList<>();
            for (long i = 0; i < times; i++)
                all.addAll(items);
            return all;
        }

        private static List<Object> limited(List<Object> items) {
            if (items.size() > MOST_ITEMS) throw new EngineOnlyException("a list of too many items");
            return items;
        }

        private static String limited(String text) {
            return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        }

        private static Shape limited(Shape shape) {
            if (shape.elements() > MOST_CONSTANT) throw new EngineOnlyException("a constant of that size");
            return shape;
        }

        private static Kind kind(OperatorCall call, String name) {
            return call.tensor(name).kind();
        }

        /** Of a result of two: whole only where both are. */
        private static Kind kinds(OperatorCall call) {
            Kind kind = kind(call, "a").with(kind(call, "b"));
            return kind == Kind.TRUTH ? Kind.WHOLE : kind;
        }

        private static LoweredTensor real(Value value) {
            return LoweredTensor.of(value, Kind.REAL);
        }

        private static LoweredTensor result(Value value, Kind kind) {
            return LoweredTensor.of(value, kind);
        }

        // Along axes

        private void sums() {
            put("sum", "input dim=None keepdim=False dtype=None", call -> reduced(call, Op.Reduce.Function.SUM));
            put("mean", "input dim=None keepdim=False dtype=None", call -> reduced(call, Op.Reduce.Function.MEAN));
            put("var", "input dim=None unbiased=True keepdim=False correction=None", call -> real(variance(call)));
            put("std", "input dim=None unbiased=True keepdim=False correction=None", call -> real(variance(call).sqrt()));
            put("norm", "input p=2 dim=None keepdim=False dtype=None", Table::norm);
            put("frobenius_norm", "input dim=None keepdim=False", Table::norm);
            put("linalg_vector_norm", "input p=2 dim=None keepdim=False dtype=None", Table::norm);
            put("linalg_norm", "input p=None dim=None keepdim=False dtype=None", Table::norm);
            put("max", "input b",
                    call -> call.get("b") instanceof LoweredTensor
                            ? result(call.value("input").binary(Op.Binary.Function.MAXIMUM, call.value("b")),
                                    kind(call, "input").with(kind(call, "b")))
                            : fail(call));
            put("min", "input b",
                    call -> call.get("b") instanceof LoweredTensor
                            ? result(call.value("input").binary(Op.Binary.Function.MINIMUM, call.value("b")),
                                    kind(call, "input").with(kind(call, "b")))
                            : fail(call));
        }

        private static Object fail(OperatorCall call) {
            throw call.engineOnly("along an axis");
        }

        private static int[] axes(OperatorCall call, Object dim) {
            Shape shape = call.shape("input");
            if (dim == null || dim instanceof List<?> list && list.isEmpty()) return IntStream.range(0, shape.rank()).toArray();
            return Arrays.stream(call.integers("dim")).map(shape::axis).toArray();
        }

        private static LoweredTensor reduced(OperatorCall call, Op.Reduce.Function function) {
            Object dim = call.get("dim");
            boolean typed = call.positional().size() == 2 && dim instanceof Long; // sum(x, dtype)
            Value x = call.value("input");
            Kind kind = function == Op.Reduce.Function.MEAN || kind(call, "input") == Kind.REAL ? Kind.REAL : Kind.WHOLE;
            return result(over(x, function, call.truth("keepdim"), axes(call, typed ? null : dim)), kind);
        }

        private static Value over(Value x, Op.Reduce.Function function, boolean keep, int[] axes) {
            return axes.length == 0 ? x : x.reduce(function, keep, axes);
        }

        /** {@code (x, unbiased)} or {@code (x, dim, unbiased, keepdim)}. */
        private static Value variance(OperatorCall call) {
            boolean all = call.get("dim") instanceof Boolean;
            boolean unbiased = all ? call.truth("dim") : call.truth("unbiased");
            int[] axes = axes(call, all ? null : call.get("dim"));
            Value x = call.value("input");
            double count = Arrays.stream(axes).mapToDouble(axis -> x.shape().dim(axis)).reduce(1, (a, b) -> a * b);
            double correction = call.has("correction") ? call.real("correction") : unbiased ? 1 : 0;
            Value apart = x.sub(over(x, Op.Reduce.Function.MEAN, true, axes));
            return over(apart.square(), Op.Reduce.Function.MEAN, !all && call.truth("keepdim"), axes)
                    .mul(count / (count - correction));
        }

        private static Object norm(OperatorCall call) {
            if (call.has("p") && call.real("p") != 2) throw call.engineOnly("of another kind");
            return real(
                    over(call.value("input").square(), Op.Reduce.Function.SUM, call.truth("keepdim"), axes(call, call.get("dim")))
                            .sqrt());
        }

        // Shapes

        private void shapes() {
            for (String name : List.of("view", "reshape"))
                put(name, "input size", call -> {
                    if (call.get("size") instanceof Long) throw call.engineOnly("as another type");
                    return shown(call, call.value("input").reshape(inferred(call.shape("input"), call.integers("size"))));
                });
            for (String name : List.of("view_as", "reshape_as"))
                put(name, "input other", call -> shown(call, call.value("input").reshape(call.shape("other").dims())));
            put("flatten", "input start_dim=0 end_dim=-1", call -> {
                Shape shape = call.shape("input");
                if (shape.rank() == 0) return shown(call, call.value("input").reshape(1));
                int from = shape.axis(call.integer("start_dim"));
                int to = shape.axis(call.integer("end_dim"));
                if (to < from) throw new IllegalArgumentException("axes in the wrong order");
                int[] dims = new int[shape.rank() - (to - from)];
                for (int axis = 0, i = 0; axis < shape.rank(); axis++) {
                    if (axis <= from || axis > to) dims[i++] = shape.dim(axis);
                    else
                        dims[i - 1] *= shape.dim(axis);
                }
                return shown(call, call.value("input").reshape(dims));
            });
            put("unflatten", "input dim sizes", call -> {
                Shape shape = call.shape("input");
                int axis = shape.axis(call.integer("dim"));
                int[] part = inferred(Shape.of(shape.dim(axis)), call.integers("sizes"));
                int[] dims = IntStream.concat(IntStream.concat(Arrays.stream(shape.dims()).limit(axis), Arrays.stream(part)),
                        Arrays.stream(shape.dims()).skip(axis + 1)).toArray();
                return shown(call, call.value("input").reshape(dims));
            });
            put("permute", "input dims", call -> {
                Value x = call.value("input");
                int[] order = Arrays.stream(call.integers("dims")).map(x.shape()::axis).toArray();
                return shown(call, x.transpose(order));
            });
            for (String name : List.of("transpose", "swapaxes", "swapdims"))
                put(name, "input dim0 dim1", call -> {
                    Value x = call.value("input");
                    int first = x.shape().axis(call.integer("dim0"));
                    int second = x.shape().axis(call.integer("dim1"));
                    return shown(call, x.transpose(IntStream.range(0, x.shape().rank())
                            .map(axis -> axis == first ? second : axis == second ? first : axis).toArray()));
                });
            for (String name : List.of("t", "numpy_T"))
                put(name, "input", call -> shown(call,
                        call.shape("input").rank() < 2 ? call.value("input") : call.value("input").transpose()));
            put("unsqueeze", "input dim", call -> {
                Value x = call.value("input");
                int at = call.integer("dim") < 0 ? call.integer("dim") + x.shape().rank() + 1 : call.integer("dim");
                if (at < 0 || at > x.shape().rank()) throw new IllegalArgumentException("axis " + at + " of " + x.shape());
                return shown(call, x.reshape(TensorFunctions.inserted(x.shape().dims(), at, 1)));
            });
            put("squeeze", "input dim=None", call -> {
                Value x = call.value("input");
                Set<Integer> axes = new HashSet<>();
                for (int axis : axes(call, call.get("dim")))
                    if (x.shape().dim(axis) == 1) axes.add(axis);
                return shown(call, x.reshape(
                        IntStream.range(0, x.shape().rank()).filter(axis -> !axes.contains(axis)).map(x.shape()::dim).toArray()));
            });
            for (String name : List.of("expand", "broadcast_to"))
                put(name, "input size implicit=False",
                        call -> shown(call, TensorFunctions.expanded(call.value("input"), call.integers("size"))));
            put("expand_as", "input other",
                    call -> shown(call, TensorFunctions.expanded(call.value("input"), call.shape("other").dims())));
            for (String name : List.of("repeat", "tile"))
                put(name, "input repeats", call -> result(TensorFunctions.repeated(call.value("input"), call.integers("repeats")),
                        kind(call, "input")));
            put("repeat_interleave", "input repeats dim=None output_size=None", call -> {
                Value x = call.value("input");
                if (!call.has("dim") || !(call.get("repeats") instanceof Long)) throw call.engineOnly("of that kind");
                int axis = x.shape().axis(call.integer("dim"));
                int times = call.integer("repeats");
                int[] apart = TensorFunctions.inserted(x.shape().dims(), axis + 1, 1);
                int[] wide = apart.clone();
                wide[axis + 1] = times;
                return result(TensorFunctions.expanded(x.reshape(apart), wide)
                        .reshape(x.shape().with(axis, x.shape().dim(axis) * times).dims()), kind(call, "input"));
            });
            for (String name : List.of("cat", "concat", "concatenate"))
                put(name, "tensors dim=0", call -> {
                    List<LoweredTensor> parts = call.tensors("tensors").stream()
                            .filter(part -> !(part.shape().rank() == 1 && part.shape().elements() == 0)).toList();
                    return joined(parts, parts.getFirst().shape().axis(call.integer("dim")), UnaryOperator.identity());
                });
            put("stack", "tensors dim=0", call -> {
                List<LoweredTensor> parts = call.tensors("tensors");
                int rank = parts.getFirst().shape().rank();
                int axis = call.integer("dim") < 0 ? call.integer("dim") + rank + 1 : call.integer("dim");
                return joined(parts, axis, part -> part.reshape(TensorFunctions.inserted(part.shape().dims(), axis, 1)));
            });
            put("chunk", "input chunks dim=0", call -> {
                int size = call.shape("input").dim(call.integer("dim"));
                return parts(call, Math.ceilDiv(size, Math.max(1, call.integer("chunks"))));
            });
            for (String name : List.of("split", "split_with_sizes"))
                put(name, "input size dim=0", call -> {
                    if (call.get("size") instanceof Long) return parts(call, call.integer("size"));
                    List<Object> all = new ArrayList<>();
                    int at = 0;
                    for (int size : call.integers("size"))
                        all.add(call.tensor("input").view(sliced(call.value("input"), call.integer("dim"), at, at += size)));
                    if (at != call.shape("input").dim(call.integer("dim")))
                        throw new IllegalArgumentException("parts of another size");
                    return all;
                });
            put("unbind", "input dim=0", call -> {
                Value x = call.value("input");
                int axis = x.shape().axis(call.integer("dim"));
                List<Object> all = new ArrayList<>();
                for (int i = 0; i < x.shape().dim(axis); i++)
                    all.add(call.tensor("input").view(selected(x, axis, i)));
                return limited(all);
            });
            put("select", "input dim index",
                    call -> shown(call, selected(call.value("input"), call.integer("dim"), call.whole("index"))));
            put("slice", "input a=None b=None c=None step=1", Table::slice);
            put("narrow", "input dim start length", call -> {
                int size = call.shape("input").dim(call.integer("dim"));
                int start = call.integer("start") < 0 ? call.integer("start") + size : call.integer("start");
                return shown(call, sliced(call.value("input"), call.integer("dim"), start, start + call.integer("length")));
            });
            put("flip", "input dims", call -> {
                Value x = call.value("input");
                for (int dim : call.integers("dims")) {
                    if (x.shape().dim(dim) > MOST_ROWS) throw call.engineOnly("of that size");
                    x = x.flip(dim);
                }
                return result(x, kind(call, "input"));
            });
            for (String name : List.of("contiguous", "detach", "lift_fresh", "alias"))
                put(name, "input memory_format=None", call -> shown(call, call.value("input")));
            put("clone", "input memory_format=None", call -> result(call.value("input"), kind(call, "input")));
            put("cpu", "input", call -> shown(call, call.value("input")));
            put("ops.prim.data", "input", call -> shown(call, call.value("input")));
            put("to", "input a=None b=None c=None d=None e=None f=None", Table::to);
            put("type_as", "input other", call -> typed(call.tensor("input"), kind(call, "other")));
            for (String name : List.of("float", "double", "half"))
                put(name, "input", call -> typed(call.tensor("input"), Kind.REAL));
            for (String name : List.of("long", "int"))
                put(name, "input", call -> typed(call.tensor("input"), Kind.WHOLE));
            put("bool", "input", call -> typed(call.tensor("input"), Kind.TRUTH));
        }

        private static LoweredTensor shown(OperatorCall call, Value view) {
            return call.tensor("input").view(view);
        }

        private static int[] inferred(Shape from, int[] sizes) {
            int[] dims = sizes.clone();
            int open = -1;
            long rest = 1;
            for (int axis = 0; axis < dims.length; axis++)
                if (dims[axis] == -1 && open < 0) open = axis;
                else
                    rest *= dims[axis];
            if (open >= 0) {
                if (rest < 1 || from.elements() % rest != 0)
                    throw new IllegalArgumentException("cannot reshape " + from + " to " + Arrays.toString(sizes));
                dims[open] = Math.toIntExact(from.elements() / rest);
            }
            return dims;
        }

        private static LoweredTensor joined(List<LoweredTensor> parts, int axis, UnaryOperator<Value> shaped) {
            Value[] others = parts.stream().skip(1).map(part -> shaped.apply(part.value())).toArray(Value[]::new);
            Kind kind = parts.stream().map(LoweredTensor::kind).reduce(Kind.TRUTH, Kind::with);
            Value first = shaped.apply(parts.getFirst().value());
            return result(others.length == 0 ? first : first.concat(axis, others), kind);
        }

        private static Object parts(OperatorCall call, int size) {
            Value x = call.value("input");
            int axis = x.shape().axis(call.integer("dim"));
            if (size < 1 || x.shape().dim(axis) / size > MOST_ROWS) throw new IllegalArgumentException("parts of another size");
            List<Object> all = new ArrayList<>();
            for (int at = 0; at < x.shape().dim(axis); at += size)
                all.add(call.tensor("input").view(sliced(x, axis, at, Math.min(at + size, x.shape().dim(axis)))));
            return all;
        }

        private static Value sliced(Value x, int dim, int from, int to) {
            return from == 0 && to == x.shape().dim(dim) ? x : x.slice(dim, from, to);
        }

        private static Value selected(Value x, int dim, long index) {
            int axis = x.shape().axis(dim);
            long at = index < 0 ? index + x.shape().dim(axis) : index;
            if (at < 0 || at >= x.shape().dim(axis)) throw new IllegalArgumentException("index " + index + " of " + x.shape());
            return sliced(x, axis, (int) at, (int) at + 1).reshape(TensorFunctions.removed(x.shape().dims(), axis));
        }

        /** Of a tensor {@code (x, dim, from, to, step)}, of a list {@code (list, from, to, step)}. */
        private static Object slice(OperatorCall call) {
            if (call.get("input") instanceof List<?>)
                return part(Lowering.items(call.get("input")), call.get("a"), call.get("b"), call.has("c") ? call.whole("c") : 1);
            Value x = call.value("input");
            int axis = x.shape().axis(call.has("a") ? call.integer("a") : 0);
            int size = x.shape().dim(axis);
            int from = bounded(host(call, "b"), 0, size);
            int to = bounded(host(call, "c"), size, size);
            return shown(call,
                    TensorFunctions.every(sliced(x, axis, from, to), axis, Math.toIntExact(Math.min(call.whole("step"), size))));
        }

        private static Object host(OperatorCall call, String name) {
            return call.has(name) ? (Object) Math.min(call.whole(name), TO_THE_END) : null;
        }

        private static Object to(OperatorCall call) {
            LoweredTensor tensor = call.tensor("input");
            for (String name : List.of("a", "b")) {
                if (call.get(name) instanceof Long type) return typed(tensor, kind(type, call));
                if (call.get(name) instanceof LoweredTensor like) return typed(tensor, like.kind());
            }
            return shown(call, tensor.value());
        }

        private static Kind kind(long type, OperatorCall call) {
            return switch ((int) type) {
                case 0, 1, 2, 3, 4 -> Kind.WHOLE;
                case 5, 6, 7, 15 -> Kind.REAL;
                case 11 -> Kind.TRUTH;
                default -> throw call.engineOnly("as type " + type);
            };
        }

        private static LoweredTensor typed(LoweredTensor tensor, Kind kind) {
            if (kind == tensor.kind()) return tensor.view(tensor.value());
            Value x = tensor.value();
            return result(switch (kind) {
                case REAL -> x;
                case WHOLE -> tensor.kind() == Kind.TRUTH ? x : function("trunc", x);
                case TRUTH -> x.graph().constant(Tensor.scalar(0)).less(x.abs());
            }, kind);
        }

        // Choices

        private void choices() {
            put("where", "condition a b", call -> {
                Value condition = call.value("condition");
                return result(condition.mul(call.value("a")).add(not(condition).mul(call.value("b"))), kinds(call));
            });
            put("masked_fill", "a mask value", call -> {
                double value = call.real("value");
                if (!Double.isFinite(value)) throw call.engineOnly("with infinity");
                Value mask = call.value("mask");
                return result(not(mask).mul(call.value("a")).add(mask.mul(value)), kind(call, "a"));
            });
            put("embedding", "weight indices padding_idx=-1 scale_grad_by_freq=False sparse=False", call -> {
                Value table = call.value("weight");
                LoweredTensor indices = call.tensor("indices");
                if (indices.kind() == Kind.REAL) throw new IllegalArgumentException("an index that is no whole number");
                int rows = table.shape().dim(0);
                int[] dims = TensorFunctions.inserted(indices.shape().dims(), indices.shape().rank(), table.shape().dim(1));
                int count = indices.shape().elements();
                if (rows > MOST_ROWS) throw call.engineOnly("of that size");
                Value hot = TensorFunctions.oneHot(indices.value().reshape(count), rows);
                return real(hot.matmul(table).reshape(dims));
            });
            put("one_hot", "input num_classes=-1", call -> {
                int classes = call.integer("num_classes");
                if (classes < 1 || classes > MOST_ROWS) throw call.engineOnly("of an unknown number of classes");
                if (kind(call, "input") == Kind.REAL) throw new IllegalArgumentException("a class that is no whole number");
                return result(TensorFunctions.oneHot(call.value("input"), classes), Kind.WHOLE);
            });
            put("index_select", "input dim index", call -> result(TensorFunctions.chosen(call.value("input"),
                    call.shape("input").axis(call.integer("dim")), indices(call.tensor("index"), call)), kind(call, "input")));
            put("index", "input indices", call -> {
                Value x = call.value("input");
                List<Object> indices = Lowering.items(call.get("indices"));
                List<Object> given = indices.stream().filter(Objects::nonNull).toList();
                if (given.size() != 1 || !(given.getFirst() instanceof LoweredTensor index) || index.shape().rank() != 1)
                    throw call.engineOnly("by several tensors");
                return result(TensorFunctions.chosen(x, indices.indexOf(index), indices(index, call)), kind(call, "input"));
            });
            put("copy_", "input other non_blocking=False", call -> call.tensor("input").become(TensorFunctions
                    .expanded(typed(call.tensor("other"), kind(call, "input")).value(), call.shape("input").dims())));
            put("fill_", "input value", call -> call.tensor("input")
                    .become(call.graph().constant(Tensor.full((float) call.real("value"), limited(call.shape("input")).dims()))));
            put("zero_", "input", call -> call.tensor("input")
                    .become(call.graph().constant(Tensor.zeros(limited(call.shape("input")).dims()))));
        }

        private static float[] indices(LoweredTensor index, OperatorCall call) {
            if (index.kind() != Kind.WHOLE || index.shape().elements() > MOST_ROWS) throw call.engineOnly("of that kind");
            return call.lowering().known(index).data();
        }

        // Tensors that a program makes

        private void made() {
            put("zeros", "size dtype=6", call -> filled(call, call.integers("size"), 0));
            put("ones", "size dtype=6", call -> filled(call, call.integers("size"), 1));
            put("full", "size value dtype=None", call -> filled(call, call.integers("size"), call.real("value")));
            put("zeros_like", "input dtype=None", call -> like(call, 0));
            put("ones_like", "input dtype=None", call -> like(call, 1));
            put("full_like", "input value dtype=None", call -> like(call, call.real("value")));
            put("new_zeros", "input size dtype=None", call -> filled(call, call.integers("size"), 0));
            put("new_ones", "input size dtype=None", call -> filled(call, call.integers("size"), 1));
            put("new_full", "input size value dtype=None", call -> filled(call, call.integers("size"), call.real("value")));
            put("arange", "a b=None c=None dtype=None x=None y=None z=None", call -> {
                // (end), (start, end), (start, end, step), with dtype, layout, device and pin_memory behind where they have no name
                boolean one = call.positional().size() == 1 || call.positional().size() == 5;
                double start = one ? 0 : call.real("a");
                double end = one ? call.real("a") : call.real("b");
                double step = call.positional().size() == 3 || call.positional().size() == 7 ? call.real("c") : 1;
                if (step == 0 || call.positional().size() > 3) throw call.engineOnly("of that kind");
                int count = (int) Math.min(Math.max(0, Math.ceil((end - start) / step)), MOST_CONSTANT);
                float[] numbers = new float[count];
                for (int i = 0; i < count; i++)
                    numbers[i] = (float) (start + i * step);
                boolean whole = call.positional().stream().noneMatch(
                        each -> each instanceof Double || each instanceof LoweredTensor tensor && tensor.kind() == Kind.REAL);
                Kind kind = call.has("dtype") ? kind(call.whole("dtype"), call) : whole ? Kind.WHOLE : Kind.REAL;
                return result(call.graph().constant(new Tensor(limited(Shape.of(count)), numbers)), kind);
            });
            put("linspace", "start end steps dtype=None", call -> {
                int count = call.integer("steps");
                if (count < 1) throw new IllegalArgumentException("no steps");
                float[] numbers = new float[limited(Shape.of(count)).elements()];
                double step = count == 1 ? 0 : (call.real("end") - call.real("start")) / (count - 1);
                for (int i = 0; i < count; i++)
                    numbers[i] = (float) (i < count / 2 || count == 1
                            ? call.real("start") + i * step
                            : call.real("end") - (count - 1 - i) * step);
                return real(call.graph().constant(new Tensor(Shape.of(count), numbers)));
            });
            put("eye", "n m=None dtype=None", call -> {
                int rows = call.integer("n");
                int columns = call.has("m") ? call.integer("m") : rows;
                Tensor eye = Tensor.zeros(limited(Shape.of(rows, columns)).dims());
                for (int i = 0; i < Math.min(rows, columns); i++)
                    eye.data()[i * columns + i] = 1;
                return real(call.graph().constant(eye));
            });
            for (String name : List.of("scalar_tensor", "tensor", "as_tensor"))
                put(name, "value dtype=None requires_grad=False", call -> {
                    if (call.get("value") instanceof List<?> items) {
                        float[] numbers = new float[items.size()];
                        boolean whole = true;
                        for (int i = 0; i < numbers.length; i++) {
                            if (!(items.get(i) instanceof Long) && !(items.get(i) instanceof Double))
                                throw call.engineOnly("of that kind");
                            whole &= items.get(i) instanceof Long;
                            numbers[i] = ((Number) items.get(i)).floatValue();
                        }
                        return result(call.graph().constant(new Tensor(Shape.of(numbers.length), numbers)),
                                whole ? Kind.WHOLE : Kind.REAL);
                    }
                    return call.has("dtype")
                            ? typed(call.tensor("value"), kind(call.whole("dtype"), call))
                            : call.tensor("value");
                });
        }

        private static LoweredTensor filled(OperatorCall call, int[] dims, double value) {
            Kind kind = call.get("dtype") instanceof Long type
                    ? kind(type, call)
                    : call.get("value") instanceof Long ? Kind.WHOLE : Kind.REAL;
            return result(call.graph().constant(Tensor.full((float) value, limited(Shape.of(dims)).dims())), kind);
        }

        private static LoweredTensor like(OperatorCall call, double value) {
            LoweredTensor made = filled(call, call.shape("input").dims(), value);
            return call.has("dtype") ? made : result(made.value(), kind(call, "input"));
        }

        // Worked out while the graph is built

        private void host() {
            put("size", "input dim=None", call -> {
                Shape shape = call.shape("input");
                if (call.has("dim")) return (long) shape.dim(call.integer("dim"));
                List<Object> all = new ArrayList<>();
                for (int dim : shape.dims())
                    all.add((long) dim);
                return all;
            });
            put("dim", "input", call -> (long) call.shape("input").rank());
            put("numel", "input", call -> (long) call.shape("input").elements());
            put("len", "input", call -> switch (call.get("input")) {
                case LoweredTensor tensor -> (long) tensor.shape().dim(0);
                case String text -> (long) text.length();
                case Map<?, ?> dict -> (long) dict.size();
                case null, default -> (long) Lowering.items(call.get("input")).size();
            });
            put("ops.prim.NumToTensor", "a", call -> call.tensor("a"));
            put("ops.prim.unchecked_unwrap_optional", "a", call -> call.get("a"));
            put("_unwrap_optional", "a", call -> {
                if (!call.has("a")) throw new IllegalArgumentException("something that was left out");
                return call.get("a");
            });
            put("ops.prim.device", "input", _ -> "cpu");
            put("device", "name", call -> call.text("name"));
            put("ops.prim.is_cuda", "input", _ -> false);
            put("ops.prim.requires_grad", "input", _ -> false);
            put("ops.prim.layout", "input", _ -> 0L);
            put("ops.prim.dtype", "input", call -> switch (kind(call, "input")) {
                case REAL -> 6L;
                case WHOLE -> 4L;
                case TRUTH -> 11L;
            });
            put("is_floating_point", "input", call -> kind(call, "input") == Kind.REAL);
            put("is_complex", "input", _ -> false);
            put("requires_grad_", "input requires_grad=True", call -> call.tensor("input"));
            for (String name : List.of("Int", "IntImplicit"))
                put(name, "a", call -> cast("int", call.get("a"), call.lowering()));
            for (String name : List.of("Float", "FloatImplicit"))
                put(name, "a", call -> cast("float", call.get("a"), call.lowering()));
            put("Bool", "a", call -> cast("bool", call.get("a"), call.lowering()));
            for (String name : List.of("item", "ScalarImplicit"))
                put(name, "a", call -> cast(kind(call, "a") == Kind.REAL ? "float" : "int", call.get("a"), call.lowering()));
            put("append", "list item", call -> {
                List<Object> items = Lowering.items(call.get("list"));
                items.add(call.get("item"));
                return limited(items);
            });
            put("extend", "list others", call -> {
                Lowering.items(call.get("list")).addAll(List.copyOf(Lowering.items(call.get("others"))));
                limited(Lowering.items(call.get("list")));
                return null;
            });
            put("insert", "list index item", call -> {
                List<Object> items = Lowering.items(call.get("list"));
                items.add(bounded(call.get("index"), 0, items.size()), call.get("item"));
                limited(items);
                return null;
            });
            put("list", "a", call -> new ArrayList<>(Lowering.items(call.get("a"))));
            put("copy", "a", call -> new ArrayList<>(Lowering.items(call.get("a"))));
            put("__getitem__", "a b",
                    call -> call.get("a") instanceof Map<?, ?> dict
                            ? dict.get(call.get("b"))
                            : item(Lowering.items(call.get("a")), call.whole("b")));
            put("__contains__", "a b",
                    call -> call.get("a") instanceof Map<?, ?> dict
                            ? dict.containsKey(call.get("b"))
                            : Lowering.items(call.get("a")).stream().anyMatch(item -> alike(item, call.get("b"))));
            put("__range_length", "from to step", call -> {
                long step = call.whole("step");
                if (step == 0) throw new IllegalArgumentException("a step of nothing");
                return Math.max(0, Math.ceilDiv(Math.subtractExact(call.whole("to"), call.whole("from")), step));
            });
            put("__derive_index", "index from step", call -> call.whole("from") + call.whole("index") * call.whole("step"));
            put("__is__", "a b", call -> same(call));
            put("__isnot__", "a b", call -> !same(call));
            put("__not__", "a", call -> !call.lowering().truth(call.get("a")));
            put("not", "a", call -> !call.lowering().truth(call.get("a")));
            for (String name : List.of("min", "max")) {
                boolean least = name.equals("min");
                put("ops.prim." + name, "a b=None", call -> {
                    if (call.get("a") instanceof List<?> items)
                        return items.stream().map(Long.class::cast).reduce((a, b) -> least ? Math.min(a, b) : Math.max(a, b))
                                .orElseThrow(() -> new IllegalArgumentException("nothing to choose from"));
                    return least ? host(call, Math::min, Math::min) : host(call, Math::max, Math::max);
                });
            }
            put("format", "text a=None b=None c=None d=None e=None f=None g=None h=None", call -> {
                String text = call.text("text");
                for (Object argument : call.positional().subList(1, call.positional().size())) {
                    int at = text.indexOf("{}");
                    if (at >= 0) text = text.substring(0, at) + limited(written(argument)) + text.substring(at + 2);
                }
                return limited(text);
            });
            put("str", "a", call -> limited(written(call.get("a"))));
            put("warn", "text a=None b=None", _ -> null);
            put("ops.prim.RaiseException", "text type=None", call -> {
                throw new IllegalArgumentException(call.get("text") instanceof String text ? text : "a check of its own failed");
            });
        }

        /** As a message shows it, for which nobody needs all of a list. */
        private static String written(Object value) {
            return switch (value) {
                case LoweredTensor tensor -> "a tensor " + tensor.shape();
                case TupleValue(List<Object> items) -> items.size() + " values";
                case List<?> items when items.size() <= 32 && items.stream().allMatch(item -> item instanceof Number) ->
                    items.toString();
                case List<?> items -> items.size() + " values";
                case Map<?, ?> dict -> dict.size() + " values";
                case null, default -> String.valueOf(value);
            };
        }

        private static boolean same(OperatorCall call) {
            Object a = call.get("a");
            Object b = call.get("b");
            return a == b || a instanceof Boolean && a.equals(b);
        }
    }
}
