package meander.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.graph.Initializer;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.training.program.InputSource;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainableNetwork;
import meander.training.program.Trainer;
import meander.training.program.TrainingBatchSource;
import meander.training.program.TrainingProgram;

/** Updates in libtorch beside those of torch.optim, which fixtures/optimizers/make.py wrote down. */
class OptimizerTest {
    private static final double ROUNDING = 2e-6;
    private static final Map<String, Optimizer> OPTIMIZERS = Map.of("adam", new Adam(0.01, 0.9, 0.999), "adam without momentum",
            new Adam(0.02, 0, 0.99), "adamw", new AdamW(new Adam(0.01, 0.9, 0.999), 0.1), "rmsprop", new RmsProp(0.01),
            "rmsprop with momentum", new RmsProp(0.01, 0.9, 1e-8, 0.5), "sgd", new Sgd(0.1, 0, false), "sgd with momentum",
            new Sgd(0.1, 0.9, false), "sgd with nesterov", new Sgd(0.1, 0.9, true));

    @TestFactory
    Stream<DynamicTest> movesAsPyTorchDoes() throws IOException {
        JsonNode reference = reference("updates.json");
        assertThat(OPTIMIZERS).containsOnlyKeys(reference.at("/after").properties().stream().map(Map.Entry::getKey).toList());
        float[] begin = numbers(reference.at("/begin"));
        return reference.at("/after").properties().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
            TrainableNetwork network = TrainableNetwork.of("P", OPTIMIZERS.get(each.getKey()));
            try (Trainer trainer = trainer(network, begin, reference.at("/gradients"), Long.MAX_VALUE, List.of())) {
                for (JsonNode after : each.getValue()) {
                    trainer.advance();
                    assertThat(trainer.state().get("P")).containsExactly(numbers(after), within((float) ROUNDING));
                }
            }
        }));
    }

    @Test
    void restartingForgetsWhatWasKept() throws IOException {
        JsonNode reference = reference("updates.json");
        for (var each : OPTIMIZERS.entrySet())
            try (Trainer trainer = trainer(TrainableNetwork.of("P", each.getValue()), numbers(reference.at("/begin")),
                    reference.at("/gradients"), Long.MAX_VALUE, List.of(0.002))) {
                trainer.advance();
                each.getValue().buffers().forEach(buffer -> assertThat(trainer.state().get("P_" + buffer.name()))
                        .as(each.getKey() + " " + buffer.name()).hasSize(buffer.size(5)).isNotEqualTo(new float[buffer.size(5)]));
                trainer.advance(); // at whose end it is told to
                each.getValue().buffers().forEach(buffer -> assertThat(trainer.state().get("P_" + buffer.name()))
                        .as(each.getKey() + " " + buffer.name()).isEqualTo(new float[buffer.size(5)]));
            }
    }

    /** With a learning rate of 1 gradient descent tells the factor itself. */
    @Test
    void theScheduleScalesEachStep() throws IOException {
        float[] gradient = numbers(reference("updates.json").at("/gradients/0"));
        TrainableNetwork network = TrainableNetwork.of("P", new Sgd(1, 0, false))
                .withSchedule(new LearningRateSchedule.LinearToZero(0.5));
        float[] before = new float[5];
        try (Trainer trainer = trainer(network, before, new ObjectMapper().valueToTree(List.of(gradient)), 4, List.of())) {
            for (double factor : new double[]{1, 1, 1, 0.5, 0}) {
                trainer.advance();
                float[] after = trainer.state().get("P");
                for (int i = 0; i < after.length; i++)
                    assertThat(before[i] - after[i]).isCloseTo((float) factor * gradient[i], within((float) ROUNDING));
                before = after;
            }
        }
    }

    /** A mean that batch normalization keeps among the weights is no weight. */
    @Test
    void weightDecayLeavesStatisticsAlone() {
        PhaseGraph phase = new PhaseGraph();
        Value first = phase.scope("P").parameter("first", new Initializer.Fill(1), 2);
        Value mean = phase.scope("P").kept("mean", new Initializer.Fill(1), 3);
        Value second = phase.scope("P").parameter("second", new Initializer.Fill(1), 2);
        phase.metric("loss", first.add(second).sumAll().mul(0).add(mean.sumAll()));
        TrainingProgram program = new TrainingProgram(
                List.of(TrainableNetwork.of("P", new AdamW(new Adam(0.5, 0.9, 0.999), 0.5))), List.of(phase.phase("D", "P", 1)),
                Map.of(), List.of());
        try (Trainer trainer = new Trainer(program, 1, 1, 0, Weights.untrained(0), new Gradients(new float[0][]), false)) {
            trainer.advance();
            assertThat(trainer.state().get("P")).containsExactly(0.75f, 0.75f, 1, 1, 1, 0.75f, 0.75f);
        }
    }

    @Test
    void lazyRegularizationTakesTheRateAndEveryDecayToItsShare() {
        assertThat(new Adam(0.002, 0.5, 0.99).lazy(16))
                .isEqualTo(new Adam(0.002 * (16 / 17.0), Math.pow(0.5, 16 / 17.0), Math.pow(0.99, 16 / 17.0)));
        assertThat(new Sgd(0.1, 0.9, true).lazy(3)).isEqualTo(new Sgd(0.1 * 0.75, Math.pow(0.9, 0.75), true));
    }

    /** Whose gradient is what it is fed. @param length pictures, of which each step has one */
    private static Trainer trainer(TrainableNetwork network, float[] begin, JsonNode gradients, long length,
            List<Double> restarts) {
        PhaseGraph phase = new PhaseGraph();
        Value weights = phase.scope("P").parameter("w", Initializer.ZERO, 1, begin.length);
        phase.metric("loss", phase.input("x", InputSource.PICTURES, 1, begin.length).mul(weights).sumAll());
        TrainingProgram program = new TrainingProgram(List.of(network), List.of(phase.phase("D", "P", 1)), Map.of(),
                restarts.stream().map(kimg -> new TrainingProgram.Restart("P", kimg)).toList());
        float[][] rows = new float[gradients.size()][];
        for (int i = 0; i < rows.length; i++)
            rows[i] = numbers(gradients.get(i));
        return new Trainer(program, 1, 1, 0, length, _ -> new Tensor(Shape.of(1, begin.length), begin.clone()),
                new Gradients(rows), false);
    }

    private static float[] numbers(JsonNode array) {
        float[] numbers = new float[array.size()];
        for (int i = 0; i < numbers.length; i++)
            numbers[i] = (float) array.get(i).doubleValue();
        return numbers;
    }

    private static JsonNode reference(String name) throws IOException {
        try (InputStream file = OptimizerTest.class.getResourceAsStream("/fixtures/optimizers/" + name)) {
            return new ObjectMapper().readTree(file);
        }
    }

    private record Gradients(float[][] rows) implements TrainingBatchSource {
        @Override
        public void picture(long position, float[] into) {
            System.arraycopy(rows[(int) (position % rows.length)], 0, into, 0, into.length);
        }

        @Override
        public int label(long position) {
            return -1;
        }

        @Override
        public int randomLabel(double chance) {
            return -1;
        }
    }
}
