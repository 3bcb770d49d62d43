package meander.models.family.superresolution;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

import meander.models.checkpoint.StoredTensor;

/** Which network a file's names and shapes are of. */
final class SuperResolutionArchitecture {
    private final Map<String, StoredTensor> tensors;

    /** @param tensors by BasicSR's names */
    SuperResolutionArchitecture(Map<String, StoredTensor> tensors) {
        this.tensors = tensors;
    }

    /**
     * Empty where no network known here has such names.
     *
     * @throws IllegalArgumentException with what does not fit together
     */
    Optional<SuperResolutionNetwork> enlarger() {
        if (has("body.0.rdb1.conv1")) return Optional.of(residualInResidual());
        if (has("body.0.conv1") && has("upconv1")) return Optional.of(plainResidual());
        if (has("block1.0") && has("block2.bn1")) return Optional.of(srGan());
        if (has("body.0") && tensors.containsKey("body.1.weight") && tensors.get("body.1.weight").shape().length == 1)
            return Optional.of(compact());
        if (has("f_m1") && has("upn3")) return Optional.of(residualDense());
        return Optional.empty();
    }

    private SuperResolutionNetwork residualInResidual() {
        int outputs = out("conv_last");
        int inputs = in("conv_first");
        int folded = root(inputs, outputs);
        return new RrdbNet(folded == 0 ? inputs : outputs, outputs, out("conv_first"), out("body.0.rdb1.conv1"),
                count(i -> "body." + i + ".rdb1.conv1"), count(i -> "conv_up" + (i + 1)), Math.max(1, folded));
    }

    private SuperResolutionNetwork plainResidual() {
        int width = out("conv_first");
        int factor = root(out("upconv1"), width);
        return new MsrResNet(in("conv_first"), width, count(i -> "body." + i + ".conv1"), has("upconv2") ? 4 : factor);
    }

    private SuperResolutionNetwork srGan() {
        int blocks = count(i -> "block" + (i + 2) + ".conv1");
        return new SrResNet(in("block1.0"), out("block1.0"), blocks, count(i -> "block" + (blocks + 3) + "." + i + ".conv"),
                shape("block1.1")[0]);
    }

    private SuperResolutionNetwork compact() {
        int convolutions = count(i -> "body." + 2 * i);
        int pictures = in("body.0");
        return new SrVgg(pictures, out("body.0"), convolutions - 2, root(out("body." + 2 * (convolutions - 1)), pictures));
    }

    private SuperResolutionNetwork residualDense() {
        int pictures = in("f_m1");
        return new ResidualDenseNet(pictures, out("f_m1"), out("f_1_1"), count(i -> "lff_" + (i + 1)),
                count(i -> "f_1_" + (i + 1)), out("upn2"), out("upn3"), root(out("upn3"), pictures));
    }

    private boolean has(String layer) {
        return tensors.containsKey(layer + ".weight");
    }

    private int count(IntFunction<String> layer) {
        int count = 0;
        while (has(layer.apply(count)))
            count++;
        return count;
    }

    private int out(String layer) {
        return convolution(layer)[0];
    }

    private int in(String layer) {
        return convolution(layer)[1];
    }

    private int[] convolution(String layer) {
        int[] shape = shape(layer);
        if (shape.length != 4) throw new IllegalArgumentException(layer + ".weight has " + shape.length + " axes, not 4");
        return shape;
    }

    private int[] shape(String layer) {
        StoredTensor tensor = tensors.get(layer + ".weight");
        if (tensor == null) throw new IllegalArgumentException(layer + ".weight is missing");
        if (tensor.shape().length == 0) throw new IllegalArgumentException(layer + ".weight is a single number");
        return tensor.shape();
    }

    /** n where {@code many = n²·few}; 0 where there is none. */
    private static int root(int many, int few) {
        int n = few == 0 ? 0 : (int) Math.round(Math.sqrt((double) many / few));
        return few > 0 && n * n * few == many ? n : 0;
    }
}
