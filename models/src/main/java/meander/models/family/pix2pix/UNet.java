package meander.models.family.pix2pix;

import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Convolution;
import meander.models.nn.Dropout;
import meander.models.nn.NormalizationMode;

/**
 * The U-Net generator of Pix2Pix (Isola et al., arXiv:1611.07004 §3.2 and §6.1.1): down to one pixel and up again, each level joined to
 * its mirror image. Names are those of the authors' PyTorch files.
 *
 * @param pictures channels of the input
 * @param drawn    channels of the output
 * @param width    feature maps at half the picture's size; they double with each level, to eight times as many
 * @param depth    levels, at least 5: 7 suit 128×128 and 8 suit 256×256 pixels
 */
public record UNet(int pictures, int drawn, int width, int depth) {
    private static final double SLOPE = 0.2;
    private static final int MOST = 8; // times the first level's width
    private static final int OUTER = 4; // levels below the innermost ones that have no dropout

    public UNet {
        if (depth <= OUTER || depth > 16) throw new IllegalArgumentException("a U-Net has 5 to 16 levels, not " + depth);
    }

    /** Sides of a picture are multiples of this. */
    public int multiple() {
        return 1 << depth;
    }

    /** x {@code [N,pictures,H,W]} in −1…1 → {@code [N,drawn,H,W]} in −1…1. */
    public Value picture(Scope scope, Value x, NormalizationMode normalisation, Dropout dropout) {
        Scope outer = scope.at("model").at("model");
        boolean bias = normalisation.wantsBias();
        Value down = Convolution.apply(outer.at("0"), x, width, 4, 2, 1, bias);
        Value joined = level(outer.at("1").at("model"), down, 1, normalisation, dropout);
        return Convolution.up(outer.at("3"), joined.relu(), drawn, 4, 0, true).tanh();
    }

    /** {@code [N,C,h,w] → [N,2·C,h,w]}: x, and what deeper levels make of it. */
    private Value level(Scope at, Value x, int level, NormalizationMode normalisation, Dropout dropout) {
        boolean innermost = level == depth - 1;
        boolean bias = normalisation.wantsBias();
        int outside = x.shape().dim(1);
        // The authors' activation works in place: what is joined is its result.
        Value active = x.leakyRelu(SLOPE);
        Value down = Convolution.apply(at.at("1"), active, width * Math.min(1 << level, MOST), 4, 2, 1, bias);
        Value up;
        if (innermost) {
            up = normalisation.apply(at.at("4"), Convolution.up(at.at("3"), down.relu(), outside, 4, 0, bias));
        } else {
            Value joined = level(at.at("3").at("model"), normalisation.apply(at.at("2"), down), level + 1, normalisation,
                    dropout);
            up = normalisation.apply(at.at("6"), Convolution.up(at.at("5"), joined.relu(), outside, 4, 0, bias));
            if (level >= OUTER) up = dropout.apply(up);
        }
        return active.concat(1, up);
    }
}
