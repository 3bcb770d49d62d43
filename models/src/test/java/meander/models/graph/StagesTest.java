package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntPredicate;

import org.junit.jupiter.api.Test;

import meander.models.family.style.stylegan2.StyleGan2;
import meander.models.graph.ReferenceInterpreter.Array;
import meander.models.nn.FirFilter;

class StagesTest {
    private static final Weights WEIGHTS = Weights.untrained(3);

    @Test
    void chainedTheyGiveWhatTheWholeGraphGives() {
        for (StyleGan2.Architecture architecture : StyleGan2.Architecture.values())
            assertSameAsWhole(network(architecture, 16), Stages.of(network(architecture, 16)));
    }

    @Test
    void aCutMayBeAnywhere() {
        Graph graph = network(StyleGan2.Architecture.RESNET, 8);
        int values = graph.values().size();
        for (int at = 0; at <= values; at++) {
            int first = at;
            assertSameAsWhole(graph, Stages.of(cut(graph, id -> id == first)));
            assertSameAsWhole(graph, Stages.of(cut(graph, id -> id == first || id == (first * 7 + 3) % values)));
        }
        assertSameAsWhole(graph, Stages.of(cut(graph, id -> true)));
    }

    @Test
    void economicalOnesGiveTheSame() {
        Graph graph = network(StyleGan2.Architecture.SKIP, 16);
        double whole = Cost.of(graph).flops();
        for (int preview : new int[]{4, 8, 16, 1000})
            for (double least : new double[]{0, whole / 10, whole / 3, whole / 2, whole, Double.POSITIVE_INFINITY})
                assertSameAsWhole(graph, Stages.economical(graph, preview, least));
    }

    @Test
    void economicalOnesEndAtUsefulPreviewsOrAfterEnoughWork() {
        Graph graph = network(StyleGan2.Architecture.SKIP, 16);
        assertThat(Stages.economical(graph, 8, Double.POSITIVE_INFINITY).stages()).extracting(Stages.Stage::label)
                .containsExactly("8 px", "16 px");
        assertThat(Stages.economical(graph, 1000, Double.POSITIVE_INFINITY).stages()).hasSize(1);
        assertThat(Stages.economical(graph, 1000, 0).stages()).hasSameSizeAs(Stages.of(graph).stages());
        double least = Cost.of(graph).flops() / 4;
        List<Stages.Stage> stages = Stages.economical(graph, 1000, least).stages();
        assertThat(stages).hasSizeBetween(2, 4);
        assertThat(stages.subList(0, stages.size() - 1)).allMatch(stage -> Cost.of(stage.graph()).flops() >= least);
    }

    @Test
    void handOnWhatLaterStagesNeed() {
        Graph graph = new Graph();
        Value x = graph.input("x", 2, 3);
        Value weight = graph.parameter("weight", Shape.of(2, 3), Initializer.ZERO);
        Value a = x.mul(weight);
        Value unused = a.tanh();
        graph.cut("one", null);
        Value b = a.add(weight);
        Value late = graph.input("late", 2, 3);
        Value c = b.mul(x);
        graph.cut("two", null);
        graph.output("y", c.sub(a).add(late));
        List<Stages.Stage> stages = Stages.of(graph).stages();
        assertThat(stages).extracting(Stages.Stage::label).containsExactly("one", "two", "");
        String crossingA = "stage.v" + a.id();
        String crossingC = "stage.v" + c.id();
        assertThat(stages.get(0).graph().inputs()).containsOnlyKeys("x");
        assertThat(stages.get(0).graph().outputs()).containsOnlyKeys(crossingA);
        assertThat(stages.get(1).graph().inputs()).containsOnlyKeys("x", crossingA);
        assertThat(stages.get(1).graph().parameters()).containsOnlyKeys("weight");
        assertThat(stages.get(1).graph().outputs()).containsOnlyKeys(crossingC);
        assertThat(stages.get(2).graph().inputs()).containsOnlyKeys(crossingA, crossingC, "late");
        assertThat(stages.get(2).graph().parameters()).isEmpty();
        assertThat(stages.get(2).graph().outputs()).containsOnlyKeys("y");
        assertThat(unused.id()).isLessThan(b.id());
    }

    @Test
    void nameThePictureAsFarAsEachGoes() {
        Graph graph = network(StyleGan2.Architecture.SKIP, 16);
        Map<String, Tensor> inputs = inputs(graph);
        Map<Value, Array> whole = ReferenceInterpreter.evaluate(graph, inputs, WEIGHTS);
        List<Stages.Stage> stages = Stages.of(graph).stages();
        assertThat(stages).extracting(Stages.Stage::preview).containsExactly(null, "preview", null, null, "preview", null, null,
                "picture");
        Map<String, Tensor> known = new HashMap<>(inputs);
        int previews = 0;
        List<Value> expected = graph.cuts().stream().map(Graph.Cut::preview).filter(preview -> preview != null).toList();
        for (Stages.Stage stage : stages) {
            run(stage, known);
            if (stage.preview() != null)
                assertThat(ReferenceInterpreter.error(known.get(stage.preview()), whole.get(expected.get(previews++))))
                        .isLessThan(1e-6);
        }
        assertThat(previews).isEqualTo(3);
    }

    @Test
    void withoutWorkAreLeftOut() {
        Graph graph = new Graph();
        Value x = graph.input("x", 1, 1, 4, 4);
        graph.cut("inputs alone", null);
        Value y = x.mul(2);
        graph.cut("work", y);
        graph.cut("nothing", null);
        graph.cut("nothing but the picture of before", y);
        y.tanh();
        graph.cut("what nobody needs", y);
        graph.output("y", y.add(1));
        List<Stages.Stage> stages = Stages.of(graph).stages();
        assertThat(stages).extracting(Stages.Stage::label).containsExactly("work", "");
        assertThat(stages.getFirst().preview()).isEqualTo("preview");
    }

    @Test
    void thatDependOnWeightsAloneArePartOfTheNext() {
        Graph graph = new Graph();
        Value weight = graph.parameter("weight", Shape.of(2, 3), Initializer.ONE);
        Value x = graph.input("x", 2, 3);
        Value a = weight.softmax(1);
        graph.cut("weights", a);
        Value b = a.add(x);
        graph.cut("one", b);
        Value c = weight.softmax(0);
        graph.cut("more weights", c);
        graph.output("y", b.add(c));
        assertThat(Stages.of(graph).stages()).extracting(Stages.Stage::label).containsExactly("one", "");
        assertThat(Stages.of(graph).stages()).allMatch(stage -> !stage.graph().inputs().isEmpty());
        assertSameAsWhole(graph, Stages.of(graph));
    }

    @Test
    void aGraphWithoutCutsIsOne() {
        Graph graph = new Graph();
        graph.output("y", graph.input("x", 2).mul(2));
        assertThat(Stages.of(graph).stages()).singleElement().satisfies(stage -> {
            assertThat(stage.graph().inputs()).containsOnlyKeys("x");
            assertThat(stage.preview()).isNull();
        });
    }

    private static Graph network(StyleGan2.Architecture architecture, int resolution) {
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        for (int size = 4; size <= resolution; size *= 2)
            channels.put(size, 32 / size);
        return new StyleGan2(architecture, 2, 0, 2, 1, 0.01, channels, 1, true, Double.POSITIVE_INFINITY, FirFilter.BINOMIAL)
                .synthesis("picture");
    }

    /** A copy of a graph, cut before each value that is named and, if so, at the end. */
    private static Graph cut(Graph graph, IntPredicate before) {
        Graph copy = new Graph();
        Rewriter rewriter = new Rewriter(copy);
        for (Value value : graph.values()) {
            if (before.test(value.id())) copy.cut("cut", null);
            rewriter.copy(value);
        }
        if (before.test(graph.values().size())) copy.cut("cut", null);
        graph.outputs().forEach((name, value) -> copy.output(name, rewriter.of(value)));
        return copy;
    }

    private static Map<String, Tensor> inputs(Graph graph) {
        Map<String, Tensor> inputs = new HashMap<>();
        graph.inputs()
                .forEach((name, value) -> inputs.put(name, ReferenceInterpreter.random(name.hashCode(), value.shape().dims())));
        return inputs;
    }

    private static void run(Stages.Stage stage, Map<String, Tensor> known) {
        assertThat(known.keySet()).containsAll(stage.graph().inputs().keySet());
        Map<Value, Array> values = ReferenceInterpreter.evaluate(stage.graph(), known, WEIGHTS);
        stage.graph().outputs().forEach((name, value) -> {
            double[] exact = values.get(value).data();
            float[] rounded = new float[exact.length];
            for (int i = 0; i < exact.length; i++)
                rounded[i] = (float) exact[i];
            known.put(name, new Tensor(value.shape(), rounded));
        });
    }

    private static void assertSameAsWhole(Graph graph, Stages stages) {
        Map<String, Tensor> known = inputs(graph);
        Map<Value, Array> whole = ReferenceInterpreter.evaluate(graph, known, WEIGHTS);
        stages.stages().forEach(stage -> run(stage, known));
        graph.outputs().forEach(
                (name, value) -> assertThat(ReferenceInterpreter.error(known.get(name), whole.get(value))).isLessThan(1e-5));
    }
}
