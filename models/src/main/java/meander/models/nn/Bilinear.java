package meander.models.nn;

import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Value;

/** Bilinear up-sampling. */
public final class Bilinear {
    private Bilinear() {}

    /**
     * x {@code [N,C,H,W]} at twice the size, as PyTorch's {@code interpolate} without aligned corners: every new pixel a quarter of the way
     * between two old ones, the border repeated.
     */
    public static Value doubled(Value x) {
        Value framed = x.pad(Padding.all(1), Op.Pad2d.Mode.REPLICATE);
        // Linear weights ¼ and ¾ are the binomial filter after inserting zeros.
        return Fir.BINOMIAL.up(framed).pad(Padding.all(-2), Op.Pad2d.Mode.ZERO);
    }
}
