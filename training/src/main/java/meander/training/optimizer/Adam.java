package meander.training.optimizer;

import java.util.List;

/**
 * Adam (Kingma and Ba, arXiv:1412.6980, algorithm 1).
 *
 * @param learningRate α
 * @param beta1        decay of the mean of gradients
 * @param beta2        decay of the mean of their squares
 * @param epsilon      keeps the division finite
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
    public Adam(double learningRate, double beta1, double beta2) {
        this(learningRate, beta1, beta2, 1e-8);
    }

    @Override
    public List<Buffer> buffers() {
        return List.of(new Buffer("mean", "m", true), new Buffer("square", "v", true), new Buffer("updates", "t", false));
    }

    @Override
    public List<String> update(Parameters p) {
        return List.of("t = float(torch.add_(" + p.buffer("updates") + ", 1.0))",
                "m = torch.add_(torch.mul_(" + p.buffer("mean") + ", " + beta1 + "), g, alpha=" + (1 - beta1) + ")",
                "v = torch.addcmul_(torch.mul_(" + p.buffer("square") + ", " + beta2 + "), g, g, value=" + (1 - beta2) + ")",
                "root = torch.add_(torch.sqrt_(torch.div(v, 1.0 - " + beta2 + " ** t)), " + epsilon + ")", "w = torch.addcdiv_("
                        + p.vector() + ", m, root, value=-" + learningRate + " * float(rate) / (1.0 - " + beta1 + " ** t))");
    }

    @Override
    public Adam lazy(int interval) {
        return new Adam(Optimizer.lazyRate(learningRate, interval), Optimizer.lazyDecay(beta1, interval),
                Optimizer.lazyDecay(beta2, interval), epsilon);
    }
}
