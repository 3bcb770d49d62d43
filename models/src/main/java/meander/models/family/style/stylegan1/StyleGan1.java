package meander.models.family.style.stylegan1;

import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;

import meander.models.family.ProgressiveLevel;
import meander.models.family.style.Styles;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.EqualizedConv;
import meander.models.nn.EqualizedDense;
import meander.models.nn.FirFilter;
import meander.models.nn.InstanceNorm;
import meander.models.nn.PixelNorm;

/**
 * The StyleGAN generator (Karras et al., arXiv:1812.04948 §2 and appendix C): a constant that grows through blocks of two layers, each
 * followed by noise and adaptive instance normalisation. Any resolution may draw, and two do while the network grows.
 *
 * @param zDim          dimensions of z
 * @param cDim          classes; 0 when unconditional
 * @param wDim          dimensions of w
 * @param mappingLayers dense layers of the mapping network
 * @param mappingWidth  numbers between two of them
 * @param mappingRate   learning-rate multiplier of the mapping network
 * @param channels      resolution to feature maps, from 4 up to the picture's, doubling
 * @param pictures      channels of the picture
 * @param habits        in which implementations differ
 */
public record StyleGan1(int zDim, int cDim, int wDim, int mappingLayers, int mappingWidth, double mappingRate,
        SequencedMap<Integer, Integer> channels, int pictures, Habits habits) {
    private static final double SLOPE = 0.2;
    private static final double GAIN = Math.sqrt(2);
    private static final FirFilter BLUR = FirFilter.normalised(1, 2, 1);

    /**
     * What no tensor tells.
     *
     * @param epsilon          of instance normalisation
     * @param noisePerBlock    whether the two layers of a block take the same noise
     * @param biasBeforeBlur   whether the bias of an up-sampling layer is added before its low-pass filter; at the border that is another
     *                         picture
     */
    public record Habits(double epsilon, boolean noisePerBlock, boolean biasBeforeBlur) {
        /** As the paper's authors wrote it. */
        public static final Habits OFFICIAL = new Habits(1e-8, false, false);
    }

    public int resolution() {
        return channels.lastEntry().getKey();
    }

    /** Layers that take a w of their own: two for each resolution. */
    public int layers() {
        return 2 * channels.size();
    }

    /** The resolution of a layer. */
    public int resolutionOf(int layer) {
        return 4 << layer / 2;
    }

    public int noises() {
        return habits.noisePerBlock ? channels.size() : layers();
    }

    /** The resolution of a noise. */
    public int resolutionOfNoise(int noise) {
        return habits.noisePerBlock ? 4 << noise : resolutionOf(noise);
    }

    /** Mapping network: {@code z [1,z_dim]} and, with classes, {@code c [1,c_dim]} → {@code w [1,w_dim]}. */
    public Graph mapping() {
        return Styles.mapping(zDim, cDim, this::mapping);
    }

    /** z {@code [N,z_dim]} → w {@code [N,w_dim]}. @param scope of the generator, @param c {@code [N,c_dim]}, null when unconditional */
    public Value mapping(Scope scope, Value z, Value c) {
        Scope layers = scope.at("mapping");
        Value x = z;
        if (cDim > 0) {
            Value weight = layers.at("label").parameter("weight", Initializer.STANDARD_NORMAL, zDim, cDim);
            x = z.concat(1, c.matmul(weight.transpose())); // [N,2·z_dim]
        }
        x = PixelNorm.secondMoment(x);
        for (int i = 0; i < mappingLayers; i++) {
            int out = i < mappingLayers - 1 ? mappingWidth : wDim;
            x = EqualizedDense.apply(layers.at("fc" + i), x.mul(GAIN), out, mappingRate, 0).leakyRelu(SLOPE);
        }
        return x;
    }

    /**
     * Synthesis network: {@code w0, w1, … [1,w_dim]}, one per layer, {@code noise0, noise1, … [1,1,R,R]} with
     * {@code strength0, strength1, … [1,1,1,1]} that multiply the learned ones, and {@code share4, share8, … [1,1,1,1]}, how much of the
     * picture each resolution draws → {@code picture [1,C,H,W]}. Cut after each layer.
     */
    public Graph synthesis(String picture) {
        Graph graph = new Graph();
        graph.output(picture, synthesis(Scope.root(graph), Styles.fed(graph, wDim), turned(graph), ProgressiveLevel.fed(graph)));
        return graph;
    }

    /**
     * Everything from z to picture: {@code z [1,z_dim]}, with classes {@code c [1,c_dim]}, {@code psi [1,layers]} with one ψ per layer, the
     * rest as in {@link #synthesis(String)} → {@code w [1,w_dim]} and {@code picture [1,C,H,W]}.
     *
     * @param average the mean of w, {@code [w_dim]}
     */
    public Graph generator(String picture, float[] average) {
        Graph graph = new Graph();
        IntFunction<Value> styles = Styles.truncated(graph, zDim, cDim, this::mapping, average, layers());
        graph.output(picture, synthesis(Scope.root(graph), styles, turned(graph), ProgressiveLevel.fed(graph)));
        return graph;
    }

    /** Noise that is fed, times a strength that a hand turns. */
    private IntFunction<Value> turned(Graph graph) {
        Map<Integer, Value> noises = new HashMap<>();
        return layer -> noises.computeIfAbsent(habits.noisePerBlock ? layer / 2 : layer, noise -> {
            int size = resolutionOfNoise(noise);
            return graph.input("noise" + noise, 1, 1, size, size).mul(graph.input("strength" + noise, 1, 1, 1, 1));
        });
    }

    /**
     * Synthesis network.
     *
     * @param styles layer to w {@code [N,w_dim]}
     * @param noises layer to noise {@code [1,1,R,R]} before its learned strength
     * @param shares resolution to its share of the picture {@code [1,1,1,1]}; they add up to 1
     * @return {@code [N,C,H,W]}
     */
    public Value synthesis(Scope scope, IntFunction<Value> styles, IntFunction<Value> noises, IntFunction<Value> shares) {
        Graph graph = scope.graph();
        Value x = null;
        Value picture = null;
        int layer = 0;
        for (int size : channels.keySet()) {
            Scope block = scope.at("synthesis").at("b" + size);
            x = size == 4 ? biased(block.at("conv0"), constant(block)) : doubled(block.at("conv0"), x, channels.get(size));
            x = styled(block.at("conv0"), x, styles.apply(layer), noises.apply(layer));
            graph.cut(size + " px", null);
            layer++;
            x = EqualizedConv.same(block.at("conv1"), x, channels.get(size), 3, GAIN);
            x = styled(block.at("conv1"), x, styles.apply(layer), noises.apply(layer)); // [N,channels,size,size]
            layer++;
            Value drawn = EqualizedConv.same(block.at("torgb"), x, pictures, 1, 1).mul(shares.apply(size));
            picture = picture == null ? drawn : picture.upsampleNearest(2).add(drawn);
            graph.cut(size + " px", null);
        }
        return picture;
    }

    private Value constant(Scope block) {
        int depth = channels.get(4);
        return block.parameter("const", Initializer.ONE, depth, 4, 4).reshape(1, depth, 4, 4);
    }

    /** Pixels doubled, convolved and smoothed (appendix C). */
    private Value doubled(Scope at, Value x, int out) {
        Value y = EqualizedConv.upWithoutBias(at, x, out, GAIN);
        return habits.biasBeforeBlur ? BLUR.smooth(biased(at, y), 1, 1, 1) : biased(at, BLUR.smooth(y, 1, 1, 1));
    }

    private static Value biased(Scope at, Value x) {
        return EqualizedConv.biased(at, x);
    }

    /** Noise, activation, then mean and deviation of every feature map as the style has them (§2, equation 1, and figure 1b). */
    private Value styled(Scope at, Value x, Value w, Value noise) {
        int depth = x.shape().dim(1);
        Value y = x.add(noise.mul(at.parameter("noise_strength", Initializer.ZERO, depth).channels())).leakyRelu(SLOPE);
        Value style = EqualizedDense.apply(at.at("style"), w, 2 * depth, 1, 0); // [N,2·C]
        return InstanceNorm.of(y, habits.epsilon).mul(style.slice(1, 0, depth).add(1).spatial())
                .add(style.slice(1, depth, 2 * depth).spatial());
    }
}
