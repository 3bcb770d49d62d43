package meander.models.lowering;

import java.util.List;
import java.util.stream.IntStream;

import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Value;
import meander.models.lowering.TensorFunctions.Convolution;

/** Convolutional and dense layers, attention, normalisation. */
final class LayerOperators {
    private LayerOperators() {}

    static void register(OperatorTable table) {
        table.put("conv2d", "input weight bias=None stride=1 padding=0 dilation=1 groups=1",
                call -> LoweredTensor.real(convolved(call)));
        table.put("_convolution_mode", "input weight bias stride padding dilation groups",
                call -> LoweredTensor.real(convolved(call)));
        table.put("conv1d", "input weight bias=None stride=1 padding=0 dilation=1 groups=1", LayerOperators::convolvedRow);
        table.put("conv_transpose2d", "input weight bias=None stride=1 padding=0 output_padding=0 groups=1 dilation=1",
                call -> LoweredTensor.real(TensorFunctions.convTranspose2d(call.value("input"), call.value("weight"),
                        call.optional("bias"), convolution(call), call.pair("output_padding"))));
        for (String name : List.of("_convolution", "convolution"))
            table.put(name,
                    "input weight bias stride padding dilation transposed output_padding groups benchmark=None deterministic=None"
                            + " cudnn_enabled=None allow_tf32=None",
                    call -> {
                        if (call.shape("weight").rank() == 3 && !call.truth("transposed")) return convolvedRow(call);
                        Value x = call.value("input");
                        return LoweredTensor.real(call.truth("transposed")
                                ? TensorFunctions.convTranspose2d(x, call.value("weight"), call.optional("bias"),
                                        convolution(call), call.pair("output_padding"))
                                : TensorFunctions.conv2d(x, call.value("weight"), call.optional("bias"), convolution(call)));
                    });
        table.put("linear", "input weight bias=None", call -> {
            Value y = matmul(call.value("input"), call.value("weight").transpose());
            return LoweredTensor.real(call.has("bias") ? y.add(call.value("bias")) : y);
        });
        table.put("addmm", "input mat1 mat2 beta=1 alpha=1", LayerOperators::added);
        table.put("baddbmm", "input mat1 mat2 beta=1 alpha=1", LayerOperators::added);
        for (String name : List.of("mm", "bmm", "mv"))
            table.put(name, "a b", call -> LoweredTensor.real(matmul(call.value("a"), call.value("b"))));
        table.put("matmul", "a b", call -> LoweredTensor.real(matmul(call.value("a"), call.value("b"))));
        table.put("dot", "a b", call -> LoweredTensor.real(call.value("a").mul(call.value("b")).sumAll()));
        table.put("scaled_dot_product_attention",
                "query key value attn_mask=None dropout_p=0.0 is_causal=False scale=None enable_gqa=False", call -> {
                    if (call.has("attn_mask") || call.real("dropout_p") != 0 || call.truth("is_causal")
                            || call.truth("enable_gqa"))
                        throw call.engineOnly("of that kind");
                    Value query = call.value("query");
                    Value key = call.value("key");
                    int rank = key.shape().rank();
                    int[] swapped = IntStream.range(0, rank).map(axis -> axis < rank - 2 ? axis : 2 * rank - 3 - axis).toArray();
                    double scale = call.has("scale") ? call.real("scale") : 1 / Math.sqrt(query.shape().dim(-1));
                    return LoweredTensor
                            .real(query.matmul(key.transpose(swapped)).mul(scale).softmax(-1).matmul(call.value("value")));
                });
        table.put("batch_norm", "input weight bias running_mean running_var training momentum eps cudnn_enabled", call -> {
            Value x = call.value("input");
            if (call.truth("training") || !call.has("running_mean")) {
                int[] axes = IntStream.range(0, x.shape().rank()).filter(axis -> axis != 1).toArray();
                return LoweredTensor.real(TensorFunctions.affine(TensorFunctions.standardised(x, call.real("eps"), axes),
                        call.optional("weight"), call.optional("bias")));
            }
            return LoweredTensor.real(TensorFunctions.normalised(x, call.value("running_mean"), call.value("running_var"),
                    call.optional("weight"), call.optional("bias"), call.real("eps")));
        });
        table.put("instance_norm", "input weight bias running_mean running_var use_input_stats momentum eps cudnn_enabled",
                call -> {
                    Value x = call.value("input");
                    if (x.shape().rank() < 3) throw new IllegalArgumentException("instance normalisation of " + x.shape());
                    if (!call.truth("use_input_stats") && call.has("running_mean"))
                        return LoweredTensor.real(TensorFunctions.normalised(x, call.value("running_mean"),
                                call.value("running_var"), call.optional("weight"), call.optional("bias"), call.real("eps")));
                    return LoweredTensor.real(
                            TensorFunctions.affine(TensorFunctions.standardised(x, call.real("eps"), TensorFunctions.spatial(x)),
                                    call.optional("weight"), call.optional("bias")));
                });
        table.put("group_norm", "input num_groups weight=None bias=None eps=1e-05 cudnn_enabled=True",
                call -> LoweredTensor.real(TensorFunctions.groupNormalised(call.value("input"), call.integer("num_groups"),
                        call.optional("weight"), call.optional("bias"), call.real("eps"))));
        table.put("layer_norm", "input normalized_shape weight=None bias=None eps=1e-05 cudnn_enable=True",
                call -> LoweredTensor.real(TensorFunctions.layerNormalised(call.value("input"), call.integers("normalized_shape"),
                        call.optional("weight"), call.optional("bias"), call.real("eps"))));
        for (String name : List.of("dropout", "feature_dropout", "alpha_dropout"))
            table.put(name, "input p train", call -> {
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
                new int[]{0, call.integers("padding")[0]}, new int[]{1, call.integers("dilation")[0]}, call.integer("groups"));
        Value y = TensorFunctions.conv2d(x.reshape(TensorFunctions.inserted(x.shape().dims(), 2, 1)),
                weight.reshape(TensorFunctions.inserted(weight.shape().dims(), 2, 1)), call.optional("bias"), how);
        return LoweredTensor.real(y.reshape(TensorFunctions.removed(y.shape().dims(), 2)));
    }

    private static Object added(OperatorCall call) {
        Value product = matmul(call.value("mat1"), call.value("mat2")).mul(call.real("alpha"));
        double beta = call.real("beta");
        return LoweredTensor.real(beta == 0 ? product : product.add(call.value("input").mul(beta)));
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
}
