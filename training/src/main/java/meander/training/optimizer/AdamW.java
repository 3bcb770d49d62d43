package meander.training.optimizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101, algorithm 2): parameters shrink by {@code α·λ} of themselves before
 * each update. Statistics between them do not.
 *
 * @param weightDecay λ
 */
public record AdamW(Adam adam, double weightDecay) implements Optimizer {
    @Override
    public double learningRate() {
        return adam.learningRate();
    }

    @Override
    public List<Buffer> buffers() {
        return adam.buffers();
    }

    @Override
    public List<String> update(Parameters parameters) {
        List<String> statements = new ArrayList<>();
        for (Range range : parameters.learned())
            statements.add("w = torch.mul_(torch.narrow(" + parameters.vector() + ", 0, " + range.from() + ", " + range.size()
                    + "), 1.0 - " + learningRate() * weightDecay + " * float(rate))");
        statements.addAll(adam.update(parameters));
        return List.copyOf(statements);
    }

    /** The decay follows the learning rate. */
    @Override
    public AdamW lazy(int interval) {
        return new AdamW(adam.lazy(interval), weightDecay);
    }
}
