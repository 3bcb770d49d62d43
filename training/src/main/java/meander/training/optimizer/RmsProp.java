package meander.training.optimizer;

import java.util.ArrayList;
import java.util.List;

/**
 * RMSProp (Hinton, Neural Networks for Machine Learning, lecture 6e), not centered, with momentum as PyTorch has it.
 *
 * @param learningRate α
 * @param smoothing    decay of the mean of squared gradients; 0.99 in PyTorch, which calls it alpha
 * @param epsilon      keeps the division finite
 * @param momentum     decay of the sum of steps; 0 for none
 */
public record RmsProp(double learningRate, double smoothing, double epsilon, double momentum) implements Optimizer {
    private static final Buffer SQUARE = new Buffer("square", "v", true);
    private static final Buffer MOMENTUM = new Buffer("momentum", "b", true);

    public RmsProp(double learningRate) {
        this(learningRate, 0.99, 1e-8, 0);
    }

    @Override
    public List<Buffer> buffers() {
        return momentum == 0 ? List.of(SQUARE) : List.of(SQUARE, MOMENTUM);
    }

    @Override
    public List<String> update(Parameters p) {
        List<String> statements = new ArrayList<>(List.of("v = torch.addcmul_(torch.mul_(" + p.buffer(SQUARE.name()) + ", "
                + smoothing + "), g, g, value=" + (1 - smoothing) + ")", "root = torch.add_(torch.sqrt(v), " + epsilon + ")"));
        if (momentum == 0)
            statements.add("w = torch.addcdiv_(" + p.vector() + ", g, root, value=-" + learningRate + " * float(rate))");
        else {
            statements.add(
                    "b = torch.addcdiv_(torch.mul_(" + p.buffer(MOMENTUM.name()) + ", " + momentum + "), g, root, value=1.0)");
            statements.add("w = torch.add_(" + p.vector() + ", b, alpha=-" + learningRate + " * float(rate))");
        }
        return List.copyOf(statements);
    }

    @Override
    public RmsProp lazy(int interval) {
        return new RmsProp(Optimizer.lazyRate(learningRate, interval), Optimizer.lazyDecay(smoothing, interval), epsilon,
                Optimizer.lazyDecay(momentum, interval));
    }
}
