package meander.models.family.cyclegan;

import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Convolution;
import meander.models.nn.Dropout;
import meander.models.nn.NormalizationMode;

/**
 * The residual generator of CycleGAN (Zhu et al., arXiv:1703.10593 §7.2, after Johnson et al., arXiv:1603.08155): down to a quarter of the
 * size, residual blocks, and up again. Names are those of the authors' PyTorch files.
 *
 * @param pictures channels of the input
 * @param drawn    channels of the output
 * @param width    feature maps at the picture's size; four times as many in the blocks
 * @param blocks   6 for 128×128 pixels and 9 for larger ones in the paper
 * @param dropout  whether the blocks have a place for dropout, which moves the names behind it by one
 */
public record ResNet(int pictures, int drawn, int width, int blocks, boolean dropout) {
    private static final int DOWN = 2; // times that the size halves

    /** Sides of a picture are multiples of this. */
    public int multiple() {
        return 1 << DOWN;
    }

    /** The least side of a picture: in the blocks, a quarter of it is mirrored at its border. */
    public int smallest() {
        return 2 * multiple();
    }

    /** How many pixels away a pixel of the input may lie that still decides over one of the output; without instance normalisation. */
    public int reach() {
        int wide = 3; // of the first and the last convolution
        int halving = 1 + 2; // at the picture's size and at half of it
        int doubling = 4 + 2; // at a quarter and at half of the size
        return 2 * wide + halving + 2 * multiple() * blocks + doubling;
    }

    /** x {@code [N,pictures,H,W]} in −1…1 → {@code [N,drawn,H,W]} in −1…1. */
    public Value picture(Scope scope, Value x, NormalizationMode normalisation, Dropout forgetting) {
        Scope model = scope.at("model");
        boolean bias = normalisation.wantsBias();
        int place = 1; // behind the padding
        int maps = width;
        Value y = active(model, place, Convolution.apply(model.at("" + place), reflected(x, 3), maps, 7, 1, 0, bias),
                normalisation);
        place += 3;
        for (int i = 0; i < DOWN; i++, place += 3) {
            maps *= 2;
            y = active(model, place, Convolution.apply(model.at("" + place), y, maps, 3, 2, 1, bias), normalisation);
        }
        for (int i = 0; i < blocks; i++, place++)
            y = y.add(block(model.at("" + place).at("conv_block"), y, normalisation, forgetting));
        for (int i = 0; i < DOWN; i++, place += 3) {
            maps /= 2;
            y = active(model, place, Convolution.up(model.at("" + place), y, maps, 3, 1, bias), normalisation);
        }
        return Convolution.apply(model.at("" + (place + 1)), reflected(y, 3), drawn, 7, 1, 0, true).tanh();
    }

    private Value block(Scope at, Value x, NormalizationMode normalisation, Dropout forgetting) {
        int maps = x.shape().dim(1);
        boolean bias = normalisation.wantsBias();
        Value y = active(at, 1, Convolution.apply(at.at("1"), reflected(x, 1), maps, 3, 1, 0, bias), normalisation);
        if (dropout) y = forgetting.apply(y);
        int second = dropout ? 6 : 5;
        y = Convolution.apply(at.at("" + second), reflected(y, 1), maps, 3, 1, 0, bias);
        return normalisation.apply(at.at("" + (second + 1)), y);
    }

    private static Value active(Scope model, int place, Value x, NormalizationMode normalisation) {
        return normalisation.apply(model.at("" + (place + 1)), x).relu();
    }

    private static Value reflected(Value x, int size) {
        return x.pad(Padding.all(size), Op.Pad2d.Mode.REFLECT);
    }
}
