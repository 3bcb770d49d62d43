package meander.models.family.progan;

import java.util.SequencedMap;

import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.AveragePool;
import meander.models.nn.EqualizedConv;
import meander.models.nn.EqualizedDense;
import meander.models.nn.MinibatchStdDev;

/**
 * The ProGAN discriminator (Karras et al., arXiv:1710.10196 §2, §3 and table 2), the generator's mirror image: it begins with whichever
 * block suits the picture's size.
 *
 * @param channels resolution to feature maps, from 4 up to the picture's, doubling
 * @param pictures channels of the picture
 * @param group    pictures that minibatch standard deviation compares
 */
public record ProGanDiscriminator(SequencedMap<Integer, Integer> channels, int pictures, int group) {
    /**
     * picture {@code [N,C,size,size]} → logits {@code [N,1]}.
     *
     * @param alpha how far the largest block is faded in, {@code []}; null where there is no smaller one
     */
    public Value logits(Scope scope, Value picture, Value alpha) {
        int size = picture.shape().dim(2);
        Value x = fromRgb(scope, picture);
        for (int side = size; side > 4; side /= 2) {
            x = halved(scope.at("b" + side), x, side); // [N,channels(side/2),side/2,side/2]
            if (side == size && alpha != null) {
                Value without = fromRgb(scope, AveragePool.of(picture, 2));
                x = without.add(x.sub(without).mul(alpha));
            }
        }
        return last(scope.at("b4"), x);
    }

    private Value fromRgb(Scope scope, Value picture) {
        int size = picture.shape().dim(2);
        return activated(EqualizedConv.same(scope.at("b" + size).at("fromrgb"), picture, channels.get(size), 1, ProGan.GAIN));
    }

    private Value halved(Scope block, Value x, int side) {
        Value y = activated(EqualizedConv.same(block.at("conv0"), x, channels.get(side), 3, ProGan.GAIN));
        return AveragePool.of(activated(EqualizedConv.same(block.at("conv1"), y, channels.get(side / 2), 3, ProGan.GAIN)), 2);
    }

    private Value last(Scope block, Value x) {
        int width = channels.get(4);
        Value y = activated(EqualizedConv.same(block.at("conv"), MinibatchStdDev.append(x, group), width, 3, ProGan.GAIN));
        y = y.reshape(x.shape().dim(0), width * 16).mul(ProGan.GAIN); // the gain of the layer that follows
        y = activated(EqualizedDense.apply(block.at("dense"), y, width, 1, 0));
        return EqualizedDense.apply(block.at("out"), y, 1, 1, 0);
    }

    private static Value activated(Value x) {
        return x.leakyRelu(ProGan.SLOPE);
    }
}
