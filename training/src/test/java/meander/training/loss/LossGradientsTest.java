package meander.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.graph.ConstantFolding;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.training.Gradients;

class LossGradientsTest {
    private static final double TOLERANCE = 1e-6;

    /** A loss of real and generated pictures, both of which depend on what is learned. */
    private record Case(String name, BiFunction<Graph, Value[], Value> loss) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(losses(), penalties(), translations()).flatMap(all -> all);
    }

    private static Stream<Case> translations() {
        return Stream.concat(
                Stream.of(PatchLoss.values()).flatMap(loss -> Stream.of(
                        new Case(loss + " of patches, real", (graph, pictures) -> loss.of(patches(graph, pictures[1]), true)),
                        new Case(loss + " of patches, generated",
                                (graph, pictures) -> loss.of(patches(graph, pictures[1]), false)))),
                Stream.of(new Case("reconstruction",
                        (graph, pictures) -> new L1Loss(10).of(patches(graph, pictures[1]), graph.constant(noise(2, 1, 3, 3))))));
    }

    /** A logit for every patch. {@code [2,2,5,5] → [2,1,3,3]} */
    private static Value patches(Graph graph, Value pictures) {
        return pictures
                .conv2d(Scope.root(graph).at("D").parameter("patch", new Initializer.Normal(0.4), 1, 2, 3, 3), Padding.NONE)
                .tanh();
    }

    private static Stream<Case> losses() {
        return Stream.of(new AdversarialLoss.NonSaturating(), new AdversarialLoss.Minimax(), new AdversarialLoss.LeastSquares(),
                new AdversarialLoss.Wasserstein(), new AdversarialLoss.Hinge()).flatMap(
                        loss -> Stream.of(
                                new Case(loss + " of the discriminator",
                                        (graph, pictures) -> loss.discriminator(judge(graph, pictures[0]),
                                                judge(graph, pictures[1]))),
                                new Case(loss + " of the generator",
                                        (graph, pictures) -> loss.generator(judge(graph, pictures[1])))));
    }

    private static Stream<Case> penalties() {
        return Stream.of(
                new Case("R1", (graph, pictures) -> GradientPenalties.zeroCentred(judge(graph, pictures[0]), pictures[0])),
                new Case("R2", (graph, pictures) -> GradientPenalties.zeroCentred(judge(graph, pictures[1]), pictures[1])),
                new Case("R1 added to a loss",
                        (graph, pictures) -> new AdversarialLoss.NonSaturating()
                                .discriminator(judge(graph, pictures[0]), judge(graph, pictures[1]))
                                .add(GradientPenalties.zeroCentred(judge(graph, pictures[0]), pictures[0]).mul(5))),
                new Case("gradient penalty", (graph, pictures) -> {
                    Value mixture = GradientPenalties.mixture(pictures[0], pictures[1],
                            graph.constant(Tensor.full(0.3f, 2, 1, 1, 1)));
                    return GradientPenalties.towards(judge(graph, mixture), mixture, 1);
                }), new Case("path length", (graph, _) -> pathLength(graph)));
    }

    /** A small network with a smooth activation, two convolutions deep. {@code [2,2,5,5] → [2,1]} */
    private static Value judge(Graph graph, Value pictures) {
        Scope scope = Scope.root(graph).at("D");
        Value x = pictures.conv2d(scope.parameter("first", new Initializer.Normal(0.4), 3, 2, 3, 3), 2, Padding.all(1), 1)
                .softplus();
        x = x.conv2d(scope.parameter("second", new Initializer.Normal(0.4), 2, 3, 3, 3), Padding.NONE).tanh();
        return x.reshape(2, 2).matmul(scope.parameter("out", new Initializer.Normal(0.4), 2, 1));
    }

    /** Without a moving target, which no gradient flows through but differences see. */
    private static Value pathLength(Graph graph) {
        Scope scope = Scope.root(graph).at("G");
        Value style = graph.constant(Tensor.full(0.5f, 2, 1, 3))
                .add(scope.parameter("shift", new Initializer.Normal(0.4), 1, 1, 3));
        Value styles = style.mul(graph.constant(Tensor.full(1, 1, 2, 1))); // [2,2,3]
        Value first = styles.slice(1, 0, 1).reshape(2, 3).matmul(scope.parameter("a", new Initializer.Normal(0.4), 3, 8)).tanh();
        Value second = styles.slice(1, 1, 2).reshape(2, 3).matmul(scope.parameter("b", new Initializer.Normal(0.4), 3, 8));
        Value pictures = first.mul(second).softplus().reshape(2, 2, 2, 2);
        return new PathLength(0).penalty(Scope.root(graph).at("state"), pictures, styles, graph.constant(noise(2, 2, 2, 2)));
    }

    private static Tensor noise(int... dims) {
        Tensor noise = Tensor.zeros(dims);
        for (int i = 0; i < noise.data().length; i++)
            noise.data()[i] = (float) Math.sin(i * 1.7 + 0.3);
        return noise;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasTheGradientThatDifferencesShow(Case test) {
        Graph graph = new Graph();
        Value real = graph.input("real", 2, 2, 5, 5);
        Value fake = graph.input("fake", 2, 2, 5, 5).mul(Scope.root(graph).at("G").parameter("scale", Initializer.ONE));
        graph.output("loss", test.loss.apply(graph, new Value[]{real, fake}));
        // What a loss of real pictures, or of a mixture through which no gradient flows, does not depend on.
        Set<String> without = graph.outputs().get("loss") == null
                || List.of("R1", "gradient penalty", "path length").contains(test.name) ? Set.of("G.scale") : Set.of();
        Map<String, Tensor> inputs = Map.of("real", noise(2, 2, 5, 5), "fake", noise(2, 2, 5, 5));
        assertThat(Gradients.error(graph, without, inputs, Weights.untrained(3))).isLessThan(TOLERANCE);
    }

    @Test
    void lossesAreWhatThePapersSay() {
        Graph graph = new Graph();
        Value real = graph.constant(new Tensor(Shape.of(2, 1), new float[]{2, -0.5f}));
        Value fake = graph.constant(new Tensor(Shape.of(2, 1), new float[]{-1, 0.25f}));
        double logReal = (Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(0.5))) / 2; // −log σ(D(x))
        double logFake = (Math.log(1 + Math.exp(-1)) + Math.log(1 + Math.exp(0.25))) / 2; // −log(1 − σ(D(G(z))))
        double logFakeAsReal = (Math.log(1 + Math.exp(1)) + Math.log(1 + Math.exp(-0.25))) / 2;
        assertLoss(new AdversarialLoss.NonSaturating(), real, fake, logReal + logFake, logFakeAsReal);
        assertLoss(new AdversarialLoss.Minimax(), real, fake, logReal + logFake, -logFake);
        assertLoss(new AdversarialLoss.LeastSquares(), real, fake, ((1 + 2.25) / 2 + (1 + 0.0625) / 2) / 2, (4 + 0.5625) / 2);
        assertLoss(new AdversarialLoss.Wasserstein(), real, fake, -0.375 - 0.75, 0.375);
        assertLoss(new AdversarialLoss.Hinge(), real, fake, (0 + 1.5) / 2 + (0 + 1.25) / 2, 0.375);
    }

    @Test
    void lossesOfTranslationsAreWhatThePapersSay() {
        Graph graph = new Graph();
        float[] numbers = {2, -0.5f, 0.25f, -1, 3, 0, 1.5f, -2};
        Value logits = graph.constant(new Tensor(Shape.of(2, 1, 2, 2), numbers));
        float[] others = {1, 1, 0, -1, 5, 0.5f, -1.5f, 2};
        double[] sums = new double[5];
        for (int i = 0; i < numbers.length; i++) {
            double d = 1 / (1 + Math.exp(-numbers[i]));
            double[] of = {-Math.log(d), -Math.log(1 - d), Math.pow(numbers[i] - 1, 2), Math.pow(numbers[i], 2),
                    7 * Math.abs(numbers[i] - others[i])};
            for (int k = 0; k < of.length; k++)
                sums[k] += of[k] / numbers.length;
        }
        Value[] found = {PatchLoss.VANILLA.of(logits, true), PatchLoss.VANILLA.of(logits, false),
                PatchLoss.LEAST_SQUARES.of(logits, true), PatchLoss.LEAST_SQUARES.of(logits, false),
                new L1Loss(7).of(logits, graph.constant(new Tensor(Shape.of(2, 1, 2, 2), others)))};
        ConstantFolding folding = new ConstantFolding(Weights.of(Map.of()));
        for (int k = 0; k < found.length; k++)
            assertThat((double) folding.evaluate(found[k]).data()[0]).as("loss %d", k).isCloseTo(sums[k], within(1e-5));
    }

    private static void assertLoss(AdversarialLoss loss, Value real, Value fake, double discriminator, double generator) {
        ConstantFolding folding = new ConstantFolding(Weights.of(Map.of()));
        assertThat((double) folding.evaluate(loss.discriminator(real, fake)).data()[0]).as("%s", loss).isCloseTo(discriminator,
                within(1e-6));
        assertThat((double) folding.evaluate(loss.generator(fake)).data()[0]).as("%s", loss).isCloseTo(generator, within(1e-6));
    }
}
