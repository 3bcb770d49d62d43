package meander.models.family.superresolution;

import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.BatchNorm;
import meander.models.nn.Convolution;
import meander.models.nn.Prelu;

/**
 * SRGAN's generator (Ledig et al., arXiv:1609.04802 §2.1.1 and figure 4): residual blocks with batch normalisation and PReLU, then pixel
 * shuffles. Names are those that its PyTorch ports share: {@code block1 …}.
 *
 * @param pictures channels of both pictures
 * @param width    feature maps
 * @param blocks   residual blocks, 5 in the ports and 16 in the paper
 * @param shuffles that double the size
 * @param slopes   of each PReLU: 1, or as many as there are feature maps
 */
record SrResNet(int pictures, int width, int blocks, int shuffles, int slopes) implements SuperResolutionNetwork {
    private static final double EPSILON = 1e-5;

    @Override
    public String title() {
        return "SRGAN";
    }

    @Override
    public int inputs() {
        return pictures;
    }

    @Override
    public int outputs() {
        return pictures;
    }

    @Override
    public int scale() {
        return 1 << shuffles;
    }

    @Override
    public int reach() {
        return 4 + 2 * blocks + 1 + shuffles + 4;
    }

    @Override
    public Value picture(Scope scope, Value x) {
        Scope begin = scope.at("block1");
        Value first = Prelu.apply(begin.at("1"), Convolution.apply(begin.at("0"), x, width, 9, 1, 4, true), slopes);
        Value y = first;
        for (int i = 2; i < blocks + 2; i++)
            y = residual(scope.at("block" + i), y);
        Scope middle = scope.at("block" + (blocks + 2));
        y = first.add(normalised(middle.at("1"), Convolution.apply(middle.at("0"), y, width, 3, 1, 1, true)));
        Scope end = scope.at("block" + (blocks + 3));
        for (int i = 0; i < shuffles; i++) {
            Scope shuffle = end.at("" + i);
            y = Prelu.apply(shuffle.at("prelu"),
                    Convolution.apply(shuffle.at("conv"), y, width * 4, 3, 1, 1, true).pixelShuffle(2), slopes);
        }
        return Convolution.apply(end.at("" + shuffles), y, pictures, 9, 1, 4, true).tanh().add(1).mul(0.5);
    }

    private Value residual(Scope at, Value x) {
        Value y = normalised(at.at("bn1"), Convolution.apply(at.at("conv1"), x, width, 3, 1, 1, true));
        y = Prelu.apply(at.at("prelu"), y, slopes);
        return x.add(normalised(at.at("bn2"), Convolution.apply(at.at("conv2"), y, width, 3, 1, 1, true)));
    }

    private static Value normalised(Scope at, Value x) {
        return BatchNorm.serving(at, x, true, EPSILON);
    }
}
