package meander.training.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Op.Padding;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.training.Gradients;
import meander.training.augment.AdaptiveAugmentation.Categories;
import meander.training.loss.AdversarialLoss;
import meander.training.loss.GradientPenalties;

/** Augmentations inside a step that the engine runs. */
class AugmentationGradientsTest {
    private static final double TOLERANCE = 1e-6;

    private final Trial trial = new Trial(3);
    private final Tensor pictures = ReferenceInterpreter.random(4, 2, 3, 8, 8);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void penaltiesOnGradientsGoThroughThem(boolean adaptive) {
        Value real = trial.feed("pictures", pictures);
        Value logits = judge(augmented(adaptive, real));
        trial.graph.output("loss",
                new AdversarialLoss.NonSaturating().generator(logits).add(GradientPenalties.zeroCentred(logits, real)));
        assertThat(Gradients.error(trial.graph, Set.of(), trial.fed(), Weights.untrained(3))).isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theGeneratorLearnsThroughThem(boolean adaptive) {
        Value scale = Scope.root(trial.graph).at("G").parameter("scale", Initializer.ONE, 1, 3, 8, 8);
        Value fake = trial.feed("pictures", pictures).mul(scale).tanh();
        trial.graph.output("loss", new AdversarialLoss.NonSaturating().generator(judge(augmented(adaptive, fake))));
        assertThat(Gradients.error(trial.graph, Set.of(), trial.fed(), Weights.untrained(3))).isLessThan(TOLERANCE);
    }

    @Test
    void theEngineComputesInFloat32WhatTheLoopsDo() {
        Value y = augmented(true, trial.feed("pictures", pictures));
        trial.graph.output("y", y);
        Tensor found;
        try (TorchScriptModule module = TorchScriptModule.load(
                TorchScriptCompiler.serving(new Network(trial.graph, Weights.of(Map.of())), "Augmented"),
                TorchScriptArchive.Precision.FLOAT32, false)) {
            List<TorchScriptModule.Slot> slots = new ArrayList<>();
            trial.graph.inputs()
                    .forEach((name, input) -> slots.add(module.slot(input.shape()).fill(trial.fed().get(name).data())));
            found = module.call("forward", slots);
        }
        ReferenceInterpreter.Array expected = ReferenceInterpreter.evaluate(trial.graph, trial.fed(), Weights.of(Map.of()))
                .get(y);
        assertThat(ReferenceInterpreter.error(found, expected)).isLessThan(1e-5);
    }

    private Value augmented(boolean adaptive, Value x) {
        return adaptive
                ? new AdaptiveAugmentation(Categories.ALL).apply(x, trial.probability(0.9), trial, "a")
                : DiffAugment.ALL.apply(x, trial, "a");
    }

    /** {@code [2,3,8,8] → [2,1]} */
    private static Value judge(Value x) {
        Scope scope = Scope.root(x.graph()).at("D");
        Value y = x.conv2d(scope.parameter("first", new Initializer.Normal(0.3), 4, 3, 4, 4), 2, Padding.all(1), 1).softplus();
        return y.reshape(2, 64).tanh().matmul(scope.parameter("out", new Initializer.Normal(0.3), 64, 1));
    }
}
