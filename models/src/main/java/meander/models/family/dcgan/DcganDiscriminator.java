package meander.models.family.dcgan;

import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.BatchNorm;
import meander.models.nn.SpectralNorm;

/**
 * The DCGAN discriminator (Radford et al., arXiv:1511.06434 §3): convolutions with stride 2 and leaky ReLU down to 4×4 and one number,
 * conditional by projection (Miyato and Koyama, arXiv:1802.05637). Without normalisation it is a critic as WGAN-GP wants it
 * (arXiv:1704.00028 §4: a penalty on each picture's gradient forbids what mixes pictures).
 *
 * @param size          of the picture, a power of two from 8
 * @param pictures      channels of the picture
 * @param width         feature maps at half the picture's size; they double as the size halves
 * @param classes       0 when unconditional
 * @param normalisation of hidden layers
 */
public record DcganDiscriminator(int size, int pictures, int width, int classes, Normalisation normalisation) {
    private static final double SLOPE = 0.2;
    private static final double EPSILON = 1e-5;
    private static final Initializer DEVIATION = new Initializer.Normal(0.02);

    /** What hidden layers are normalised by. */
    public enum Normalisation {
        NONE,
        /** Their outputs over the batch, but for the first layer's. */
        BATCH,
        /** All weights by their largest singular value (arXiv:1802.05957). */
        SPECTRAL
    }

    /** picture {@code [N,C,H,W]}, c {@code [N,classes]} (null when unconditional) → logits {@code [N,1]}. */
    public Value logits(Scope scope, Value picture, Value c) {
        int batch = picture.shape().dim(0);
        Value x = picture;
        int place = 0;
        for (int side = size / 2, out = width; side >= 4; side /= 2, out *= 2) {
            boolean normalised = place > 0 && normalisation == Normalisation.BATCH;
            x = x.conv2d(kernel(scope.at("main." + place), x.shape().dim(1), out), 2, Padding.all(1), 1); // [N,out,side,side]
            if (normalisation != Normalisation.BATCH) // else the normalisation has one
                x = x.add(scope.at("main." + place).parameter("bias", Initializer.ZERO, out).channels());
            if (normalised) x = BatchNorm.ofBatch(scope.at("main." + (place + 1)), x, true, EPSILON);
            x = x.leakyRelu(SLOPE);
            place += normalised ? 3 : 2;
        }
        Value logits = x.conv2d(kernel(scope.at("main." + place), x.shape().dim(1), 1), Padding.NONE).reshape(batch, 1);
        return classes == 0 ? logits : logits.add(projected(scope.at("label_emb"), x.mean(2, 3), c));
    }

    /** How well features {@code [N,F,1,1]} go with a class, {@code [N,1]}. */
    private Value projected(Scope at, Value features, Value c) {
        int width = features.shape().dim(1);
        Value table = at.parameter("weight", DEVIATION, classes, width);
        if (normalisation == Normalisation.SPECTRAL) table = SpectralNorm.of(at, table);
        return features.reshape(features.shape().dim(0), width).mul(c.matmul(table)).reduce(Op.Reduce.Function.SUM, true, 1);
    }

    private Value kernel(Scope at, int in, int out) {
        Value weight = at.parameter("weight", DEVIATION, out, in, 4, 4);
        return normalisation == Normalisation.SPECTRAL ? SpectralNorm.of(at, weight) : weight;
    }
}
