package meander.models.family.autoencoder;

import java.util.List;

import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.infer.ActivationFunction;
import meander.models.nn.BatchNorm;
import meander.models.nn.Convolution;
import meander.models.nn.InstanceNorm;
import meander.models.nn.NormalizationMode;

/**
 * The network of all such files: steps, one after the other.
 *
 * @param hidden activation between convolutions
 * @param output activation at the end
 */
record EncoderDecoderNetwork(List<EncoderDecoderLayer> steps, ActivationFunction hidden, ActivationFunction output) {
    private static final double EPSILON = 1e-5;

    EncoderDecoderNetwork {
        steps = List.copyOf(steps);
    }

    /** x {@code [N,C,H,W]} → {@code [N,C′,H,W]}. */
    Value picture(Scope scope, Value x, NormalizationMode statistics) {
        Value y = x;
        for (EncoderDecoderLayer step : steps)
            y = step(scope, y, step, statistics);
        return output.apply(y);
    }

    private Value step(Scope scope, Value x, EncoderDecoderLayer step, NormalizationMode statistics) {
        return switch (step) {
            case EncoderDecoderLayer.Conv(String path, _, int out, int kernel, boolean bias, int stride) ->
                Convolution.apply(scope.at(path), x, out, kernel, stride, (kernel - 1) / 2, bias);
            case EncoderDecoderLayer.Up(String path, int in, int out, int kernel, boolean bias) -> {
                Scope at = scope.at(path);
                Value weight = at.parameter("weight", new Initializer.Normal(0.02), in, out, kernel, kernel);
                Value y = x.convTranspose2d(weight, 2, Padding.all((kernel - 1) / 2), kernel % 2, 1);
                yield bias ? y.add(at.parameter("bias", Initializer.ZERO, out).channels()) : y;
            }
            case EncoderDecoderLayer.BatchNorm(String path, boolean affine) -> statistics == NormalizationMode.BATCH_OWN
                    ? BatchNorm.ofBatch(scope.at(path), x, affine, EPSILON)
                    : BatchNorm.serving(scope.at(path), x, affine, EPSILON);
            case EncoderDecoderLayer.InstanceNorm(String path, int channels) -> {
                Value y = InstanceNorm.of(x);
                yield path == null
                        ? y
                        : y.mul(scope.at(path).parameter("weight", Initializer.ONE, channels).channels())
                                .add(scope.at(path).parameter("bias", Initializer.ZERO, channels).channels());
            }
            case EncoderDecoderLayer.PRelu(String path, int slopes) -> {
                Value positive = x.relu();
                yield positive.add(
                        x.sub(positive).mul(scope.at(path).parameter("weight", new Initializer.Fill(0.25), slopes).channels()));
            }
            case EncoderDecoderLayer.Pool _ -> greatest(x);
            case EncoderDecoderLayer.Upsample _ -> x.upsampleNearest(2);
            case EncoderDecoderLayer.Activate _ -> hidden.apply(x);
        };
    }

    /** Of 2×2 pixels, by comparing rows and then columns. */
    private static Value greatest(Value x) {
        int[] d = x.shape().dims();
        Value rows = x.reshape(d[0], d[1], d[2] / 2, 2, d[3]);
        Value tall = rows.slice(3, 0, 1).binary(Op.Binary.Function.MAXIMUM, rows.slice(3, 1, 2));
        Value columns = tall.reshape(d[0], d[1], d[2] / 2, d[3] / 2, 2);
        return columns.slice(4, 0, 1).binary(Op.Binary.Function.MAXIMUM, columns.slice(4, 1, 2)).reshape(d[0], d[1], d[2] / 2,
                d[3] / 2);
    }

    /** How often the size halves on the way, at most. */
    int depth() {
        int depth = 0;
        int most = 0;
        for (EncoderDecoderLayer step : steps) {
            depth += change(step);
            most = Math.max(most, depth);
        }
        return most;
    }

    /** How many pixels away a pixel of the input may lie that still decides over one of the output. */
    int reach() {
        int depth = 0;
        int reach = 0;
        for (EncoderDecoderLayer step : steps) {
            reach += switch (step) {
                case EncoderDecoderLayer.Conv conv -> (conv.kernel() / 2) << depth;
                case EncoderDecoderLayer.Up up -> (up.kernel() / 2) << depth;
                case EncoderDecoderLayer.Pool _ -> 1 << depth;
                default -> 0;
            };
            depth += change(step);
        }
        return reach;
    }

    private static int change(EncoderDecoderLayer step) {
        return switch (step) {
            case EncoderDecoderLayer.Conv conv -> conv.stride() - 1;
            case EncoderDecoderLayer.Pool _ -> 1;
            case EncoderDecoderLayer.Up _,EncoderDecoderLayer.Upsample _ -> -1;
            case EncoderDecoderLayer.BatchNorm _,EncoderDecoderLayer.InstanceNorm _,EncoderDecoderLayer.PRelu _,EncoderDecoderLayer.Activate _ ->
                0;
        };
    }

    /** For a person: which steps halve the picture. */
    static String label(List<EncoderDecoderLayer> steps) {
        List<String> halving = steps.stream().filter(step -> change(step) > 0)
                .map(step -> step instanceof EncoderDecoderLayer.Conv conv ? conv.path() + "/2" : "pool").toList();
        return halving.isEmpty() ? "1" : String.join(" ", halving);
    }
}
