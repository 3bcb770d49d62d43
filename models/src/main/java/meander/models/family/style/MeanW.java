package meander.models.family.style;

import java.util.function.BinaryOperator;
import java.util.function.Supplier;

import meander.models.graph.ConstantFolding;
import meander.models.graph.Graph;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.latent.NumpyRandom;

/**
 * The mean of w over {@value #SAMPLES} z, for files that do not keep one. Always of the same z, and worked out when it is first asked for:
 * at 512 dimensions and eight layers that takes seconds.
 */
public final class MeanW implements Supplier<float[]> {
    /** As many as StyleGAN2's PyTorch ports average. */
    public static final int SAMPLES = 4096;
    private static final long SEED = 0;
    /** In a batch of z: all of them, unless a file claims to have very many dimensions. */
    private static final int MOST_NUMBERS = SAMPLES * 512;

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
    public MeanW(int zDim, int classes, Weights weights, BinaryOperator<Value> mapping) {
        this.zDim = zDim;
        this.classes = classes;
        this.weights = weights;
        this.mapping = mapping;
    }

    @Override
    public synchronized float[] get() {
        if (mean == null) {
            NumpyRandom random = new NumpyRandom(SEED);
            int batch = Math.clamp(MOST_NUMBERS / Math.max(1, zDim), 1, SAMPLES);
            double[] sum = null;
            for (int first = 0; first < SAMPLES; first += batch) {
                float[] mapped = summed(random, first, Math.min(batch, SAMPLES - first));
                if (sum == null) sum = new double[mapped.length];
                for (int i = 0; i < sum.length; i++)
                    sum[i] += mapped[i];
            }
            float[] now = new float[sum.length];
            for (int i = 0; i < now.length; i++)
                now[i] = (float) (sum[i] / SAMPLES);
            mean = now;
        }
        return mean;
    }

    private float[] summed(NumpyRandom random, int first, int count) {
        Graph graph = new Graph();
        Value z = graph.constant(new Tensor(Shape.of(count, zDim), random.randnFloats(count * zDim)));
        return new ConstantFolding(weights).evaluate(mapping.apply(z, labels(graph, first, count)).sum(0)).data();
    }

    private Value labels(Graph graph, int first, int count) {
        if (classes == 0) return null;
        Tensor labels = Tensor.zeros(count, classes);
        for (int row = 0; row < count; row++)
            labels.data()[row * classes + (first + row) % classes] = 1;
        return graph.constant(labels);
    }
}
