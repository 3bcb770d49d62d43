package meander.models.family.module;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Op.Unary.Function;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.BatchNorm;
import meander.models.nn.Bilinear;
import meander.models.nn.InstanceNorm;
import meander.models.nn.SpectralNorm;

/** PyTorch's own layers in evaluation, each with the settings that the file has of it. */
final class ModuleLayers {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;

    private final ModuleAttributes file;
    private final Scope root;

    ModuleLayers(ModuleAttributes file, Scope root) {
        this.file = file;
        this.root = root;
    }

    /** @throws UnknownModuleException if the layer is not known or has unusual settings */
    Value apply(String path, String layer, Value x) throws UnknownModuleException {
        return switch (layer) {
            case "Identity", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout" -> x;
            case "Linear" -> linear(path, x);
            case "Conv2d" -> convolution(path, x);
            case "ConvTranspose2d" -> transposed(path, x);
            case "BatchNorm1d", "BatchNorm2d", "SyncBatchNorm" -> batchNorm(path, x);
            case "InstanceNorm2d" -> instanceNorm(path, x);
            case "LayerNorm" -> layerNorm(path, x);
            case "GroupNorm" -> groupNorm(path, x);
            case "Flatten" -> x.reshape(x.shape().dim(0), x.shape().elements() / x.shape().dim(0));
            case "Unflatten" -> picture(path, x);
            case "Upsample", "UpsamplingNearest2d" -> upsampled(path, x);
            case "PixelShuffle" -> x.pixelShuffle(file.integer(path, "upscale_factor"));
            case "ZeroPad2d" -> x.pad(sides(path), Op.Pad2d.Mode.ZERO);
            case "ReflectionPad2d" -> x.pad(sides(path), Op.Pad2d.Mode.REFLECT);
            case "ReplicationPad2d" -> x.pad(sides(path), Op.Pad2d.Mode.REPLICATE);
            default -> activation(path, layer, x);
        };
    }

    private Value activation(String path, String layer, Value x) throws UnknownModuleException {
        return switch (layer) {
            case "ReLU" -> x.relu();
            case "LeakyReLU" -> x.leakyRelu(file.number(path, "negative_slope"));
            case "RReLU" -> x.leakyRelu((file.number(path, "lower") + file.number(path, "upper")) / 2);
            case "PReLU" -> {
                Value slope = parameter(path, "weight");
                yield x.relu().sub(x.negate().relu().mul(perChannel(slope, x)));
            }
            case "ELU" -> elu(x, file.number(path, "alpha"));
            case "SELU" -> elu(x, SELU_ALPHA).mul(SELU_SCALE);
            case "GELU" -> file.text(path, "approximate").equals("tanh")
                    ? x.mul(x.add(x.square().mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI)).tanh().add(1)).mul(0.5)
                    : x.mul(x.mul(Math.sqrt(0.5)).erf().add(1)).mul(0.5);
            case "SiLU" -> x.mul(x.unary(Function.SIGMOID));
            case "Mish" -> x.mul(x.softplus().tanh());
            case "Hardtanh" -> x.clamp(file.number(path, "min_val"), file.number(path, "max_val"));
            case "ReLU6" -> x.clamp(0, 6);
            case "Hardsigmoid" -> x.mul(1 / 6.0).add(0.5).clamp(0, 1);
            case "Softsign" -> x.div(x.abs().add(1));
            case "Tanh" -> x.tanh();
            case "Sigmoid" -> x.unary(Function.SIGMOID);
            case "Softplus" -> {
                double beta = file.number(path, "beta");
                if (beta == 0) throw new UnknownModuleException(path, "whose beta is 0");
                yield x.mul(beta).softplus().mul(1 / beta);
            }
            default -> throw new UnknownModuleException(path, "which is of the class " + file.className(path));
        };
    }

    private static Value elu(Value x, double alpha) {
        return x.relu().add(x.negate().relu().negate().exp().sub(1).mul(alpha));
    }

    private Value linear(String path, Value x) throws UnknownModuleException {
        Value weight = weight(path, 0);
        if (x.shape().rank() != 2) throw new UnknownModuleException(path, "which is given a picture");
        return shifted(path, x.matmul(weight.transpose()));
    }

    private Value convolution(String path, Value x) throws UnknownModuleException {
        Value weight = weight(path, 0);
        undilated(path);
        int[] kernel = weight.shape().dims();
        Value padded = x;
        Padding padding = switch (file.text(path, "padding")) {
            case "" -> Padding.all(file.integer(path, "padding"));
            case "valid" -> Padding.NONE;
            case "same" -> new Padding((kernel[2] - 1) / 2, (kernel[3] - 1) / 2, kernel[2] / 2, kernel[3] / 2);
            default -> throw new UnknownModuleException(path, "whose padding is not known");
        };
        switch (file.text(path, "padding_mode")) {
            case "zeros", "" -> {
            }
            case "reflect" -> padded = x.pad(padding, Op.Pad2d.Mode.REFLECT);
            case "replicate" -> padded = x.pad(padding, Op.Pad2d.Mode.REPLICATE);
            default -> throw new UnknownModuleException(path, "whose padding_mode is not known");
        }
        return shifted(path, padded.conv2d(weight, file.integer(path, "stride"), padded == x ? padding : Padding.NONE,
                file.integer(path, "groups")));
    }

    private Value transposed(String path, Value x) throws UnknownModuleException {
        Value weight = weight(path, 1);
        undilated(path);
        Value picture = x.shape().rank() == 2 ? x.spatial() : x; // z is a picture of one pixel
        return shifted(path, picture.convTranspose2d(weight, file.integer(path, "stride"),
                Padding.all(file.integer(path, "padding")), file.integer(path, "output_padding"), file.integer(path, "groups")));
    }

    private void undilated(String path) throws UnknownModuleException {
        if (file.integer(path, "dilation") != 1) throw new UnknownModuleException(path, "which is dilated");
    }

    private Value batchNorm(String path, Value x) throws UnknownModuleException {
        double epsilon = file.number(path, "eps");
        boolean affine = file.holdsTensor(path, "weight");
        return file.holdsTensor(path, "running_mean")
                ? BatchNorm.serving(root.at(path), x, affine, epsilon)
                : BatchNorm.ofBatch(root.at(path), x, affine, epsilon);
    }

    private Value instanceNorm(String path, Value x) throws UnknownModuleException {
        if (file.holdsTensor(path, "running_mean")) return batchNorm(path, x);
        return scaled(path, InstanceNorm.of(x, file.number(path, "eps")));
    }

    private Value layerNorm(String path, Value x) throws UnknownModuleException {
        int[] axes = IntStream.range(1, x.shape().rank()).toArray();
        Value normal = normalised(x, file.number(path, "eps"), axes);
        if (!file.holdsTensor(path, "weight")) return normal;
        Value scaled = normal.mul(oneMore(parameter(path, "weight"), x));
        return file.holdsTensor(path, "bias") ? scaled.add(oneMore(parameter(path, "bias"), x)) : scaled;
    }

    private static Value oneMore(Value numbers, Value x) {
        int[] dims = x.shape().dims().clone();
        dims[0] = 1;
        return numbers.reshape(dims);
    }

    private Value groupNorm(String path, Value x) throws UnknownModuleException {
        int groups = file.integer(path, "num_groups");
        Value rows = x.reshape(x.shape().dim(0), groups, x.shape().elements() / x.shape().dim(0) / groups);
        return scaled(path, normalised(rows, file.number(path, "eps"), 2).reshape(x.shape().dims()));
    }

    private static Value normalised(Value x, double epsilon, int... axes) {
        Value apart = x.sub(x.mean(axes));
        return apart.mul(apart.square().mean(axes).add(epsilon).rsqrt());
    }

    private Value scaled(String path, Value x) throws UnknownModuleException {
        if (!file.holdsTensor(path, "weight")) return x;
        return shifted(path, x.mul(perChannel(parameter(path, "weight"), x)));
    }

    private Value shifted(String path, Value x) throws UnknownModuleException {
        return file.holdsTensor(path, "bias") ? x.add(perChannel(parameter(path, "bias"), x)) : x;
    }

    private static Value perChannel(Value numbers, Value x) {
        return x.shape().rank() == 4 ? numbers.channels() : numbers.reshape(1, numbers.shape().dim(0));
    }

    /** A flat value as the picture that a module's settings name; the module need not be one of PyTorch's. */
    Value picture(String path, Value x) throws UnknownModuleException {
        int numbers = x.shape().elements() / x.shape().dim(0);
        for (List<Integer> shape : file.shapes(path)) {
            List<Integer> dims = shape.subList(shape.size() - 3, shape.size());
            if (dims.stream().allMatch(dim -> dim > 0)
                    && dims.stream().mapToLong(dim -> dim).reduce(1, (a, b) -> a * b) == numbers)
                return x.reshape(x.shape().dim(0), dims.get(0), dims.get(1), dims.get(2));
        }
        throw new UnknownModuleException(path, "which is of the class " + file.className(path));
    }

    private Value upsampled(String path, Value x) throws UnknownModuleException {
        int factor = file.integer(path, "scale_factor");
        if (factor < 1 || factor > 16) throw new UnknownModuleException(path, "which enlarges by " + factor);
        return switch (file.text(path, "mode")) {
            case "nearest", "nearest-exact" -> x.upsampleNearest(factor);
            case "bilinear" -> {
                if (file.flag(path, "align_corners")) throw new UnknownModuleException(path, "which aligns corners");
                yield Bilinear.enlarge(x, factor);
            }
            default -> throw new UnknownModuleException(path, "whose mode is not known");
        };
    }

    /** PyTorch names left, right, top, bottom. */
    private Padding sides(String path) throws UnknownModuleException {
        for (List<Integer> sides : file.shapes(path))
            if (sides.size() == 4) return new Padding(sides.get(2), sides.get(0), sides.get(3), sides.get(1));
        return Padding.all(file.integer(path, "padding"));
    }

    /** A weight as it is, or as spectral norm or weight norm make it. @param axis of the numbers that come out */
    private Value weight(String path, int axis) throws UnknownModuleException {
        if (file.holdsTensor(path, "weight_orig") && file.holdsTensor(path, "weight_v")) {
            Value stored = parameter(path, "weight_orig");
            Value ordered = axis == 0 ? stored : stored.transpose(1, 0, 2, 3);
            Value divided = SpectralNorm.serving(ordered, parameter(path, "weight_u"), parameter(path, "weight_v"));
            return axis == 0 ? divided : divided.transpose(1, 0, 2, 3);
        }
        if (file.holdsTensor(path, "weight_g") && file.holdsTensor(path, "weight_v")) {
            Value direction = parameter(path, "weight_v");
            int[] axes = IntStream.range(1, direction.shape().rank()).toArray();
            return direction.mul(direction.square().reduce(Op.Reduce.Function.SUM, true, axes).rsqrt())
                    .mul(parameter(path, "weight_g"));
        }
        return parameter(path, "weight");
    }

    private Value parameter(String path, String name) throws UnknownModuleException {
        int[] shape = file.shape(path, name);
        if (Arrays.stream(shape).anyMatch(size -> size == 0))
            throw new UnknownModuleException(path, "whose " + name + " is empty");
        return root.at(path).parameter(name, Initializer.ZERO, shape);
    }
}
