package meander.models.nn;

import meander.models.graph.Graph;
import meander.models.graph.Op.Padding;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * A separable low-pass filter around up-sampling, {@code [1,3,3,1]/8} in StyleGAN2.
 *
 * @param row the filter along one axis, two or more taps, adding up to 1
 */
public record Fir(float[] row) {
    /** Binomial, as all published StyleGAN2 networks have it. */
    public static final Fir BINOMIAL = new Fir(new float[]{0.125f, 0.375f, 0.375f, 0.125f});

    public int taps() {
        return row.length;
    }

    /**
     * Filters x {@code [N,C,H,W]}, row by row and then column by column, each pass multiplied by {@code gain}. As everywhere in
     * StyleGAN2 this is a true convolution, which mirrors the filter.
     *
     * @param before zeros above and to the left
     * @param after  zeros below and to the right
     * @param gain   per axis: 2 after inserting zeros by a factor of 2
     */
    public Value smooth(Value x, int before, int after, double gain) {
        int channels = x.shape().dim(1);
        Value across = kernel(x.graph(), channels, 1, taps(), gain);
        Value down = kernel(x.graph(), channels, taps(), 1, gain);
        return x.conv2d(across, 1, new Padding(0, before, 0, after), channels).conv2d(down, 1, new Padding(before, 0, after, 0),
                channels);
    }

    /** x {@code [N,C,H,W]} at twice the size: zeros inserted, then filtered, as one transposed convolution. */
    public Value up(Value x) {
        int channels = x.shape().dim(1);
        int taps = taps();
        int before = taps / 2 - 1;
        int after = (taps - 1) / 2;
        Tensor kernel = Tensor.zeros(channels, 1, taps, taps);
        for (int i = 0; i < kernel.data().length; i++) {
            int column = i % taps;
            int line = i / taps % taps;
            kernel.data()[i] = 4 * row[line] * row[column];
        }
        return x.convTranspose2d(x.graph().constant(kernel), 2, new Padding(before, before, after, after), 0, channels);
    }

    private Value kernel(Graph graph, int channels, int height, int width, double gain) {
        Tensor kernel = Tensor.zeros(channels, 1, height, width);
        for (int i = 0; i < kernel.data().length; i++)
            kernel.data()[i] = (float) (gain * row[taps() - 1 - i % taps()]);
        return graph.constant(kernel);
    }
}
