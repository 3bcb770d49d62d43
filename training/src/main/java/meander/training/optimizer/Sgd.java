package meander.training.optimizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Stochastic gradient descent, with momentum as PyTorch has it: the learning rate is outside of the sum.
 *
 * @param learningRate α
 * @param momentum     decay of the sum of gradients; 0 for none
 * @param nesterov     whether a step looks ahead by one more (Sutskever et al., 2013); needs momentum
 */
public record Sgd(double learningRate, double momentum, boolean nesterov) implements Optimizer {
    private static final Buffer MOMENTUM = new Buffer("momentum", "b", true);

    public Sgd {
        if (nesterov && momentum == 0) throw new IllegalArgumentException("Nesterov's step needs momentum");
    }

    @Override
    public List<Buffer> buffers() {
        return momentum == 0 ? List.of() : List.of(MOMENTUM);
    }

    @Override
    public List<String> update(Parameters p) {
        List<String> statements = new ArrayList<>();
        if (momentum != 0) statements.add("b = torch.add_(torch.mul_(" + p.buffer(MOMENTUM.name()) + ", " + momentum + "), g)");
        if (nesterov) statements.add("ahead = torch.add(g, b, alpha=" + momentum + ")");
        String step = nesterov ? "ahead" : momentum != 0 ? "b" : "g";
        statements.add("w = torch.add_(" + p.vector() + ", " + step + ", alpha=-" + learningRate + " * float(rate))");
        return List.copyOf(statements);
    }

    @Override
    public Sgd lazy(int interval) {
        return new Sgd(Optimizer.lazyRate(learningRate, interval), Optimizer.lazyDecay(momentum, interval), nesterov);
    }
}
