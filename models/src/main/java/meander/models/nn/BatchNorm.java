package meander.models.nn;

import java.util.stream.IntStream;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * Batch normalisation (Ioffe and Szegedy, arXiv:1502.03167, algorithms 1 and 2). Parameters, all {@code [C]}: {@code running_mean} and
 * {@code running_var}, which are kept, and, if affine, {@code weight} and {@code bias}, which are learned.
 */
public final class BatchNorm {
    /** How far running statistics move towards those of a batch; PyTorch's default. */
    private static final double MOMENTUM = 0.1;

    private BatchNorm() {}

    /**
     * When serving: running statistics stand for those of the batch, so that it is one scale and one shift per channel.
     *
     * @param x       {@code [N,C]} or {@code [N,C,H,W]}, whose shape stays
     * @param epsilon added to the variance
     */
    public static Value serving(Scope at, Value x, boolean affine, double epsilon) {
        int channels = x.shape().dim(1);
        Value mean = runningMean(at, channels);
        Value variance = runningVariance(at, channels);
        Value scale = variance.add(epsilon).rsqrt();
        Value shift = mean.mul(-1);
        if (affine) scale = scale.mul(at.parameter("weight", Initializer.ONE, channels));
        shift = shift.mul(scale);
        if (affine) shift = shift.add(at.parameter("bias", Initializer.ZERO, channels));
        return x.mul(perChannel(scale, x)).add(perChannel(shift, x));
    }

    /**
     * When serving, with a scale and a shift that depend on more than the layer, such as on a class (BigGAN, arXiv:1809.11096 §3): one
     * scale and one shift per channel.
     *
     * @param x        {@code [N,C,H,W]}, whose shape stays
     * @param mean     {@code [C]} or {@code [N,C]}, as are all others
     * @param variance not yet with epsilon
     */
    public static Value conditional(Value x, Value mean, Value variance, double epsilon, Value gain, Value bias) {
        int channels = x.shape().dim(1);
        Value scale = rows(gain, channels).mul(rows(variance, channels).add(epsilon).rsqrt());
        Value shift = rows(bias, channels).sub(rows(mean, channels).mul(scale));
        return x.mul(scale.spatial()).add(shift.spatial());
    }

    private static Value rows(Value numbers, int channels) {
        return numbers.shape().rank() == 1 ? numbers.reshape(1, channels) : numbers;
    }

    /**
     * When training, in a network that is served later: statistics of the batch, towards which the running ones move. Applied twice in one
     * graph they move twice.
     *
     * @param x as in {@link #serving}; more than one number per channel
     */
    public static Value training(Scope at, Value x, boolean affine, double epsilon) {
        int channels = x.shape().dim(1);
        int count = x.shape().elements() / channels;
        Value mean = x.mean(allButChannels(x));
        Value apart = x.sub(mean);
        Value variance = apart.square().mean(allButChannels(x));
        // As PyTorch does: the variance that is kept is the unbiased one, so that files mean the same everywhere.
        double unbiased = count / (count - 1.0);
        move(runningMean(at, channels), mean.reshape(channels));
        move(runningVariance(at, channels), variance.reshape(channels).mul(unbiased));
        return scaled(at, apart, variance, affine, epsilon);
    }

    /** When training, in a network that is never served: statistics of the batch, of which nothing is kept. */
    public static Value ofBatch(Scope at, Value x, boolean affine, double epsilon) {
        Value apart = x.sub(x.mean(allButChannels(x)));
        return scaled(at, apart, apart.square().mean(allButChannels(x)), affine, epsilon);
    }

    private static Value scaled(Scope at, Value apart, Value variance, boolean affine, double epsilon) {
        int channels = apart.shape().dim(1);
        Value scale = variance.add(epsilon).rsqrt();
        if (!affine) return apart.mul(scale);
        Value weight = perChannel(at.parameter("weight", Initializer.ONE, channels), apart);
        Value bias = perChannel(at.parameter("bias", Initializer.ZERO, channels), apart);
        return apart.mul(scale.mul(weight)).add(bias);
    }

    private static void move(Value running, Value batch) {
        Graph graph = running.graph();
        Value latest = graph.latest(running);
        graph.update(running, latest.add(batch.stopGradient().sub(latest).mul(MOMENTUM)));
    }

    private static Value runningMean(Scope at, int channels) {
        return at.kept("running_mean", Initializer.ZERO, channels);
    }

    private static Value runningVariance(Scope at, int channels) {
        return at.kept("running_var", Initializer.ONE, channels);
    }

    private static int[] allButChannels(Value x) {
        return IntStream.range(0, x.shape().rank()).filter(axis -> axis != 1).toArray();
    }

    private static Value perChannel(Value numbers, Value x) {
        return x.shape().rank() == 4 ? numbers.channels() : numbers.reshape(1, numbers.shape().dim(0));
    }
}
