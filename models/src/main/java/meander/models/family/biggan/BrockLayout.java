package meander.models.family.biggan;

import java.util.List;

import meander.models.family.biggan.BigGan.Block;
import meander.models.family.biggan.BigGan.Layout;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.BatchNorm;
import meander.models.nn.NonLocal;
import meander.models.nn.SpectralNorm;

/**
 * As the PyTorch code of BigGAN's first author writes it. Weights are divided by their largest singular value, of which the vector
 * {@code u0} is kept.
 *
 * @param shared dimensions of the embedding that all layers share; 0 where each has its own
 * @param nested whether statistics are kept one level deeper, in {@code bn}, as its own batch normalisation does
 */
record BrockLayout(int shared, boolean nested) implements Layout {
    private static final double EPSILON = 1e-5;

    @Override
    public Value embedded(Scope generator, Value c) {
        if (shared == 0) return c;
        return c.matmul(generator.at("shared").parameter("weight", Initializer.STANDARD_NORMAL, c.shape().dim(1), shared));
    }

    @Override
    public Value joined(Value y, Value z) {
        return y.concat(1, z);
    }

    @Override
    public Value first(Scope generator, Value latent, int out, int side) {
        Scope linear = generator.at("linear");
        int count = out * side * side;
        Value x = latent.matmul(weight(linear, count, latent.shape().dim(1)).transpose());
        return x.add(bias(linear, count).reshape(1, count)).reshape(latent.shape().dim(0), out, side, side);
    }

    @Override
    public Scope block(Scope generator, int index, List<Block> blocks) {
        return generator.at("blocks").at(Integer.toString(index)).at("0");
    }

    @Override
    public Value normalised(Scope block, int index, Value x, Value condition) {
        Scope at = block.at("bn" + (index + 1));
        int channels = x.shape().dim(1);
        Value gain = conditioned(at.at("gain"), condition, channels).add(1);
        return normalised(at, x, gain, conditioned(at.at("bias"), condition, channels));
    }

    private Value conditioned(Scope at, Value condition, int channels) {
        int width = condition.shape().dim(1);
        if (shared == 0) return condition.matmul(at.parameter("weight", Initializer.ZERO, width, channels));
        return condition.matmul(weight(at, channels, width).transpose());
    }

    private Value normalised(Scope at, Value x, Value gain, Value bias) {
        Scope statistics = nested ? at.at("bn") : at;
        int channels = x.shape().dim(1);
        return BatchNorm.conditional(x, statistics.kept("stored_mean", Initializer.ZERO, channels),
                statistics.kept("stored_var", Initializer.ONE, channels), EPSILON, gain, bias);
    }

    @Override
    public Value convolved(Scope block, int index, Value x, int out, int size) {
        return convolved(block.at("conv" + (index + 1)), x, out, size);
    }

    @Override
    public Value shortcut(Scope block, Value x, int out) {
        return convolved(block.at("conv_sc"), x, out, 1);
    }

    private static Value convolved(Scope at, Value x, int out, int size) {
        return BigGan.convolved(x, weight(at, out, x.shape().dim(1), size, size), bias(at, out));
    }

    @Override
    public NonLocal.Kernels attention(Scope generator, int index, List<Block> blocks, int channels) {
        Scope at = generator.at("blocks").at(Integer.toString(index)).at("1");
        return new NonLocal.Kernels(weight(at.at("theta"), channels / 8, channels, 1, 1),
                weight(at.at("phi"), channels / 8, channels, 1, 1), weight(at.at("g"), channels / 2, channels, 1, 1),
                weight(at.at("o"), channels, channels / 2, 1, 1), at.parameter("gamma", Initializer.ZERO));
    }

    @Override
    public Value last(Scope generator, Value x) {
        Scope layers = generator.at("output_layer");
        Scope norm = layers.at("0");
        int channels = x.shape().dim(1);
        Value h = normalised(norm, x, norm.parameter("gain", Initializer.ONE, channels),
                norm.parameter("bias", Initializer.ZERO, channels));
        return convolved(layers.at("2"), h.relu(), PICTURES, 3);
    }

    private static Value weight(Scope at, int... dims) {
        return SpectralNorm.serving(at.parameter("weight", Initializer.STANDARD_NORMAL, dims),
                at.kept("u0", Initializer.STANDARD_NORMAL, 1, dims[0]));
    }

    private static Value bias(Scope at, int count) {
        return at.parameter("bias", Initializer.ZERO, count);
    }
}
