package meander.models.family.dcgan;

import java.util.Set;

import meander.models.family.dcgan.DcganStructure.Choices;
import meander.models.infer.ActivationFunction;

/** What modules without weights are called, where somebody gave them names: {@code lrelu1}, {@code sigmoid}. */
final class ModuleNames implements StackEvidence {
    private static final double CLEAR = 8;

    private final Set<String> names;

    /** @param names in lower case */
    ModuleNames(Set<String> names) {
        this.names = names;
    }

    @Override
    public double logLikelihood(Choices candidate) {
        boolean sloped = candidate.hidden() != ActivationFunction.RELU;
        boolean leaky = named("leaky") || named("lrelu");
        double sum = leaky == sloped || !leaky && !named("relu") ? 0 : -CLEAR;
        boolean sigmoid = named("sigm");
        boolean tanh = named("tanh");
        return sum - (sigmoid && !tanh && candidate.output() != ActivationFunction.SIGMOID ? CLEAR : 0)
                - (tanh && !sigmoid && candidate.output() != ActivationFunction.TANH ? CLEAR : 0);
    }

    private boolean named(String part) {
        return names.stream().anyMatch(name -> name.contains(part));
    }
}
