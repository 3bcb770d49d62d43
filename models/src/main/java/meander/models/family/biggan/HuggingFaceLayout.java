package meander.models.family.biggan;

import java.util.List;

import meander.models.family.biggan.BigGan.Block;
import meander.models.family.biggan.BigGan.Layout;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.BatchNorm;
import meander.models.nn.NonLocal;
import meander.models.nn.SpectralNorm;

/**
 * As Hugging Face's conversion of the published BigGAN-deep networks writes it. Statistics of batch normalisation are kept for
 * {@code statistics} truncations from 0 to 1, of which the input {@value #SHARES} {@code [1,statistics]} takes its share of each.
 *
 * @param embedding  dimensions of the class embedding
 * @param statistics how many there are
 * @param width      feature maps of the last layer, of which the first three are the picture
 * @param epsilon    added to variances
 */
record HuggingFaceLayout(int embedding, int statistics, int width, double epsilon) implements Layout {
    static final String SHARES = "statistics";

    @Override
    public Value embedded(Scope generator, Value c) {
        Scope at = generator.at("embeddings");
        return c.matmul(at.parameter("weight", Initializer.STANDARD_NORMAL, embedding, c.shape().dim(1)).transpose());
    }

    @Override
    public Value joined(Value y, Value z) {
        return z.concat(1, y);
    }

    @Override
    public Value first(Scope generator, Value latent, int out, int side) {
        Scope at = root(generator).at("gen_z");
        int count = out * side * side;
        Value x = latent.matmul(weight(at, count, latent.shape().dim(1)).transpose()).add(bias(at, count).reshape(1, count));
        return x.reshape(latent.shape().dim(0), side, side, out).transpose(0, 3, 1, 2); // TensorFlow's order
    }

    @Override
    public Scope block(Scope generator, int index, List<Block> blocks) {
        return layer(generator, index, blocks);
    }

    /** Layers are counted with the non-local blocks. */
    private static Scope layer(Scope generator, int index, List<Block> blocks) {
        long before = blocks.subList(0, Math.min(index, blocks.size())).stream().filter(Block::attention).count();
        return root(generator).at("layers").at(Long.toString(index + before));
    }

    @Override
    public Value normalised(Scope block, int index, Value x, Value condition) {
        Scope at = block.at("bn_" + index);
        int channels = x.shape().dim(1);
        int wide = condition.shape().dim(1);
        Value gain = condition.matmul(weight(at.at("scale"), channels, wide).transpose()).add(1);
        return normalised(at, x, gain, condition.matmul(weight(at.at("offset"), channels, wide).transpose()));
    }

    private Value normalised(Scope at, Value x, Value gain, Value bias) {
        return BatchNorm.conditional(x, statistic(at, "running_means", Initializer.ZERO, x),
                statistic(at, "running_vars", Initializer.ONE, x), epsilon, gain, bias);
    }

    private Value statistic(Scope at, String name, Initializer initializer, Value x) {
        Graph graph = at.graph();
        Value shares = graph.inputs().get(SHARES);
        if (shares == null) shares = graph.input(SHARES, 1, statistics);
        return shares.matmul(at.kept(name, initializer, statistics, x.shape().dim(1))); // [N,C]
    }

    @Override
    public Value convolved(Scope block, int index, Value x, int out, int size) {
        Scope at = block.at("conv_" + index);
        return BigGan.convolved(x, weight(at, out, x.shape().dim(1), size, size), bias(at, out));
    }

    @Override
    public Value shortcut(Scope block, Value x, int out) {
        throw new IllegalArgumentException("this layout is of BigGAN-deep alone");
    }

    @Override
    public NonLocal.Kernels attention(Scope generator, int index, List<Block> blocks, int channels) {
        List<Block> upTo = blocks.subList(0, index + 1);
        long place = index + upTo.stream().filter(Block::attention).count();
        Scope at = root(generator).at("layers").at(Long.toString(place));
        return new NonLocal.Kernels(weight(at.at("snconv1x1_theta"), channels / 8, channels, 1, 1),
                weight(at.at("snconv1x1_phi"), channels / 8, channels, 1, 1),
                weight(at.at("snconv1x1_g"), channels / 2, channels, 1, 1),
                weight(at.at("snconv1x1_o_conv"), channels, channels / 2, 1, 1), at.parameter("gamma", Initializer.ZERO, 1));
    }

    @Override
    public Value last(Scope generator, Value x) {
        Scope norm = root(generator).at("bn");
        int channels = x.shape().dim(1);
        Value h = normalised(norm, x, norm.parameter("weight", Initializer.ONE, channels),
                norm.parameter("bias", Initializer.ZERO, channels));
        Scope at = root(generator).at("conv_to_rgb");
        Value kernel = weight(at, width, channels, 3, 3).slice(0, 0, PICTURES);
        return BigGan.convolved(h.relu(), kernel, bias(at, width).slice(0, 0, PICTURES));
    }

    private static Scope root(Scope generator) {
        return generator.at("generator");
    }

    private static Value weight(Scope at, int... dims) {
        Value weight = at.parameter("weight_orig", Initializer.STANDARD_NORMAL, dims);
        int rest = weight.shape().elements() / dims[0];
        return SpectralNorm.serving(weight, at.kept("weight_u", Initializer.STANDARD_NORMAL, dims[0]),
                at.kept("weight_v", Initializer.STANDARD_NORMAL, rest));
    }

    private static Value bias(Scope at, int count) {
        return at.parameter("bias", Initializer.ZERO, count);
    }
}
