package meander.models.lowering;

import java.util.List;
import java.util.stream.IntStream;

import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/** Other sizes of feature maps, and borders around them. */
final class ResizingOperators {
    private ResizingOperators() {}

    static void register(OperatorTable table) {
        for (String name : List.of("upsample_nearest2d", "_upsample_nearest_exact2d"))
            table.put(name, "input size a=None b=None", call -> {
                double[] scales = scales(call, "a", "b");
                return LoweredTensor
                        .real(TensorFunctions.nearest(picture(call), sizes(call, scales), scales, name.contains("exact")));
            });
        table.put("upsample_bilinear2d", "input size align_corners a=None b=None", call -> resized(call, false));
        table.put("upsample_bicubic2d", "input size align_corners a=None b=None", call -> resized(call, true));
        table.put("pixel_shuffle", "input upscale_factor",
                call -> LoweredTensor.real(call.value("input").pixelShuffle(call.integer("upscale_factor"))));
        table.put("pixel_unshuffle", "input downscale_factor", call -> {
            Value x = picture(call);
            int f = call.integer("downscale_factor");
            int[] d = x.shape().dims();
            if (f < 1 || d[2] % f != 0 || d[3] % f != 0) throw new IllegalArgumentException("no parts of " + x.shape());
            return LoweredTensor.real(x.reshape(d[0], d[1], d[2] / f, f, d[3] / f, f).transpose(0, 1, 3, 5, 2, 4).reshape(d[0],
                    d[1] * f * f, d[2] / f, d[3] / f));
        });
        table.put("avg_pool2d",
                "input kernel_size stride=None padding=0 ceil_mode=False count_include_pad=True divisor_override=None", call -> {
                    int[] padding = call.pair("padding");
                    boolean padded = padding[0] > 0 || padding[1] > 0;
                    if (call.truth("ceil_mode") || call.has("divisor_override") || padded && !call.truth("count_include_pad"))
                        throw call.engineOnly("of that kind");
                    return LoweredTensor
                            .real(TensorFunctions.meanPool(picture(call), call.pair("kernel_size"), stride(call), padding));
                });
        table.put("max_pool2d", "input kernel_size stride=None padding=0 dilation=1 ceil_mode=False", call -> {
            int[] dilation = call.pair("dilation");
            if (call.truth("ceil_mode") || dilation[0] != 1 || dilation[1] != 1) throw call.engineOnly("of that kind");
            return LoweredTensor
                    .real(TensorFunctions.maxPool(picture(call), call.pair("kernel_size"), stride(call), call.pair("padding")));
        });
        table.put("adaptive_avg_pool2d", "input output_size", call -> {
            Value x = picture(call);
            List<Object> wanted = call.get("output_size") instanceof Long side
                    ? List.of(side, side)
                    : Lowering.items(call.get("output_size"));
            int[] sizes = IntStream.range(0, 2).map(
                    i -> wanted.get(i) == null ? x.shape().dim(2 + i) : Math.toIntExact(call.lowering().whole(wanted.get(i))))
                    .toArray();
            return LoweredTensor.real(TensorFunctions.adaptiveMean(x, sizes));
        });
        for (String name : List.of("grid_sampler", "grid_sampler_2d"))
            table.put(name, "input grid interpolation_mode padding_mode align_corners", call -> {
                if (call.whole("interpolation_mode") != 0 || call.whole("padding_mode") != 0 || call.truth("align_corners"))
                    throw call.engineOnly("of that kind");
                return LoweredTensor.real(call.value("input").sample(call.value("grid")));
            });
        table.put("constant_pad_nd", "input pad value=0", call -> padded(call, "constant"));
        table.put("reflection_pad2d", "input pad", call -> padded(call, "reflect"));
        table.put("replication_pad2d", "input pad", call -> padded(call, "replicate"));
        table.put("pad", "input pad mode=None value=None",
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
            return list.stream().mapToDouble(scale -> (double) HostValues.cast("float", scale, call.lowering())).toArray();
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
        return LoweredTensor
                .real(TensorFunctions.linear(picture(call), sizes(call, scales), scales, call.truth("align_corners"), cubic));
    }

    private static Object padded(OperatorCall call, String mode) {
        Value x = call.value("input");
        int[] pad = call.integers("pad");
        double value = call.operator().equals("torch.constant_pad_nd") || call.operator().equals("torch.pad")
                ? call.has("value") ? call.real("value") : 0
                : 0;
        if (pad.length % 2 != 0 || pad.length / 2 > x.shape().rank()) throw new IllegalArgumentException("padding of other axes");
        if (x.shape().rank() == 4 && pad.length <= 4 && value == 0) {
            Padding padding = new Padding(pad.length > 2 ? pad[2] : 0, pad[0], pad.length > 2 ? pad[3] : 0, pad[1]);
            return LoweredTensor.real(x.pad(padding, switch (mode) {
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
        return LoweredTensor.real(x);
    }

    private static Value bordered(Value x, int axis, int size, double value, boolean before) {
        int all = x.shape().dim(axis);
        if (size == 0) return x;
        if (size < 0) return before ? x.slice(axis, -size, all) : x.slice(axis, 0, all + size);
        Value border = x.graph().constant(Tensor.full((float) value, LoweringLimits.limited(x.shape().with(axis, size)).dims()));
        return before ? border.concat(axis, x) : x.concat(axis, border);
    }
}
