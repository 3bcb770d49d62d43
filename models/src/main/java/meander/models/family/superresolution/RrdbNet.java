package meander.models.family.superresolution;

import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Convolution;
import meander.models.nn.PixelUnshuffle;

/**
 * ESRGAN's generator (Wang et al., arXiv:1809.00219 §3.1): residual-in-residual dense blocks at the small picture's size, then doublings.
 * Real-ESRGAN's networks for smaller factors (arXiv:2107.10833 §3.4) fold the picture first. Names are BasicSR's.
 *
 * @param inputs    channels of the small picture
 * @param outputs   channels of the large one
 * @param width     feature maps
 * @param growth    feature maps that each layer of a dense block adds
 * @param blocks    23 in the paper
 * @param doublings behind the blocks
 * @param folded    how many pixels of a row become channels before the first layer: 1 for none
 */
record RrdbNet(int inputs, int outputs, int width, int growth, int blocks, int doublings,
        int folded) implements SuperResolutionNetwork {
    private static final double SLOPE = 0.2;
    private static final double SHARE = 0.2; // of a block's result that is added to what went in
    private static final int DENSE_LAYERS = 5;
    private static final int DENSE_BLOCKS = 3;

    @Override
    public String title() {
        return folded == 1 ? "ESRGAN" : "Real-ESRGAN";
    }

    @Override
    public int scale() {
        return (1 << doublings) / folded;
    }

    @Override
    public int multiple() {
        return folded;
    }

    @Override
    public int reach() {
        return folded * (3 + blocks * DENSE_BLOCKS * DENSE_LAYERS + 2);
    }

    @Override
    public Value picture(Scope scope, Value x) {
        Value first = convolved(scope.at("conv_first"), PixelUnshuffle.of(x, folded), width);
        Value y = first;
        for (int i = 0; i < blocks; i++)
            y = block(scope.at("body." + i), y);
        y = first.add(convolved(scope.at("conv_body"), y, width));
        for (int i = 1; i <= doublings; i++)
            y = convolved(scope.at("conv_up" + i), y.upsampleNearest(2), width).leakyRelu(SLOPE);
        return convolved(scope.at("conv_last"), convolved(scope.at("conv_hr"), y, width).leakyRelu(SLOPE), outputs);
    }

    private Value block(Scope at, Value x) {
        Value y = x;
        for (int i = 1; i <= DENSE_BLOCKS; i++)
            y = dense(at.at("rdb" + i), y);
        return y.mul(SHARE).add(x);
    }

    private Value dense(Scope at, Value x) {
        Value all = x;
        for (int i = 1; i < DENSE_LAYERS; i++)
            all = all.concat(1, convolved(at.at("conv" + i), all, growth).leakyRelu(SLOPE));
        return convolved(at.at("conv" + DENSE_LAYERS), all, width).mul(SHARE).add(x);
    }

    private static Value convolved(Scope at, Value x, int out) {
        return Convolution.apply(at, x, out, 3, 1, 1, true);
    }
}
