package meander.models.latent;

import java.util.function.BinaryOperator;
import java.util.function.Supplier;

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
    private final int classes;
    private final Weights weights;
    private final BinaryOperator<Value> mapping;
    private float[] mean;

    /**
     * @param classes labels, each of which takes its turn; 0 when unconditional
     * @param mapping the definition of the mapping network, z {@code [N,z_dim]} and c {@code [N,classes]} (null when unconditional) → w
     *                {@code [N,w_dim]}
     */
    public MeanStyle(int zDim, int classes, Weights weights, BinaryOperator<Value> mapping) {
        this.zDim = zDim;
        this.classes = classes;
        this.weights = weights;
        this.mapping = mapping;
    }

    @Override
    public synchronized float[] get() {
        if (mean == null) {
            Graph graph = new Graph();
            float[] z = new NumpyRandom(SEED).randnFloats(SAMPLES * zDim);
            Value w = mapping.apply(graph.constant(new Tensor(Shape.of(SAMPLES, zDim), z)), labels(graph));
            mean = new Folding(weights).evaluate(w.reduce(Op.Reduce.Function.MEAN, false, 0)).data();
        }
        return mean;
    }

    private Value labels(Graph graph) {
        if (classes == 0) return null;
        Tensor labels = Tensor.zeros(SAMPLES, classes);
        for (int row = 0; row < SAMPLES; row++)
            labels.data()[row * classes + row % classes] = 1;
        return graph.constant(labels);
    }
}
