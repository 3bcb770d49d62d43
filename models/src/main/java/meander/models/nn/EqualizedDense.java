package meander.models.nn;

import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;

/**
 * A dense layer with equalised learning rate (ProGAN, arXiv:1710.10196 §4.1): weights are kept at unit variance and scaled at run
 * time by {@code lrMultiplier/√in}, biases by {@code lrMultiplier}.
 */
public final class EqualizedDense {
    private EqualizedDense() {}

    /** x {@code [N,I]} → {@code [N,O]}. Declares {@code weight [O,I]} and {@code bias [O]}. */
    public static Value apply(Scope scope, Value x, int out, double lrMultiplier, double bias) {
        int in = x.shape().dim(1);
        Value weight = scope.parameter("weight", new Initializer.Normal(1 / lrMultiplier), out, in);
        Value offset = scope.parameter("bias", new Initializer.Fill(bias), out);
        return x.matmul(weight.mul(lrMultiplier / Math.sqrt(in)).transpose()).add(offset.mul(lrMultiplier).reshape(1, out));
    }
}
