package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import meander.models.family.Assumptions;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.infer.ActivationFunction;

/**
 * The DCGAN generator that is trained here (Radford et al., arXiv:1511.06434 §3): transposed convolutions from a single pixel, batch
 * normalisation, ReLU, and tanh at the end. A class, where there is one, is a learned row beside z. Parameters carry the names that
 * PyTorch's tutorial has ({@code main.0.weight}, …), and it is served by the same definition as any file of this kind.
 *
 * @param zDim     dimensions of z
 * @param classes  0 when unconditional
 * @param size     of the picture, a power of two from 8
 * @param pictures channels of the picture
 * @param width    feature maps at half the picture's size; they double as the size halves
 */
public record Dcgan(int zDim, int classes, int size, int pictures, int width) {
    private static final double EPSILON = 1e-5;
    private static final Stride FIRST = new Stride(1, 0, 0);

    public Dcgan {
        if (size < 8 || Integer.bitCount(size) != 1)
            throw new IllegalArgumentException("the size of a DCGAN is a power of two from 8, not " + size);
    }

    /**
     * Pictures {@code [N,C,H,W]}.
     *
     * @param z        {@code [N,Z]}
     * @param c        {@code [N,classes]}, the weights of the classes; null when unconditional
     * @param training whether batch normalisation takes the statistics of the batch, and moves the running ones towards them
     */
    public Value picture(Scope scope, Value z, Value c, boolean training) {
        return DcganNetwork.picture(scope, layers(), z, c, training);
    }

    private List<DcganLayer> layers() {
        List<DcganLayer> layers = new ArrayList<>();
        int in = zDim;
        if (classes > 0) {
            // As wide as z, it would soon drown z: the generator would draw one picture for each class.
            int row = Math.max(1, zDim / 10);
            layers.add(new DcganLayer.Embed("label_emb", classes, row, DcganLayer.Joining.Z_FIRST));
            in += row;
        }
        int place = 0;
        for (int side = 4; side < size; side *= 2) {
            int out = width * (size / 2 / side);
            layers.add(new DcganLayer.TransposedConv("main." + place, in, out, 4, false, side == 4 ? FIRST : Stride.DOUBLING));
            layers.add(new DcganLayer.BatchNorm("main." + (place + 1), out, true, false, EPSILON));
            layers.add(new DcganLayer.Activate(DcganLayer.Place.HIDDEN, ActivationFunction.RELU)); // has the number place + 2
            place += 3;
            in = out;
        }
        layers.add(new DcganLayer.TransposedConv("main." + place, in, pictures, 4, false, Stride.DOUBLING));
        layers.add(new DcganLayer.Activate(DcganLayer.Place.OUTPUT, ActivationFunction.TANH));
        return layers;
    }

    /** What shapes do not tell, for the file: answers to what {@link DcganFamily} would else have to guess. */
    public Map<String, String> metadata() {
        List<DcganLayer.TransposedConv> convolutions = layers().stream().filter(DcganLayer.TransposedConv.class::isInstance)
                .map(DcganLayer.TransposedConv.class::cast).toList();
        StrideCandidates.Way way = new StrideCandidates.Way(convolutions.stream().map(DcganLayer.TransposedConv::stride).toList(),
                size, 0);
        Map<String, String> said = new LinkedHashMap<>();
        said.put(DcganLoader.STRIDES, way.label(convolutions));
        said.put(DcganLoader.HIDDEN, ActivationFunction.RELU.label());
        said.put(DcganLoader.EPSILON, DcganLoader.label(EPSILON));
        said.put(DcganLoader.OUTPUT, ActivationFunction.TANH.label());
        said.put(DcganLoader.RANGE, DcganLoader.range(false));
        if (classes > 0) said.put(DcganLoader.JOINING, DcganLayer.Joining.Z_FIRST.label());
        return said.entrySet().stream().collect(Collectors.toMap(entry -> DcganLoader.PREFIX + entry.getKey(),
                Map.Entry::getValue, (a, _) -> a, LinkedHashMap::new));
    }
}
