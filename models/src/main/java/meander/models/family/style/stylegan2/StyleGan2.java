package meander.models.family.style.stylegan2;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

import meander.models.family.style.Styles;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Activation;
import meander.models.nn.EqualizedDense;
import meander.models.nn.FirFilter;
import meander.models.nn.MappingNetwork;
import meander.models.nn.ModulatedConv;
import meander.models.nn.PixelNorm;

/**
 * The StyleGAN2 generator (Karras et al., arXiv:1912.04958; with adaptive augmentation arXiv:2006.06676): the definition from
 * which it is served, exported and trained. Parameters carry the names of NVlabs' PyTorch checkpoints.
 *
 * @param architecture  how pictures leave the blocks
 * @param zDim          dimensions of z
 * @param cDim          classes; 0 when unconditional
 * @param wDim          dimensions of w
 * @param labels        how a label joins z
 * @param mappingLayers dense layers of the mapping network
 * @param mappingWidth  numbers between two of them
 * @param mappingRate   learning-rate multiplier of the mapping network
 * @param channels      resolution to feature maps, from 4 up to the picture's, doubling
 * @param pictures      channels of the picture
 * @param noise         whether layers add noise
 * @param clamp         limit of every layer's output ({@code conv_clamp}); infinite for none
 * @param filter        the low-pass filter around up-sampling
 */
public record StyleGan2(Architecture architecture, int zDim, int cDim, int wDim, Labels labels, int mappingLayers,
        int mappingWidth, double mappingRate, SequencedMap<Integer, Integer> channels, int pictures, boolean noise, double clamp,
        FirFilter filter) {
    /** How pictures leave the blocks (arXiv:1912.04958 §4.1, figure 7). */
    public enum Architecture {
        /** From the last block alone. */
        ORIG,
        /** From every block, up-sampled and added up. */
        SKIP,
        /** From the last block, with residual connections between blocks. */
        RESNET
    }

    /** How a label joins z. */
    public enum Labels {
        /** Mapped to as many numbers as w has and normalised by itself, then joined to the normalised z (arXiv:2006.06676). */
        EMBEDDED,
        /** Mapped to as many numbers as z has, joined to z and normalised with it (arXiv:1912.04958 and before). */
        CONCATENATED
    }

    /** With a mapping network as wide as w and embedded labels. */
    public StyleGan2(Architecture architecture, int zDim, int cDim, int wDim, int mappingLayers, double mappingRate,
            SequencedMap<Integer, Integer> channels, int pictures, boolean noise, double clamp, FirFilter filter) {
        this(architecture, zDim, cDim, wDim, Labels.EMBEDDED, mappingLayers, wDim, mappingRate, channels, pictures, noise, clamp,
                filter);
    }

    /** Feature maps as NVlabs' configurations give them: {@code min(base/resolution, 512)}. */
    public static StyleGan2 ofSize(int resolution, int channelBase) {
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        for (int size = 4; size <= resolution; size *= 2)
            channels.put(size, Math.min(channelBase / size, 512));
        return new StyleGan2(Architecture.SKIP, 512, 0, 512, 8, 0.01, channels, 3, true, Double.POSITIVE_INFINITY,
                FirFilter.BINOMIAL);
    }

    public int resolution() {
        return channels.lastEntry().getKey();
    }

    /** Layers that take a w of their own, {@code num_ws}: the convolutions and the last toRGB. */
    public int layers() {
        return 2 * channels.size();
    }

    /** The resolution of the layer that a w feeds. */
    public int resolutionOf(int layer) {
        return 4 << Math.min((layer + 1) / 2, channels.size() - 1);
    }

    /** Whether a layer is its block's first, up-sampling convolution. */
    public boolean isFirstOf(int layer) {
        return layer % 2 == 1;
    }

    /** Convolutions that take noise: all but toRGB. */
    public int noiseLayers() {
        return layers() - 1;
    }

    /** Mapping network: {@code z [1,z_dim]} and, with classes, {@code c [1,c_dim]} → {@code w [1,w_dim]}. */
    public Graph mapping() {
        return Styles.mapping(zDim, cDim, this::mapping);
    }

    /** z {@code [N,z_dim]} → w {@code [N,w_dim]}. @param scope of the generator, @param c {@code [N,c_dim]}, null when unconditional */
    public Value mapping(Scope scope, Value z, Value c) {
        Scope layers = scope.at("mapping");
        return MappingNetwork.dense(layers, cDim > 0 ? joined(layers, z, c) : PixelNorm.secondMoment(z), mappingLayers,
                mappingWidth, wDim, mappingRate);
    }

    private Value joined(Scope layers, Value z, Value c) {
        return switch (labels) {
            case EMBEDDED -> PixelNorm.secondMoment(z).concat(1, MappingNetwork.embedded(layers, c, wDim)); // [N,z_dim+w_dim]
            case CONCATENATED -> {
                Value weight = layers.at("label").parameter("weight", Initializer.STANDARD_NORMAL, zDim, cDim);
                yield PixelNorm.secondMoment(z.concat(1, c.matmul(weight.transpose()))); // [N,2·z_dim]
            }
        };
    }

    /**
     * Synthesis network: {@code w0, w1, … [1,w_dim]}, one per layer, and {@code noise0, noise1, … [1,1,R,R]} with
     * {@code strength0, strength1, … [1,1,1,1]} that multiply the learned ones → {@code picture [1,C,H,W]}. Cut after each layer; a skip network gives a smaller picture after each block.
     *
     * @param picture the name of the output
     */
    public Graph synthesis(String picture) {
        Graph graph = new Graph();
        graph.output(picture, synthesis(Scope.root(graph), Styles.fed(graph, wDim), turned(graph)));
        return graph;
    }

    /**
     * Everything from z to picture: {@code z [1,z_dim]}, with classes {@code c [1,c_dim]}, {@code psi [1,layers]} with one ψ per layer,
     * noise and strengths as in {@link #synthesis(String)} → {@code w [1,w_dim]} and {@code picture [1,C,H,W]}.
     *
     * @param average the mean of w, {@code [w_dim]}
     */
    public Graph generator(String picture, float[] average) {
        Graph graph = new Graph();
        graph.output(picture, synthesis(Scope.root(graph), Styles.truncated(graph, zDim, cDim, this::mapping, average, layers()),
                turned(graph)));
        return graph;
    }

    /** Where the noise of a layer comes from. */
    @FunctionalInterface
    public interface NoiseSource {
        /** @param learned the layer's strength, {@code []} @return {@code [N,1,size,size]} or {@code [1,1,size,size]}, multiplied by it */
        Value of(int layer, int size, Value learned);
    }

    /** Noise that is fed, and a strength that a hand turns. */
    private static NoiseSource turned(Graph graph) {
        return (layer, size, learned) -> graph.input("noise" + layer, 1, 1, size, size)
                .mul(graph.input("strength" + layer, 1, 1, 1, 1).mul(learned));
    }

    /**
     * Synthesis network. Cuts the graph after each layer.
     *
     * @param scope  of the generator
     * @param styles layer to w {@code [N,w_dim]}; asked once for each layer
     * @return {@code [N,C,H,W]}
     */
    public Value synthesis(Scope scope, IntFunction<Value> styles, NoiseSource noises) {
        Value[] w = new Value[layers()]; // a block's toRGB shares its w with the next block's first convolution
        IntFunction<Value> style = layer -> w[layer] == null ? w[layer] = styles.apply(layer) : w[layer];
        Graph graph = scope.graph();
        Scope blocks = scope.at("synthesis");
        int last = resolution();
        int layer = 0;
        Value x = null;
        Value image = null;
        for (int size : channels.keySet()) {
            Scope block = blocks.at("b" + size);
            Value before = x;
            if (size == 4) x = constant(block);
            else {
                x = convolution(block.at("conv0"), x, style.apply(layer), size, noised(layer, noises), true, 1);
                layer++;
            }
            graph.cut(size + " px", null);
            double gain = architecture == Architecture.RESNET && size > 4 ? Math.sqrt(0.5) : 1;
            x = convolution(block.at("conv1"), x, style.apply(layer), size, noised(layer, noises), false, gain); // [N,channels,size,size]
            layer++;
            if (gain != 1) x = x.add(shortcut(block.at("skip"), before, size, gain));
            graph.cut(size + " px", null);
            if (architecture == Architecture.SKIP || size == last) {
                Value rgb = toRgb(block.at("torgb"), x, style.apply(layer)); // [N,pictures,size,size]
                image = image == null ? rgb : filter.up(image).add(rgb);
            }
            graph.cut(size + " px", image);
        }
        return image;
    }

    private Value constant(Scope block) {
        int depth = channels.get(4);
        return block.parameter("const", Initializer.STANDARD_NORMAL, depth, 4, 4).reshape(1, depth, 4, 4);
    }

    /** The noise of a layer by its learned strength. */
    private UnaryOperator<Value> noised(int layer, NoiseSource noises) {
        return learned -> noises.of(layer, resolutionOf(layer), learned);
    }

    private Value convolution(Scope scope, Value x, Value w, int size, UnaryOperator<Value> noise, boolean up, double gain) {
        int in = x.shape().dim(1);
        int out = channels.get(size);
        Value style = EqualizedDense.apply(scope.at("affine"), w, in, 1, 1);
        Value kernel = scope.parameter("weight", Initializer.STANDARD_NORMAL, out, in, 3, 3);
        Value y = up ? ModulatedConv.up(x, style, kernel, filter) : ModulatedConv.same(x, style, kernel);
        // Leaky ReLU commutes with a positive factor: the activation's gain goes where there are fewest numbers.
        double scale = Activation.GAIN * gain;
        y = y.mul(ModulatedConv.demodulation(style, kernel).mul(scale).spatial());
        if (this.noise) y = y.add(noise.apply(scope.parameter("noise_strength", Initializer.ZERO)).mul(scale));
        y = y.add(scope.parameter("bias", Initializer.ZERO, out).mul(scale).channels());
        return limit(y.leakyRelu(Activation.SLOPE), gain);
    }

    private Value shortcut(Scope scope, Value x, int size, double gain) {
        int in = x.shape().dim(1);
        Value kernel = scope.parameter("weight", Initializer.STANDARD_NORMAL, channels.get(size), in, 1, 1);
        return filter.up(x.conv2d(kernel.mul(gain / Math.sqrt(in)), Padding.NONE)); // both are linear: the cheaper order
    }

    private Value toRgb(Scope scope, Value x, Value w) {
        int in = x.shape().dim(1);
        Value kernel = scope.parameter("weight", Initializer.STANDARD_NORMAL, pictures, in, 1, 1);
        Value bias = scope.parameter("bias", Initializer.ZERO, pictures);
        Value style = EqualizedDense.apply(scope.at("affine"), w, in, 1, 1).mul(1 / Math.sqrt(in));
        return limit(ModulatedConv.pointwise(x, style, kernel).add(bias.channels()), 1);
    }

    private Value limit(Value x, double gain) {
        return Double.isInfinite(clamp) ? x : x.clamp(-clamp * gain, clamp * gain);
    }
}
