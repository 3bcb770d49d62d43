package meander.models.family.progan;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.IntFunction;

import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.EqualizedConv;
import meander.models.nn.EqualizedDense;
import meander.models.nn.PixelNorm;

/**
 * The ProGAN generator (Karras et al., arXiv:1710.10196 §2 and table 2): blocks that double the size, of which any may draw; while the
 * network grows, two do. The definition from which it is served, exported and trained.
 *
 * @param zDim     dimensions of z
 * @param channels resolution to feature maps, from 4 up to the picture's, doubling
 * @param pictures channels of the picture
 */
public record ProGan(int zDim, SequencedMap<Integer, Integer> channels, int pictures) {
    static final double SLOPE = 0.2;
    static final double GAIN = Math.sqrt(2);
    /** Below this width a picture takes no time worth interrupting. */
    private static final int WIDE = 64;

    /** Feature maps as the published configurations give them: {@code min(base/resolution, max)}. */
    public static SequencedMap<Integer, Integer> channels(int size, int base, int max) {
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        for (int side = 4; side <= size; side *= 2)
            channels.put(side, Math.clamp(base / side, 1, max));
        return channels;
    }

    /** The largest resolution. */
    public int size() {
        return channels.lastEntry().getKey();
    }

    /**
     * Pictures {@code [N,C,size,size]}: the sum of what each resolution draws, up-sampled, times its share.
     *
     * @param z     {@code [N,z_dim]}
     * @param size  at which the blocks end
     * @param share of a resolution, {@code []} or {@code [1,1,1,1]}; null for one that draws nothing. Those of a picture add up to 1
     */
    public Value picture(Scope scope, Value z, int size, IntFunction<Value> share) {
        Value x = null;
        Value picture = null;
        for (int side = 4; side <= size; side *= 2) {
            Scope block = scope.at("b" + side);
            x = side == 4 ? first(block, z) : doubled(block, x, channels.get(side)); // [N,channels,side,side]
            if (picture != null) picture = picture.upsampleNearest(2);
            if (share.apply(side) != null) {
                Value drawn = EqualizedConv.same(block.at("torgb"), x, pictures, 1, 1).mul(share.apply(side));
                picture = picture == null ? drawn : picture.add(drawn);
            }
            if (side >= WIDE) scope.graph().cut(side + "×" + side, null);
        }
        return picture;
    }

    private Value first(Scope block, Value z) {
        int width = channels.get(4);
        // The first gain is smaller, as in the authors' code: √2/4.
        Value x = EqualizedDense.apply(block.at("dense"), PixelNorm.secondMoment(z).mul(GAIN / 4), width * 16, 1, 0);
        return convolved(block.at("conv"), normalised(x.reshape(z.shape().dim(0), width, 4, 4)), width);
    }

    private static Value doubled(Scope block, Value x, int out) {
        return convolved(block.at("conv1"), normalised(EqualizedConv.up(block.at("conv0"), x, out, GAIN)), out);
    }

    private static Value convolved(Scope at, Value x, int out) {
        return normalised(EqualizedConv.same(at, x, out, 3, GAIN));
    }

    private static Value normalised(Value x) {
        return PixelNorm.secondMoment(x.leakyRelu(SLOPE));
    }
}
