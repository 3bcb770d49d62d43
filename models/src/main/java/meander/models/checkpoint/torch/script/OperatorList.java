package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operators that a program may call, each with what networks need it for. All of them take numbers and give numbers. Not on the list, on
 * purpose, is what reads or writes files ({@code save}, {@code load}, {@code from_file}), prints, shows memory that nobody wrote
 * ({@code empty}, {@code resize_}), looks at numbers through other strides or as another storage ({@code as_strided}, {@code set_}), sparse and
 * quantised tensors, random numbers by a generator that is passed around, and everything that is not PyTorch's own.
 */
public final class OperatorList {
    private static final SequencedMap<String, String> REASONS = reasons();
    private static final Set<String> KEYWORDS = Set.of("alpha", "beta", "dtype", "layout", "device", "pin_memory",
            "memory_format", "non_blocking", "copy", "rounding_mode", "approximate", "correction", "keepdim", "unbiased", "value",
            "scale", "enable_gqa");

    private OperatorList() {}

    /** What an operator is needed for, by name: {@code torch.conv2d}, {@code ops.prim.NumToTensor}. */
    public static SequencedMap<String, String> all() {
        return REASONS;
    }

    /**
     * What an operator is listed as: {@code torch.relu} for {@code ops.aten.relu}, which is the same.
     *
     * @return empty for one that is not on the list
     */
    public static Optional<String> listed(String dotted) {
        String name = dotted.startsWith("ops.aten.") ? "torch." + dotted.substring("ops.aten.".length()) : dotted;
        return REASONS.containsKey(name) ? Optional.of(name) : Optional.empty();
    }

    /** Whether an argument may be given by this name. {@code out}, into which results would be written, is none. */
    static boolean takes(String keyword) {
        return KEYWORDS.contains(keyword);
    }

    private static SequencedMap<String, String> reasons() {
        SequencedMap<String, String> reasons = new LinkedHashMap<>();
        torch(reasons, "convolutional layers",
                "conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d _convolution _convolution_mode convolution");
        torch(reasons, "dense layers and attention",
                "linear addmm addbmm baddbmm mm bmm matmul mv dot einsum t scaled_dot_product_attention");
        torch(reasons, "normalisation layers",
                "batch_norm instance_norm group_norm layer_norm native_layer_norm native_group_norm"
                        + " native_batch_norm norm frobenius_norm linalg_norm linalg_vector_norm var std var_mean std_mean");
        torch(reasons, "activation functions",
                "relu relu_ relu6 relu6_ leaky_relu leaky_relu_ prelu rrelu elu elu_ selu selu_ celu celu_"
                        + " gelu silu silu_ mish mish_ tanh tanh_ sigmoid sigmoid_ logsigmoid log_sigmoid softplus softsign hardtanh hardtanh_"
                        + " hardswish hardswish_ hardsigmoid hardsigmoid_ threshold threshold_ softmax _softmax log_softmax glu");
        torch(reasons, "dropout, which does nothing when a network is served",
                "dropout dropout_ feature_dropout feature_dropout_ alpha_dropout");
        torch(reasons, "resizing of feature maps",
                "upsample_nearest1d upsample_nearest2d upsample_nearest3d _upsample_nearest_exact1d"
                        + " _upsample_nearest_exact2d _upsample_nearest_exact3d upsample_linear1d upsample_bilinear2d upsample_trilinear3d"
                        + " upsample_bicubic2d _upsample_bilinear2d_aa _upsample_bicubic2d_aa pixel_shuffle pixel_unshuffle"
                        + " avg_pool1d avg_pool2d avg_pool3d max_pool1d max_pool2d max_pool3d"
                        + " adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool2d"
                        + " grid_sampler grid_sampler_2d affine_grid_generator");
        torch(reasons, "borders around feature maps",
                "pad constant_pad_nd reflection_pad1d reflection_pad2d replication_pad1d" + " replication_pad2d _pad_circular");
        torch(reasons, "arithmetic",
                "add add_ sub sub_ rsub mul mul_ div div_ floor_divide remainder fmod pow pow_ sqrt sqrt_ rsqrt"
                        + " rsqrt_ square square_ exp exp_ expm1 log log_ log2 log10 log1p neg neg_ abs abs_ reciprocal reciprocal_ sin sin_ cos cos_"
                        + " tan atan atan2 asin acos sinh cosh erf floor floor_ ceil ceil_ round round_ trunc sign sgn clamp clamp_ clamp_min"
                        + " clamp_min_ clamp_max clamp_max_ clip minimum maximum lerp lerp_ addcmul addcmul_ addcdiv addcdiv_ true_divide"
                        + " floordiv frac hypot logaddexp multiply multiply_ subtract divide divide_ negative absolute");
        torch(reasons, "sums and extremes along axes",
                "sum mean prod cumsum cumprod min max amin amax argmax argmin logsumexp any all" + " median sort topk");
        torch(reasons, "other shapes for the same numbers",
                "view reshape view_as reshape_as flatten unflatten permute transpose transpose_"
                        + " swapaxes swapdims movedim numpy_T unsqueeze unsqueeze_ squeeze squeeze_ expand expand_as broadcast_to repeat"
                        + " repeat_interleave tile contiguous cat concat concatenate stack hstack vstack chunk split split_with_sizes tensor_split"
                        + " unbind slice select narrow index index_select gather flip roll rot90 meshgrid tril triu diag diagonal"
                        + " unfold im2col col2im fold");
        torch(reasons, "numbers by their index or a condition",
                "where masked_fill masked_fill_ embedding one_hot scatter index_put_ index_fill_"
                        + " index_copy index_add copy_ fill_ zero_ searchsorted");
        torch(reasons, "comparisons",
                "eq ne lt gt le ge logical_and logical_or logical_not logical_xor bitwise_not bitwise_and bitwise_or"
                        + " isnan isinf isfinite __is__ __isnot__ __not__ __and__ __or__ __xor__ __contains__ not equal");
        torch(reasons, "tensors of given numbers",
                "zeros ones full arange linspace eye zeros_like ones_like full_like new_zeros new_ones"
                        + " new_full tensor scalar_tensor as_tensor");
        torch(reasons, "noise",
                "rand randn randint randn_like rand_like normal normal_ uniform_ bernoulli bernoulli_ multinomial");
        torch(reasons, "types and places of numbers",
                "to type_as float double half long int bool cpu detach detach_ clone alias lift_fresh"
                        + " requires_grad_ Int Float Bool ScalarImplicit IntImplicit FloatImplicit is_floating_point is_complex result_type"
                        + " item tensor_to_list");
        torch(reasons, "sizes", "size dim len numel stride is_contiguous");
        torch(reasons, "lists of sizes and of tensors", "append extend insert pop __getitem__ list copy reverse __range_length"
                + " __derive_index keys values items get");
        torch(reasons, "messages of checks", "format str warn join");
        torch(reasons, "what may be left out", "_unwrap_optional");
        put(reasons, "torch.device", "the place of a tensor");
        for (String prim : "NumToTensor min max abs device dtype layout is_cuda data requires_grad".split(" "))
            put(reasons, "ops.prim." + prim, "sizes and types as traced networks ask for them");
        put(reasons, "ops.prim.RaiseException", "the failure of a check");
        put(reasons, "ops.prim.unchecked_unwrap_optional", "what may be left out");
        return Collections.unmodifiableSequencedMap(reasons);
    }

    private static void torch(SequencedMap<String, String> reasons, String reason, String names) {
        for (String name : names.split(" "))
            put(reasons, "torch." + name, reason);
    }

    private static void put(SequencedMap<String, String> reasons, String name, String reason) {
        if (reasons.putIfAbsent(name, reason) != null) throw new IllegalStateException(name + " is listed twice");
    }

    /** All operators by what they are needed for, as a table in Markdown. */
    public static String table() {
        SequencedMap<String, List<String>> byReason = new LinkedHashMap<>();
        REASONS.forEach((name, reason) -> byReason.computeIfAbsent(reason, _ -> new ArrayList<>())
                .add(name.startsWith("torch.") ? name.substring("torch.".length()) : name));
        StringBuilder table = new StringBuilder("| needed for | operators |\n|---|---|\n");
        byReason.forEach((reason, names) -> table
                .append("| %s | %s |\n".formatted(reason, names.stream().sorted().collect(Collectors.joining("` `", "`", "`")))));
        return table.toString();
    }
}
