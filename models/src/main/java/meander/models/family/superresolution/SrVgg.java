package meander.models.family.superresolution;

import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Convolution;
import meander.models.nn.Prelu;

/**
 * The compact network of Real-ESRGAN's small models (SRVGG): plain convolutions with PReLU at the small size and one pixel shuffle, added
 * to the picture with its pixels repeated. Names are BasicSR's: {@code body.i}.
 *
 * @param pictures channels of both pictures
 * @param width    feature maps
 * @param layers   convolutions between the first and the last
 * @param scale    how many times larger
 */
record SrVgg(int pictures, int width, int layers, int scale) implements SuperResolutionNetwork {
    @Override
    public String title() {
        return "SRVGG";
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
        return layers + 2;
    }

    @Override
    public Value picture(Scope scope, Value x) {
        Value y = x;
        for (int i = 0; i <= layers; i++) {
            y = Convolution.apply(scope.at("body." + 2 * i), y, width, 3, 1, 1, true);
            y = Prelu.apply(scope.at("body." + (2 * i + 1)), y, width);
        }
        y = Convolution.apply(scope.at("body." + 2 * (layers + 1)), y, pictures * scale * scale, 3, 1, 1, true);
        return y.pixelShuffle(scale).add(x.upsampleNearest(scale));
    }
}
