package meander.models.family.dcgan;

import java.util.List;

import meander.models.family.Model;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.infer.ActivationFunction;
import meander.models.nn.BatchNorm;
import meander.models.nn.InstanceNorm;

/**
 * The definition of every DCGAN-like generator (Radford et al., arXiv:1511.06434 §3): layers, one after the other, which were inferred
 * from a file or chosen for a training. {@code z [N,Z]}, with classes also {@code c [N,classes] → picture [N,C,H,W]}.
 */
final class DcganNetwork {
    /** z. */
    static final String Z = "z";
    /** The weights of the classes, adding up to 1. */
    static final String C = "c";
    /** Below this width a picture takes no time worth interrupting. */
    private static final int WIDE = 64;
    /** Weights before training (§4). */
    private static final Initializer DEVIATION = new Initializer.Normal(0.02);
    private static final Initializer SLOPE = new Initializer.Fill(0.25);
    private static final double LAYER_EPSILON = 1e-5;

    private final Scope root;
    private final Value c;
    private final boolean training;

    private DcganNetwork(Scope root, Value c, boolean training) {
        this.root = root;
        this.c = c;
        this.training = training;
    }

    /** As it is served. @param classes 0 when unconditional, @param fromZero whether the last activation's black is 0, not −1 */
    static Graph build(List<DcganLayer> layers, int zDim, int classes, boolean fromZero) {
        Graph graph = new Graph();
        Value z = graph.input(Z, 1, zDim);
        Value x = picture(Scope.root(graph), layers, z, classes == 0 ? null : graph.input(C, 1, classes), false);
        graph.output(Model.PICTURE, fromZero ? x.mul(2).add(-1) : x);
        return graph;
    }

    /** @param c {@code [N,classes]}; null when unconditional, @param training whether statistics are those of the batch */
    static Value picture(Scope root, List<DcganLayer> layers, Value z, Value c, boolean training) {
        DcganNetwork network = new DcganNetwork(root, c, training);
        Value x = z;
        int width = 1;
        for (DcganLayer layer : layers) {
            x = network.step(x, layer);
            if (x.shape().rank() == 4 && x.shape().dim(3) > width) {
                width = x.shape().dim(3);
                if (width >= WIDE) root.graph().cut(x.shape().dim(2) + "×" + width, null);
            }
        }
        return x;
    }

    private Value step(Value x, DcganLayer layer) {
        return switch (layer) {
            case DcganLayer.Embed(String path, int classes, int width, DcganLayer.Joining joining) -> {
                Value row = c.matmul(root.at(path).parameter("weight", Initializer.STANDARD_NORMAL, classes, width)); // [N,width]
                yield switch (joining) {
                    case Z_FIRST -> x.concat(1, row);
                    case CLASS_FIRST -> row.concat(1, x);
                    case PRODUCT -> x.mul(row);
                };
            }
            case DcganLayer.LabelDense(String path, int classes, int width, boolean bias, DcganLayer.Joining joining) -> {
                Value row = step(c, new DcganLayer.Dense(path, classes, width, bias));
                yield joining == DcganLayer.Joining.CLASS_FIRST ? row.concat(1, x) : x.concat(1, row);
            }
            case DcganLayer.OneHot(int from, _) -> from == x.shape().dim(1)
                    ? x.concat(1, c)
                    : from == 0 ? c.concat(1, x) : x.slice(1, 0, from).concat(1, c, x.slice(1, from, x.shape().dim(1)));
            case DcganLayer.Branches(List<DcganLayer> ofZ, List<DcganLayer> ofC, DcganLayer.Joining joining) -> {
                Value left = x;
                for (DcganLayer each : ofZ)
                    left = step(left, each);
                Value right = c;
                for (DcganLayer each : ofC)
                    right = step(right, each);
                yield joining == DcganLayer.Joining.CLASS_FIRST ? right.concat(1, left) : left.concat(1, right);
            }
            case DcganLayer.InstanceNorm(String path, int channels) ->
                InstanceNorm.of(x).mul(root.at(path).parameter("weight", Initializer.ONE, channels).channels())
                        .add(root.at(path).parameter("bias", Initializer.ZERO, channels).channels());
            case DcganLayer.LayerNorm(String path, int numbers) -> {
                Value apart = x.sub(x.mean(1));
                Value even = apart.mul(apart.square().mean(1).add(LAYER_EPSILON).rsqrt());
                yield even.mul(root.at(path).parameter("weight", Initializer.ONE, numbers).reshape(1, numbers))
                        .add(root.at(path).parameter("bias", Initializer.ZERO, numbers).reshape(1, numbers));
            }
            case DcganLayer.Prelu(String path, int slopes) -> {
                Value slope = root.at(path).parameter("weight", SLOPE, slopes);
                slope = x.shape().rank() == 4 ? slope.channels() : slope.reshape(1, slopes);
                yield x.relu().sub(x.negate().relu().mul(slope));
            }
            case DcganLayer.Shuffle(int factor) -> x.pixelShuffle(factor);
            case DcganLayer.Dense(String path, int in, int out, boolean bias) -> {
                Scope at = root.at(path);
                Value y = x.matmul(at.parameter("weight", new Initializer.Normal(1 / Math.sqrt(in)), out, in).transpose());
                yield bias ? y.add(at.parameter("bias", Initializer.ZERO, out).reshape(1, out)) : y;
            }
            case DcganLayer.Reshape(int channels, int size) -> x.reshape(x.shape().dim(0), channels, size, size);
            case DcganLayer.TransposedConv(String path, int in, int out, int kernel, boolean bias, Stride stride) -> {
                Value picture = x.shape().rank() == 2 ? x.spatial() : x; // z is a picture of one pixel
                Value weight = root.at(path).parameter("weight", DEVIATION, in, out, kernel, kernel);
                yield biased(root.at(path), bias,
                        picture.convTranspose2d(weight, stride.step(), Padding.all(stride.padding()), stride.outputPadding(), 1));
            }
            case DcganLayer.Conv(String path, int in, int out, int kernel, boolean bias) -> {
                Value weight = root.at(path).parameter("weight", DEVIATION, out, in, kernel, kernel);
                yield biased(root.at(path), bias, x.conv2d(weight, Padding.all(kernel / 2)));
            }
            case DcganLayer.BatchNorm(String path, _, boolean affine, _, double epsilon) -> training
                    ? BatchNorm.training(root.at(path), x, affine, epsilon)
                    : BatchNorm.serving(root.at(path), x, affine, epsilon);
            case DcganLayer.Upsample(DcganLayer.Interpolation interpolation) -> switch (interpolation) {
                case NEAREST -> x.upsampleNearest(2);
                case BILINEAR -> bilinear(x);
            };
            case DcganLayer.Activate(_, ActivationFunction function) -> function.apply(x);
        };
    }

    private static Value biased(Scope at, boolean bias, Value x) {
        return bias ? x.add(at.parameter("bias", Initializer.ZERO, x.shape().dim(1)).channels()) : x;
    }

    /**
     * Twice the size with weights ¾ and ¼: doubled pixels smoothed by [1,2,1]/4 both ways, which is the same and needs no operation
     * of its own.
     */
    private static Value bilinear(Value x) {
        int channels = x.shape().dim(1);
        float[] kernel = new float[channels * 9];
        for (int i = 0; i < kernel.length; i++)
            kernel[i] = new float[]{1, 2, 1, 2, 4, 2, 1, 2, 1}[i % 9] / 16;
        return x.upsampleNearest(2).pad(Padding.all(1), Op.Pad2d.Mode.REPLICATE)
                .conv2d(x.graph().constant(new Tensor(Shape.of(channels, 1, 3, 3), kernel)), 1, Padding.NONE, channels);
    }
}
