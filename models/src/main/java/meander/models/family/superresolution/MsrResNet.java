package meander.models.family.superresolution;

import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Bilinear;
import meander.models.nn.Convolution;

/**
 * SRResNet without batch normalisation, as ESRGAN's authors compare with (arXiv:1809.00219 §3.1): what it draws is added to the picture made
 * larger bilinearly. Names are BasicSR's (MSRResNet).
 *
 * @param pictures channels of both pictures
 * @param width    feature maps
 * @param blocks   16 in the paper
 * @param scale    2, 3 or 4; 4 is 2 twice
 */
record MsrResNet(int pictures, int width, int blocks, int scale) implements SuperResolutionNetwork {
    private static final double SLOPE = 0.1;

    @Override
    public String title() {
        return "SRResNet";
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
    public int reach() {
        return 2 * blocks + 5;
    }

    @Override
    public Value picture(Scope scope, Value x) {
        Value y = convolved(scope.at("conv_first"), x, width).leakyRelu(SLOPE);
        for (int i = 0; i < blocks; i++) {
            Scope block = scope.at("body." + i);
            y = y.add(convolved(block.at("conv2"), convolved(block.at("conv1"), y, width).relu(), width));
        }
        int factor = scale == 4 ? 2 : scale;
        y = shuffled(scope.at("upconv1"), y, factor);
        if (scale == 4) y = shuffled(scope.at("upconv2"), y, factor);
        Value drawn = convolved(scope.at("conv_last"), convolved(scope.at("conv_hr"), y, width).leakyRelu(SLOPE), pictures);
        return drawn.add(Bilinear.enlarge(x, scale));
    }

    private Value shuffled(Scope at, Value x, int factor) {
        return convolved(at, x, width * factor * factor).pixelShuffle(factor).leakyRelu(SLOPE);
    }

    private static Value convolved(Scope at, Value x, int out) {
        return Convolution.apply(at, x, out, 3, 1, 1, true);
    }
}
