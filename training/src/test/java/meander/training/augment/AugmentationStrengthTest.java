package meander.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import meander.models.graph.Graph;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Op;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

class AugmentationStrengthTest {
    private final Map<String, Tensor> kept = new HashMap<>(
            Map.of("augment.p", Tensor.scalar(0), "augment.signs", Tensor.scalar(0), "augment.pictures", Tensor.scalar(0)));

    @Test
    void signsAndPicturesAreCounted() {
        judged(2, 3, -1, 0);
        judged(-4, -5, 1, 1);
        assertThat(number("signs")).isEqualTo(1 + 0);
        assertThat(number("pictures")).isEqualTo(8);
        assertThat(number("p")).isZero();
    }

    @Test
    void itGrowsByThePicturesSeenWhenMoreThanTheTargetAreTakenForReal() {
        for (int step = 0; step < 4; step++)
            judged(1, 1, 1, 1); // r = 1 > 0.6
        adapt(500, 1);
        assertThat(number("p")).isEqualTo(16 / 500_000.0, within(1e-10));
        assertThat(number("signs")).isZero();
        assertThat(number("pictures")).isZero();
        judged(1, 1, 1, 1, 1, 1, 1, 1, 1, -1); // r = 0.8
        adapt(500, 1);
        assertThat(number("p")).isEqualTo(26 / 500_000.0, within(1e-10));
    }

    @Test
    void itShrinksWhenFewerAre() {
        kept.put("augment.p", Tensor.scalar(0.5f));
        judged(1, 1, 1, -1); // r = 0.5
        adapt(0.1, 1);
        assertThat(number("p")).isEqualTo(0.5 - 4 / 100.0, within(1e-6));
    }

    @Test
    void itStaysBetweenZeroAndTheCeiling() {
        judged(-1, -1);
        adapt(0.001, 0.8);
        assertThat(number("p")).isZero();
        judged(1, 1);
        adapt(0.001, 0.8);
        assertThat(number("p")).isEqualTo(0.8, within(1e-6));
    }

    @Test
    void itStaysAtTheTargetAndWithoutPictures() {
        kept.put("augment.p", Tensor.scalar(0.25f));
        adapt(0.001, 1);
        assertThat(number("p")).isEqualTo(0.25);
        judged(1, 1, 1, -1);
        phase(graph -> AugmentationStrength.in(Scope.root(graph).at("augment")).adapt(0.5, 0.001, 1), Map.of());
        assertThat(number("p")).isEqualTo(0.25);
    }

    private void judged(double... logits) {
        Tensor tensor = Tensor.zeros(logits.length, 1);
        for (int i = 0; i < logits.length; i++)
            tensor.data()[i] = (float) logits[i];
        phase(graph -> AugmentationStrength.in(Scope.root(graph).at("augment")).note(graph.input("logits", logits.length, 1)),
                Map.of("logits", tensor));
    }

    private void adapt(double kimg, double ceiling) {
        phase(graph -> AugmentationStrength.in(Scope.root(graph).at("augment")).adapt(AugmentationStrength.TARGET, kimg, ceiling),
                Map.of());
    }

    private void phase(Consumer<Graph> definition, Map<String, Tensor> inputs) {
        Graph graph = new Graph();
        definition.accept(graph);
        Map<Value, ReferenceInterpreter.Array> known = ReferenceInterpreter.evaluate(graph, inputs, Weights.of(kept));
        graph.updates().forEach((what, becomes) -> kept.put(((Op.Parameter) what.op()).name(),
                new Tensor(Shape.of(), new float[]{(float) known.get(becomes).data()[0]})));
    }

    private double number(String name) {
        return kept.get("augment." + name).data()[0];
    }
}
