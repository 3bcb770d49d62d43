package meander.models.family.stylegan2;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.EqualizedDense;
import meander.models.nn.Fir;
import meander.models.nn.Modulated;
import meander.models.nn.Norms;

/**
 * The StyleGAN2 generator (Karras et al., arXiv:1912.04958; with adaptive augmentation arXiv:2006.06676): the definition from
 * which it is served, exported and trained. Parameters carry the names of NVlabs' PyTorch checkpoints.
 *
 * @param architecture  how pictures leave the blocks
 * @param zDim          dimensions of z
 * @param cDim          classes; 0 when unconditional
 * @param wDim          dimensions of w
 * @param mappingLayers dense layers of the mapping network
 * @param mappingRate   learning-rate multiplier of the mapping network
 * @param channels      resolution to feature maps, from 4 up to the picture's, doubling
 * @param pictures      channels of the picture
 * @param noise         whether layers add noise
 * @param clamp         limit of every layer's output ({@code conv_clamp}); infinite for none
 * @param filter        the low-pass filter around up-sampling
 */
public record StyleGan2(Architecture architecture, int zDim, int cDim, int wDim, int mappingLayers, double mappingRate,
        SequencedMap<Integer, Integer> channels, int pictures, boolean noise, double clamp, Fir filter) {
    private static final double SLOPE = 0.2;
    private static final double GAIN = Math.sqrt(2);

    /** How pictures leave the blocks (arXiv:1912.04958 §4.1, figure 7). */
    public enum Architecture {
        /** From the last block alone. */
        ORIG,
        /** From every block, up-sampled and added up. */
        SKIP,
        /** From the last block, with residual connections between blocks. */
        RESNET
    }

    /** Feature maps as NVlabs' configurations give them: {@code min(base/resolution, 512)}. */
    public static StyleGan2 ofSize(int resolution, int channelBase) {
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        for (int size = 4; size <= resolution; size *= 2)
            channels.put(size, Math.min(channelBase / size, 512));
        return new StyleGan2(Architecture.SKIP, 512, 0, 512, 8, 0.01, channels, 3, true, Double.POSITIVE_INFINITY, Fir.BINOMIAL);
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
        Graph graph = new Graph();
        Scope scope = Scope.root(graph).at("mapping");
        Value x = Norms.secondMoment(graph.input("z", 1, zDim));
        if (cDim > 0) {
            Value label = EqualizedDense.apply(scope.at("embed"), graph.input("c", 1, cDim), wDim, 1, 0);
            x = x.concat(1, Norms.secondMoment(label)); // [1,z_dim+w_dim]
        }
        for (int i = 0; i < mappingLayers; i++)
            x = EqualizedDense.apply(scope.at("fc" + i), x, wDim, mappingRate, 0).leakyRelu(SLOPE).mul(GAIN);
        graph.output("w", x);
        return graph;
    }

    /**
     * Synthesis network: {@code w0, w1, … [1,w_dim]}, one per layer, and {@code noise0, noise1, … [1,1,R,R]} with
     * {@code strength0, strength1, … [1,1,1,1]} that multiply the learned ones → {@code picture [1,C,H,W]}. Cut after each layer; a skip network gives a smaller picture after each block.
     *
     * @param picture the name of the output
     */
    public Graph synthesis(String picture) {
        Graph graph = new Graph();
        Scope scope = Scope.root(graph).at("synthesis");
        int last = resolution();
        int layer = 0;
        Value x = null;
        Value image = null;
        for (int size : channels.keySet()) {
            Scope block = scope.at("b" + size);
            Value before = x;
            if (size == 4)
                x = block.parameter("const", Initializer.STANDARD_NORMAL, channels.get(4), 4, 4)
                        .reshape(1, channels.get(4), 4, 4);
            else
                x = convolution(block.at("conv0"), x, size, layer++, true, 1);
            graph.cut(size + " px", null);
            double gain = architecture == Architecture.RESNET && size > 4 ? Math.sqrt(0.5) : 1;
            x = convolution(block.at("conv1"), x, size, layer++, false, gain); // [1,channels,size,size]
            if (gain != 1)
                x = x.add(shortcut(block.at("skip"), before, size, gain));
            graph.cut(size + " px", null);
            if (architecture == Architecture.SKIP || size == last) {
                Value rgb = toRgb(block.at("torgb"), x, layer); // [1,pictures,size,size]
                image = image == null ? rgb : filter.up(image).add(rgb);
            }
            if (size == last)
                graph.output(picture, image);
            graph.cut(size + " px", image);
        }
        return graph;
    }

    private Value convolution(Scope scope, Value x, int size, int layer, boolean up, double gain) {
        int in = x.shape().dim(1);
        int out = channels.get(size);
        Value style = style(scope, layer, in);
        Value kernel = scope.parameter("weight", Initializer.STANDARD_NORMAL, out, in, 3, 3);
        Value y = up ? Modulated.up(x, style, kernel, filter) : Modulated.same(x, style, kernel);
        // Leaky ReLU commutes with a positive factor: the activation's gain goes where there are fewest numbers.
        double scale = GAIN * gain;
        y = y.mul(Modulated.demodulation(style, kernel).mul(scale).spatial());
        if (noise)
            y = y.add(noise(scope, layer, size).mul(scale));
        y = y.add(scope.parameter("bias", Initializer.ZERO, out).mul(scale).channels());
        return limit(y.leakyRelu(SLOPE), gain);
    }

    /** The noise of a layer, {@code [1,1,size,size]}: what is fed, times the learned strength, times the hand's. */
    private Value noise(Scope scope, int layer, int size) {
        Value strength = scope.parameter("noise_strength", Initializer.ZERO);
        Graph graph = scope.graph();
        return graph.input("noise" + layer, 1, 1, size, size).mul(graph.input("strength" + layer, 1, 1, 1, 1).mul(strength));
    }

    private Value shortcut(Scope scope, Value x, int size, double gain) {
        int in = x.shape().dim(1);
        Value kernel = scope.parameter("weight", Initializer.STANDARD_NORMAL, channels.get(size), in, 1, 1);
        return filter.up(x.conv2d(kernel.mul(gain / Math.sqrt(in)), Padding.NONE)); // both are linear: the cheaper order
    }

    private Value toRgb(Scope scope, Value x, int layer) {
        int in = x.shape().dim(1);
        Value kernel = scope.parameter("weight", Initializer.STANDARD_NORMAL, pictures, in, 1, 1);
        Value bias = scope.parameter("bias", Initializer.ZERO, pictures);
        Value style = style(scope, layer, in).mul(1 / Math.sqrt(in));
        return limit(Modulated.pointwise(x, style, kernel).add(bias.channels()), 1);
    }

    /** The style of a layer, {@code [1,in]}, from its w. A layer's toRGB shares its w with the next block's first convolution. */
    private Value style(Scope scope, int layer, int in) {
        Graph graph = scope.graph();
        Value w = graph.inputs().get("w" + layer);
        if (w == null)
            w = graph.input("w" + layer, 1, wDim);
        return EqualizedDense.apply(scope.at("affine"), w, in, 1, 1);
    }

    private Value limit(Value x, double gain) {
        return Double.isInfinite(clamp) ? x : x.clamp(-clamp * gain, clamp * gain);
    }
}
