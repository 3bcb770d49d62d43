package meander.models.latent;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import meander.models.graph.Folding;
import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

/**
 * The mean of w over {@value #SAMPLES} z, for files that do not keep one. Always of the same z, and worked out when it is first asked for:
 * at 512 dimensions and eight layers that takes seconds.
 */
public final class MeanStyle implements Supplier<float[]> {
    /** As many as StyleGAN2's PyTorch ports average. */
    public static final int SAMPLES = 4096;
    private static final long SEED = 0;

    private final int zDim;
    private final Weights weights;
    private final UnaryOperator<Value> mapping;
    private float[] mean;

    /** @param mapping the definition of the mapping network, z {@code [N,z_dim]} → w {@code [N,w_dim]} */
    public MeanStyle(int zDim, Weights weights, UnaryOperator<Value> mapping) {
        this.zDim = zDim;
        this.weights = weights;
        this.mapping = mapping;
    }

    @Override
    public synchronized float[] get() {
        if (mean == null) {
            float[] z = new NumpyRandom(SEED).randnFloats(SAMPLES * zDim);
            Value w = mapping.apply(new Graph().constant(new Tensor(Shape.of(SAMPLES, zDim), z)));
            mean = new Folding(weights).evaluate(w.reduce(Op.Reduce.Function.MEAN, false, 0)).data();
        }
        return mean;
    }
}
