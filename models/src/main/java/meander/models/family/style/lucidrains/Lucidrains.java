package meander.models.family.style.lucidrains;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

import meander.models.family.style.Styles;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Bilinear;
import meander.models.nn.Convolution;
import meander.models.nn.FirFilter;
import meander.models.nn.ModulatedConv;

/**
 * The generator of lucidrains' StyleGAN2 port. It shares the modulated convolution with StyleGAN2 (arXiv:1912.04958 §2.2); weights are not
 * equalised, one w feeds a whole block, all noise is cut from one picture, up-sampling is bilinear. Parameters carry the port's names.
 *
 * @param dim           dimensions of z and of w
 * @param mappingLayers dense layers of the mapping network
 * @param mappingRate   what its weights and biases are multiplied by ({@code lr_mlp})
 * @param channels      feature maps of each block, from 4×4 up, doubling
 * @param initial       feature maps before the first
 * @param constant      whether the blocks begin with a constant, and not with the mean of all w
 * @param attention     the blocks before which there is attention
 * @param pictures      channels of the picture: 3 RGB, 4 RGBA
 */
public record Lucidrains(int dim, int mappingLayers, double mappingRate, List<Integer> channels, int initial, boolean constant,
        Set<Integer> attention, int pictures) {
    static final double SLOPE = 0.2;
    private static final FirFilter BLUR = FirFilter.normalised(1, 2, 1);
    /** What keeps z from being divided by 0: it is added to a squared length. */
    private static final double EPSILON = 1e-24;

    public Lucidrains {
        channels = List.copyOf(channels);
        attention = Set.copyOf(attention);
    }

    /** Blocks, each of which takes a w. */
    public int layers() {
        return channels.size();
    }

    public int resolutionOf(int layer) {
        return 4 << layer;
    }

    public int resolution() {
        return resolutionOf(layers() - 1);
    }

    /** Mapping network: {@code z [1,dim] → w [1,dim]}. */
    public Graph mapping() {
        return Styles.mapping(dim, 0, this::mapping);
    }

    /** z {@code [N,dim]} → w {@code [N,dim]}. @param c null: there are no classes */
    public Value mapping(Scope scope, Value z, Value c) {
        Value x = z.mul(z.square().reduce(Op.Reduce.Function.SUM, true, 1).add(EPSILON).rsqrt());
        for (int i = 0; i < mappingLayers; i++)
            x = dense(scope.at("S.net." + 2 * i), x, dim, mappingRate).leakyRelu(SLOPE);
        return x;
    }

    private static Value dense(Scope at, Value x, int out, double rate) {
        Value weight = at.parameter("weight", Initializer.STANDARD_NORMAL, out, x.shape().dim(1)).mul(rate);
        Value bias = at.parameter("bias", Initializer.ZERO, out).mul(rate);
        return x.matmul(weight.transpose()).add(bias.reshape(1, out));
    }

    /**
     * Synthesis network: {@code w0, w1, … [1,dim]}, one per block, {@code noise0 [1,1,R,R]} and {@code strength0 [1,1,1,1]} that multiplies
     * it → {@code picture [1,C,R,R]}. Cut after each block, where there is a smaller picture.
     */
    public Graph synthesis(String picture) {
        Graph graph = new Graph();
        graph.output(picture, synthesis(Scope.root(graph), Styles.fed(graph, dim), noise(graph)));
        return graph;
    }

    /**
     * Everything from z to picture: {@code z [1,dim]}, {@code psi [1,layers]} with one ψ per block, noise as in {@link #synthesis(String)} →
     * {@code w [1,dim]} and {@code picture [1,C,R,R]}.
     *
     * @param average the mean of w, {@code [dim]}
     */
    public Graph generator(String picture, float[] average) {
        Graph graph = new Graph();
        IntFunction<Value> styles = Styles.truncated(graph, dim, 0, this::mapping, average, layers());
        graph.output(picture, synthesis(Scope.root(graph), styles, noise(graph)));
        return graph;
    }

    private Value noise(Graph graph) {
        return graph.input("noise0", 1, 1, resolution(), resolution()).mul(graph.input("strength0", 1, 1, 1, 1));
    }

    /**
     * Synthesis network.
     *
     * @param styles block to w {@code [N,dim]}; asked once for each
     * @param noise  {@code [1,1,R,R]}
     * @return {@code [N,C,R,R]}, −1 … 1
     */
    public Value synthesis(Scope scope, IntFunction<Value> styles, Value noise) {
        Scope generator = scope.at("G");
        Value[] w = new Value[layers()];
        for (int layer = 0; layer < w.length; layer++)
            w[layer] = styles.apply(layer);
        Value x = Convolution.apply(generator.at("initial_conv"), beginning(generator, w), initial, 3, 1, 1, true);
        Value rgb = null;
        for (int layer = 0; layer < w.length; layer++) {
            Scope block = generator.at("blocks." + layer);
            if (attention.contains(layer)) x = LinearAttention.of(generator.at("attns." + layer), x);
            if (layer > 0) x = Bilinear.enlarge(x, 2);
            x = layer(block, 1, x, w[layer], channels.get(layer), noise);
            x = layer(block, 2, x, w[layer], channels.get(layer), noise); // [N,channels,size,size]
            if (rgb != null) rgb = smoothed(Bilinear.enlarge(rgb, 2));
            Value drawn = toRgb(block.at("to_rgb"), x, w[layer]);
            rgb = rgb == null ? drawn : rgb.add(drawn);
            scope.graph().cut(resolutionOf(layer) + " px", signed(rgb));
        }
        return signed(rgb);
    }

    private Value beginning(Scope generator, Value[] w) {
        if (constant) return generator.parameter("initial_block", Initializer.STANDARD_NORMAL, 1, initial, 4, 4);
        Value sum = w[0];
        for (int layer = 1; layer < w.length; layer++)
            sum = sum.add(w[layer]);
        Value weight = generator.at("to_initial_block").parameter("weight", Initializer.STANDARD_NORMAL, dim, initial, 4, 4);
        // A transposed convolution of one pixel is a dense layer.
        return sum.div(w.length).matmul(weight.reshape(dim, initial * 16)).reshape(w[0].shape().dim(0), initial, 4, 4);
    }

    private static Value layer(Scope block, int number, Value x, Value w, int out, Value noise) {
        Value style = dense(block.at("to_style" + number), w, x.shape().dim(1), 1).add(1);
        Value kernel = block.at("conv" + number).parameter("weight", Initializer.STANDARD_NORMAL, out, x.shape().dim(1), 3, 3);
        Value y = ModulatedConv.same(x, style, kernel).mul(ModulatedConv.demodulation(style, kernel).spatial());
        int size = x.shape().dim(2);
        // The port swaps rows and columns of its noise.
        Value own = noise.slice(2, 0, size).slice(3, 0, size).transpose(0, 1, 3, 2);
        Scope toNoise = block.at("to_noise" + number);
        Value learned = toNoise.parameter("weight", Initializer.STANDARD_NORMAL, out, 1).reshape(1, out, 1, 1);
        return y.add(own.mul(learned)).add(toNoise.parameter("bias", Initializer.ZERO, out).channels()).leakyRelu(SLOPE);
    }

    private Value toRgb(Scope at, Value x, Value w) {
        Value style = dense(at.at("to_style"), w, x.shape().dim(1), 1).add(1);
        Value kernel = at.at("conv").parameter("weight", Initializer.STANDARD_NORMAL, pictures, x.shape().dim(1), 1, 1);
        return ModulatedConv.pointwise(x, style, kernel);
    }

    private static Value smoothed(Value rgb) {
        return BLUR.smooth(rgb.pad(Padding.all(1), Op.Pad2d.Mode.REFLECT), 0, 0, 1);
    }

    /** The port draws from 0 to 1. */
    private static Value signed(Value rgb) {
        return rgb.mul(2).sub(1);
    }
}
