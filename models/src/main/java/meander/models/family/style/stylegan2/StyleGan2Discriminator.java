package meander.models.family.style.stylegan2;

import java.util.SequencedMap;

import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Activation;
import meander.models.nn.EqualizedConv;
import meander.models.nn.EqualizedDense;
import meander.models.nn.FirFilter;
import meander.models.nn.MappingNetwork;
import meander.models.nn.MinibatchStdDev;

/**
 * The StyleGAN2 discriminator with residual blocks (Karras et al., arXiv:1912.04958 §4.1, figure 7c), conditional by projection (Miyato and
 * Koyama, arXiv:1802.05637). Parameters carry the names of NVlabs' PyTorch checkpoints.
 *
 * @param channels      resolution to feature maps, from 4 up to the picture's, doubling
 * @param pictures      channels of the picture
 * @param cDim          classes; 0 when unconditional
 * @param mappingLayers dense layers from a label to what the features are projected on
 * @param group         pictures that minibatch standard deviation compares
 * @param filter        the low-pass filter before down-sampling
 */
public record StyleGan2Discriminator(SequencedMap<Integer, Integer> channels, int pictures, int cDim, int mappingLayers,
        int group, FirFilter filter) {
    private static final double MAPPING_RATE = 0.01;

    /** picture {@code [N,C,H,W]}, c {@code [N,c_dim]} (null when unconditional) → logits {@code [N,1]}. */
    public Value logits(Scope scope, Value picture, Value c) {
        int last = channels.lastEntry().getKey();
        Value x = Activation.of(EqualizedConv.same(scope.at("b" + last).at("fromrgb"), picture, channels.get(last), 1, 1));
        for (int size = last; size > 4; size /= 2)
            x = block(scope.at("b" + size), x, channels.get(size), channels.get(size / 2)); // [N,channels(size/2),size/2,size/2]
        return epilogue(scope, x, c);
    }

    private Value block(Scope block, Value x, int inner, int out) {
        Value shortcut = filter.down(x).conv2d(EqualizedConv.kernel(block.at("skip"), x.shape().dim(1), out, 1, Math.sqrt(0.5)),
                Padding.NONE);
        Value y = Activation.of(EqualizedConv.same(block.at("conv0"), x, inner, 3, 1));
        Value wide = filter.smooth(y, filter.taps() / 2, filter.taps() / 2, 1); // [N,inner,H+1,W+1]
        Value kernel = EqualizedConv.kernel(block.at("conv1"), inner, out, 3, 1);
        y = EqualizedConv.biased(block.at("conv1"), wide.conv2d(kernel, 2, Padding.NONE, 1));
        return y.leakyRelu(Activation.SLOPE).add(shortcut); // √2 of the activation and √½ of the sum cancel
    }

    private Value epilogue(Scope scope, Value x, Value c) {
        int width = channels.get(4);
        Scope block = scope.at("b4");
        Value y = Activation.of(EqualizedConv.same(block.at("conv"), MinibatchStdDev.append(x, group), width, 3, 1)); // [N,width,4,4]
        y = y.reshape(x.shape().dim(0), width * 16);
        y = Activation.of(EqualizedDense.apply(block.at("fc"), y, width, 1, 0));
        if (cDim == 0) return EqualizedDense.apply(block.at("out"), y, 1, 1, 0);
        y = EqualizedDense.apply(block.at("out"), y, width, 1, 0);
        Scope mapping = scope.at("mapping");
        Value label = MappingNetwork.dense(mapping, MappingNetwork.embedded(mapping, c, width), mappingLayers, width, width,
                MAPPING_RATE);
        return y.mul(label).reduce(Op.Reduce.Function.SUM, true, 1).mul(1 / Math.sqrt(width));
    }
}
