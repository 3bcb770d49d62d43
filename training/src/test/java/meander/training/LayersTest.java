package meander.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.AveragePool;
import meander.models.nn.BatchNorm;
import meander.models.nn.EqualizedConv;
import meander.models.nn.SpectralNorm;
import meander.training.program.InputSource;
import meander.training.program.PhaseGraph;
import meander.training.program.Trainer;
import meander.training.program.TrainingBatchSource;
import meander.training.program.TrainingProgram;

/** Layers as they are trained. */
class LayersTest {
    private static final double EPSILON = 1e-5;

    private static Tensor numbers(Shape shape) {
        Tensor tensor = Tensor.zeros(shape.dims());
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < tensor.data().length; i++)
            tensor.data()[i] = (float) random.nextGaussian();
        return tensor;
    }

    @Test
    void batchNormalisationHasTheGradientThatDifferencesShow() {
        for (int[] dims : new int[][]{{4, 3, 2, 2}, {5, 3}}) {
            Graph graph = new Graph();
            Scope root = Scope.root(graph);
            Value x = graph.input("x", dims).mul(root.parameter("scale", Initializer.ONE, dims));
            Value y = BatchNorm.training(root.at("norm"), x, true, EPSILON);
            // A gradient of a gradient, as penalties have it.
            Value slope = y.square().tanh().sumAll().gradient(x);
            graph.output("loss", slope.square().sumAll().add(y.sin().sumAll()));
            assertThat(Gradients.error(graph, Set.of(), Map.of("x", numbers(Shape.of(dims))), Weights.untrained(1)))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void runningStatisticsMoveOnceForEveryUse() {
        PhaseGraph phase = new PhaseGraph();
        Value x = phase.input("x", InputSource.PICTURES, 4, 2, 3, 3);
        Value y = BatchNorm.training(phase.scope("state"), x, false, EPSILON);
        Value z = BatchNorm.training(phase.scope("state"), x.mul(2), false, EPSILON);
        phase.metric("mean", y.add(z).meanAll()).metric("squares", y.square().meanAll());
        PhaseGraph drawing = new PhaseGraph();
        drawing.metric("picture", drawing.normal("z", 1));
        TrainingProgram program = new TrainingProgram(List.of(), List.of(phase.phase("P", "", 4)),
                Map.of(TrainingProgram.DRAW, drawing), List.of());
        double[] mean = new double[2];
        double[] squares = new double[2];
        for (int n = 0; n < 4; n++)
            for (int i = 0; i < 18; i++) {
                mean[i / 9] += pixel(n, i) / 36;
                squares[i / 9] += pixel(n, i) * pixel(n, i) / 36;
            }
        try (Trainer trainer = new Trainer(program, 4, 1, 0, Weights.untrained(0), new Waves(), false)) {
            Map<String, Double> figures = trainer.advance();
            assertThat(figures.get("mean")).isCloseTo(0, within(1e-6));
            assertThat(figures.get("squares")).isCloseTo(1, within(1e-3));
            float[] kept = trainer.state().get("state");
            for (int c = 0; c < 2; c++) {
                double variance = (squares[c] - mean[c] * mean[c]) * 36 / 35;
                double once = 0.1 * mean[c];
                double first = 1 + 0.1 * (variance - 1);
                assertThat((double) kept[c]).isCloseTo(once + 0.1 * (2 * mean[c] - once), within(1e-5));
                assertThat((double) kept[2 + c]).isCloseTo(first + 0.1 * (4 * variance - first), within(1e-5));
            }
        }
    }

    @Test
    void aConvolutionThatChangesTheSizeIsTheSameAsBothAfterEachOther() {
        PhaseGraph phase = new PhaseGraph();
        Value x = phase.input("x", InputSource.PICTURES, 2, 3, 6, 4);
        Scope scope = phase.scope("state");
        Value up = EqualizedConv.up(scope, x, 5, 1.4).sub(EqualizedConv.same(scope, x.upsampleNearest(2), 5, 3, 1.4));
        Value down = EqualizedConv.down(scope, x, 5, 1.4).sub(AveragePool.of(EqualizedConv.same(scope, x, 5, 3, 1.4), 2));
        phase.metric("up", up.abs().meanAll()).metric("down", down.abs().meanAll());
        PhaseGraph drawing = new PhaseGraph();
        drawing.metric("picture", drawing.normal("z", 1));
        TrainingProgram program = new TrainingProgram(List.of(), List.of(phase.phase("P", "", 2)),
                Map.of(TrainingProgram.DRAW, drawing), List.of());
        try (Trainer trainer = new Trainer(program, 2, 1, 0, Weights.untrained(0), new Waves(), false)) {
            assertThat(trainer.advance().values()).allSatisfy(apart -> assertThat(apart).isLessThan(1e-6));
        }
    }

    private static float pixel(long position, int i) {
        return (float) Math.sin(position * 1.3 + i * 0.7);
    }

    private static final class Waves implements TrainingBatchSource {
        @Override
        public void picture(long position, float[] into) {
            for (int i = 0; i < into.length; i++)
                into[i] = pixel(position, i);
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

    @Test
    void spectralNormalisationDividesByTheLargestSingularValue() {
        PhaseGraph phase = new PhaseGraph();
        // Singular values 5, 3 and 1: a diagonal in a turned frame.
        double c = Math.cos(0.4);
        double s = Math.sin(0.4);
        Tensor matrix = new Tensor(Shape.of(3, 3),
                new float[]{(float) (5 * c), (float) (-5 * s), 0, (float) (3 * s), (float) (3 * c), 0, 0, 0, 1});
        Value weight = phase.graph().constant(matrix).add(phase.normal("nothing", 1).mul(0));
        Value first = SpectralNorm.of(phase.scope("state"), weight);
        Value second = SpectralNorm.of(phase.scope("state"), weight);
        phase.metric("first", first.square().sumAll()).metric("second", second.square().sumAll());
        PhaseGraph drawing = new PhaseGraph();
        drawing.metric("picture", drawing.normal("z", 1));
        TrainingProgram program = new TrainingProgram(List.of(), List.of(phase.phase("P", "", 1)),
                Map.of(TrainingProgram.DRAW, drawing), List.of());
        try (Trainer trainer = new Trainer(program, 1, 1, 0, Weights.untrained(0), new Waves(), false)) {
            double before = trainer.advance().get("second");
            double apart = Math.abs(before - 35 / 25.0);
            for (int i = 0; i < 20; i++) {
                Map<String, Double> figures = trainer.advance();
                assertThat(Math.abs(figures.get("first") - 35 / 25.0)).isLessThanOrEqualTo(apart + 1e-6);
                assertThat(Math.abs(figures.get("second") - 35 / 25.0))
                        .isLessThanOrEqualTo(Math.abs(figures.get("first") - 35 / 25.0) + 1e-6);
                apart = Math.abs(figures.get("second") - 35 / 25.0);
            }
            assertThat(apart).isLessThan(1e-5);
        }
    }
}
