package meander.models.nn;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * Spectral normalisation (Miyato et al., arXiv:1802.05957, algorithm 1): a weight divided by its largest singular value, so that a layer
 * is 1-Lipschitz. One step of the power iteration at each use follows the weight as it moves.
 */
public final class SpectralNorm {
    private static final double EPSILON = 1e-12;

    private SpectralNorm() {}

    /**
     * The weight {@code [O,…]} divided by the largest singular value of {@code [O,rest]}. Keeps {@code u [O]}, the iteration's vector; used
     * twice in one graph it takes two steps.
     */
    public static Value of(Scope at, Value weight) {
        Graph graph = at.graph();
        int out = weight.shape().dim(0);
        Value kept = at.kept("u", Initializer.STANDARD_NORMAL, out);
        Value matrix = weight.reshape(out, weight.shape().elements() / out);
        Value still = matrix.stopGradient(); // equation 9: no gradient through the vectors
        Value v = unit(graph.latest(kept).reshape(1, out).matmul(still)); // [1,rest]
        Value u = unit(v.matmul(still.transpose())); // [1,O]
        graph.update(kept, u.reshape(out));
        return divided(weight, matrix, u, v);
    }

    /**
     * When serving: divided by what one more step of the iteration gives, which is kept nowhere, so that all of it depends on weights
     * alone.
     *
     * @param weight {@code [O,…]}
     * @param u      the iteration's vector, as many numbers as O
     */
    public static Value serving(Value weight, Value u) {
        int out = weight.shape().dim(0);
        Value matrix = weight.reshape(out, weight.shape().elements() / out);
        Value v = unit(u.reshape(1, out).matmul(matrix)); // [1,rest]
        Value next = unit(v.matmul(matrix.transpose())); // [1,O]
        return divided(weight, matrix, next, v);
    }

    /** When serving, with both vectors as they are kept. @param v as many numbers as are left of the weight without O */
    public static Value serving(Value weight, Value u, Value v) {
        int out = weight.shape().dim(0);
        int rest = weight.shape().elements() / out;
        return divided(weight, weight.reshape(out, rest), u.reshape(1, out), v.reshape(1, rest));
    }

    private static Value divided(Value weight, Value matrix, Value u, Value v) {
        return weight.div(u.matmul(matrix).mul(v).sumAll());
    }

    private static Value unit(Value row) {
        return row.mul(row.square().sumAll().add(EPSILON).rsqrt());
    }
}
