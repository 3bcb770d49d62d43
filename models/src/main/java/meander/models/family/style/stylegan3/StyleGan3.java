package meander.models.family.style.stylegan3;

import java.util.List;
import java.util.function.IntFunction;

import meander.models.family.style.Styles;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.nn.Activation;
import meander.models.nn.EqualizedDense;
import meander.models.nn.MappingNetwork;
import meander.models.nn.ModulatedConv;
import meander.models.nn.Resampling;

/**
 * The StyleGAN3 generator (Karras et al., arXiv:2106.12423 §3), configurations T and R: a signal of Fourier features that layers filter
 * as if it were continuous, so that what is drawn can be moved and turned. Parameters carry the names of NVlabs' PyTorch checkpoints.
 *
 * @param mapping     from z to w
 * @param input       the Fourier features
 * @param layers      in order; the last is toRGB, of one tap and without a filter
 * @param clamp       limit of every layer's output ({@code conv_clamp}); infinite for none
 * @param outputScale from the last layer's numbers to the picture's
 */
public record StyleGan3(MappingNetwork mapping, Fourier input, List<Layer> layers, double clamp, double outputScale) {
    /** Engines filter single channels ten times as fast where there is a multiple of this many; others come along as zeros. */
    private static final int LANES = 16;

    /**
     * Fourier features (§3.2, configuration B).
     *
     * @param channels  how many there are
     * @param size      side of the grid on which they are sampled, margin included
     * @param rate      samples per width of the picture
     * @param bandwidth frequencies up to here are kept when turning or scaling would take them beyond the sampling rate
     */
    public record Fourier(int channels, int size, double rate, double bandwidth) {}

    /**
     * A convolution and a nonlinearity at a higher sampling rate (§3.2, configurations E to H).
     *
     * @param name   as checkpoints have it
     * @param in     feature maps
     * @param out    feature maps
     * @param kernel taps of the convolution along an axis
     * @param size   side of what it gives, margin included
     * @param rate   of what it gives: samples per width of the picture
     * @param up     the low-pass filter before the nonlinearity, {@code [taps]}
     * @param upBy   how much higher the sampling rate is at the nonlinearity than before it
     * @param down   the filter after it, {@code [taps]} where separable, {@code [taps,taps]} where radially symmetric
     * @param downBy how much lower the sampling rate is afterwards
     */
    public record Layer(String name, int in, int out, int kernel, int size, int rate, float[] up, int upBy, Tensor down,
            int downBy) {}

    public StyleGan3 {
        layers = List.copyOf(layers);
    }

    public int resolution() {
        return layers.getLast().size();
    }

    /** Layers that take a w of their own, {@code num_ws}: the input is the first. */
    public int styles() {
        return layers.size() + 1;
    }

    /** Samples per width of the picture of the layer that a w feeds. */
    public int rateOf(int style) {
        return style == 0 ? (int) input.rate() : layers.get(style - 1).rate();
    }

    /** Whether turning the input turns the picture: convolutions of one tap and filters without a direction (§3.2, configuration R). */
    public boolean isRotationEquivariant() {
        return layers.getFirst().kernel() == 1;
    }

    /** Mapping network: {@code z [1,z_dim]} and, with classes, {@code c [1,c_dim]} → {@code w [1,w_dim]}. */
    public Graph mappingGraph() {
        return Styles.mapping(mapping.zDim(), mapping.cDim(), this::mapped);
    }

    private Value mapped(Scope scope, Value z, Value c) {
        return mapping.apply(scope.at("mapping"), z, c);
    }

    /**
     * Synthesis network: {@code w0, w1, … [1,w_dim]}, one per layer, and {@code transform [1,3,3]}, from places in the picture to places
     * in the signal → {@code picture [1,C,H,W]}. Cut after each layer.
     *
     * @param picture the name of the output
     */
    public Graph synthesisGraph(String picture) {
        Graph graph = new Graph();
        graph.output(picture, synthesis(Scope.root(graph), Styles.fed(graph, mapping.wDim()), graph.input("transform", 1, 3, 3)));
        return graph;
    }

    /**
     * Everything from z to picture: {@code z [1,z_dim]}, with classes {@code c [1,c_dim]}, {@code psi [1,layers]} with one ψ per layer,
     * {@code transform} as in {@link #synthesisGraph} → {@code picture [1,C,H,W]} and {@code w [1,w_dim]}.
     *
     * @param average the mean of w, {@code [w_dim]}
     */
    public Graph generatorGraph(String picture, float[] average) {
        Graph graph = new Graph();
        IntFunction<Value> truncated = Styles.truncated(graph, mapping.zDim(), mapping.cDim(), this::mapped, average, styles());
        graph.output(picture, synthesis(Scope.root(graph), truncated, graph.input("transform", 1, 3, 3)));
        return graph;
    }

    /**
     * Synthesis network. Cuts the graph after each layer.
     *
     * @param scope     of the generator
     * @param styles    layer to w {@code [N,w_dim]}; asked once for each
     * @param transform {@code [N,3,3]}
     * @return {@code [N,C,H,W]}
     */
    public Value synthesis(Scope scope, IntFunction<Value> styles, Value transform) {
        Scope at = scope.at("synthesis");
        Value x = fourier(at.at("input"), styles.apply(0), transform); // [N,channels,size,size]
        int style = 1;
        for (Layer layer : layers) {
            scope.graph().cut(x.shape().dim(3) + " px", null);
            Value w = styles.apply(style++);
            boolean last = style > layers.size();
            x = last ? toRgb(at.at(layer.name()), layer, x, w) : filtered(at.at(layer.name()), layer, x, w); // [N,out,size,size]
        }
        return x.mul(outputScale);
    }

    /** Moved and turned by w, which draws what is turned (§3.2, configuration H), and by hand. */
    private Value fourier(Scope scope, Value w, Value transform) {
        int batch = w.shape().dim(0);
        int channels = input.channels();
        Value t = EqualizedDense.apply(scope.at("affine"), w, 4, 1, 0); // [N,4]: cosine, sine, x, y
        t = t.mul(t.slice(1, 0, 2).square().reduce(Op.Reduce.Function.SUM, true, 1).rsqrt());
        Value cos = t.slice(1, 0, 1);
        Value sin = t.slice(1, 1, 2);
        Value rotation = cos.concat(1, sin.negate(), sin, cos).reshape(batch, 2, 2);
        Value moved = transform.slice(1, 0, 2).sub(t.slice(1, 2, 4).reshape(batch, 2, 1).mul(transform.slice(1, 2, 3)));
        Value matrix = rotation.matmul(moved); // [N,2,3]

        Value stored = scope.kept("freqs", Initializer.STANDARD_NORMAL, channels, 2).reshape(1, channels, 2);
        Value phases = scope.kept("phases", Initializer.ZERO, channels).reshape(1, channels, 1)
                .add(stored.matmul(matrix.slice(2, 2, 3))); // [N,channels,1]
        Value frequencies = stored.matmul(matrix.slice(2, 0, 2)); // [N,channels,2]
        // Frequencies that the sampling rate cannot hold fade out.
        Value beyond = frequencies.square().reduce(Op.Reduce.Function.SUM, true, 2).sqrt().sub(input.bandwidth());
        Value amplitudes = beyond.mul(-1 / (input.rate() / 2 - input.bandwidth())).add(1).clamp(0, 1); // [N,channels,1]

        Value places = scope.graph().constant(places());
        Value across = frequencies.slice(2, 0, 1).mul(places).add(phases).reshape(batch, channels, 1, input.size());
        Value down = frequencies.slice(2, 1, 2).mul(places).reshape(batch, channels, input.size(), 1);
        Value waves = across.add(down).mul(2 * Math.PI).sin(); // [N,channels,size,size]
        Value kernel = scope.parameter("weight", Initializer.STANDARD_NORMAL, channels, channels).mul(1 / Math.sqrt(channels));
        return ModulatedConv.same(waves, amplitudes.reshape(batch, channels), kernel.reshape(channels, channels, 1, 1));
    }

    /** Where samples lie along an axis, in widths of the picture from its middle, {@code [1,1,size]}. */
    private Tensor places() {
        Tensor places = Tensor.zeros(1, 1, input.size());
        for (int i = 0; i < input.size(); i++)
            places.data()[i] = (float) ((i + 0.5 - input.size() / 2.0) / input.rate());
        return places;
    }

    /** Convolution, then up, nonlinearity, down (§3.2, figure 4b). */
    private Value filtered(Scope scope, Layer layer, Value x, Value w) {
        Value style = EqualizedDense.apply(scope.at("affine"), w, layer.in(), 1, 1);
        style = style.mul(style.square().mean(1).rsqrt());
        Value kernel = kernel(scope, layer);
        kernel = kernel.mul(kernel.square().mean(1, 2, 3).rsqrt()); // constant when serving, as all of its gains
        Value bias = bias(scope, layer).mul(Activation.GAIN);
        int spare = Math.floorMod(-layer.out(), LANES);
        if (spare > 0) {
            kernel = kernel.concat(0, scope.graph().constant(Tensor.zeros(spare, layer.in(), layer.kernel(), layer.kernel())));
            bias = bias.concat(0, scope.graph().constant(Tensor.zeros(spare)));
        }
        // Filters are linear and leaky ReLU commutes with a positive factor: all gains go where there are fewest numbers.
        Value gain = ModulatedConv.demodulation(style, kernel).mul(magnitude(scope).mul(Activation.GAIN).reshape(1, 1));
        Value y = ModulatedConv.full(x, style, kernel).mul(gain.spatial()).add(bias.channels()); // [N,out,H+k−1,W+k−1]
        y = Resampling.down(limit(up(layer, y).leakyRelu(Activation.SLOPE)), layer.down(), layer.downBy());
        return spare > 0 ? y.slice(1, 0, layer.out()) : y;
    }

    private Value toRgb(Scope scope, Layer layer, Value x, Value w) {
        Value style = EqualizedDense.apply(scope.at("affine"), w, layer.in(), 1, 1).mul(1 / Math.sqrt(layer.in()));
        return limit(
                ModulatedConv.pointwise(x, style, kernel(scope, layer).mul(magnitude(scope))).add(bias(scope, layer).channels()));
    }

    private static Value kernel(Scope scope, Layer layer) {
        return scope.parameter("weight", Initializer.STANDARD_NORMAL, layer.out(), layer.in(), layer.kernel(), layer.kernel());
    }

    private static Value bias(Scope scope, Layer layer) {
        return scope.parameter("bias", Initializer.ZERO, layer.out());
    }

    /** What brings the input to unit deviation: a moving average of its squares is kept (appendix D.1). */
    private static Value magnitude(Scope scope) {
        return scope.kept("magnitude_ema", Initializer.ONE).rsqrt();
    }

    private Value limit(Value x) {
        return Double.isInfinite(clamp) ? x : x.clamp(-clamp, clamp);
    }

    /** Zeros are inserted and cut off or added such that what is left after {@link Resampling#down} has the layer's size and the same middle. */
    private static Value up(Layer layer, Value x) {
        int inserted = x.shape().dim(3) * layer.upBy();
        int wanted = (layer.size() - 1) * layer.downBy() + layer.down().shape().dim(0);
        int zeros = wanted + layer.up().length - 1 - inserted;
        int before = Math.floorDiv(zeros + layer.upBy(), 2);
        return Resampling.up(x, layer.up(), layer.upBy(), before, zeros - before);
    }
}
