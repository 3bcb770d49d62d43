package meander.training.loss;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * Path length regularisation (StyleGAN2, arXiv:1912.04958 §3.2, equation 4): a step in w changes the picture by a length {@code a}, the
 * same everywhere. {@code a} is the moving average of the lengths so far.
 *
 * @param decay how far the average moves towards the lengths of a batch, 0.01 in the paper
 */
public record PathLength(double decay) {
    /**
     * {@code E[(‖Jᵀy‖ − a)²]}, a single number; keeps {@code path_length} in the scope.
     *
     * @param pictures {@code [N,C,H,W]}
     * @param styles   {@code [N,layers,w_dim]}, on which the pictures depend
     * @param noise    y, {@code [N,C,H,W]}, normal
     */
    public Value penalty(Scope kept, Value pictures, Value styles, Value noise) {
        double pixels = (double) pictures.shape().dim(2) * pictures.shape().dim(3);
        Value gradient = pictures.mul(noise.mul(1 / Math.sqrt(pixels))).sumAll().gradient(styles);
        Value lengths = gradient.square().sum(2).mean(1).sqrt(); // [N,1]
        Value average = kept.kept("path_length", Initializer.ZERO);
        Graph graph = kept.graph();
        Value next = average.add(lengths.meanAll().stopGradient().sub(average).mul(decay));
        graph.update(average, next);
        return lengths.sub(next).square().meanAll();
    }
}
