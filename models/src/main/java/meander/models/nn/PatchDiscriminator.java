package meander.models.nn;

import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * PatchGAN (Isola et al., arXiv:1611.07004 §3.2 and §6.1.2): a logit for every patch of the picture. Names are those of the authors' PyTorch
 * files: {@code model.i}, or {@code net.i} where the patch is one pixel.
 *
 * @param width         feature maps of the first layer; they double with each layer, to eight times as many
 * @param layers        convolutions of stride 2: 0 sees single pixels, 1 patches of 16×16, 3 of 70×70, 5 of 286×286
 * @param normalisation of hidden layers but the first
 */
public record PatchDiscriminator(int width, int layers, NormalizationMode normalisation) {
    private static final double SLOPE = 0.2;
    private static final int MOST = 8; // times the first layer's width

    /** Side of the square that decides over one logit, in pixels. */
    public int patch() {
        if (layers == 0) return 1;
        int side = 7; // of the two convolutions of stride 1
        for (int i = 0; i < layers; i++)
            side = side * 2 + 2;
        return side;
    }

    /** picture {@code [N,C,H,W]} → logits {@code [N,1,h,w]}. */
    public Value logits(Scope scope, Value picture) {
        return layers == 0 ? ofPixels(scope.at("net"), picture) : ofPatches(scope.at("model"), picture);
    }

    private Value ofPatches(Scope model, Value picture) {
        Value x = Convolution.apply(model.at("0"), picture, width, 4, 2, 1, true).leakyRelu(SLOPE);
        int place = 2;
        for (int i = 1; i <= layers; i++, place += 3) {
            int out = width * Math.min(1 << i, MOST);
            x = hidden(model, place,
                    Convolution.apply(model.at("" + place), x, out, 4, i < layers ? 2 : 1, 1, normalisation.wantsBias()));
        }
        return Convolution.apply(model.at("" + place), x, 1, 4, 1, 1, true);
    }

    private Value ofPixels(Scope net, Value picture) {
        Value x = Convolution.apply(net.at("0"), picture, width, 1, 1, 0, true).leakyRelu(SLOPE);
        x = hidden(net, 2, Convolution.apply(net.at("2"), x, width * 2, 1, 1, 0, normalisation.wantsBias()));
        return Convolution.apply(net.at("5"), x, 1, 1, 1, 0, normalisation.wantsBias());
    }

    private Value hidden(Scope model, int place, Value x) {
        return normalisation.apply(model.at("" + (place + 1)), x).leakyRelu(SLOPE);
    }
}
