package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.graph.Pass.Condition;
import meander.models.graph.ReferenceInterpreter.Array;

/**
 * What must be true of a graph, and of each pass over one: tests run it between the passes of a {@link Pipeline}. Results are compared in the
 * reference interpreter, on random inputs where none are given, unless that takes too long.
 */
public final class GraphVerifier implements Pipeline.Observer {
    /** Of the largest number: what is folded is rounded to float32, and Winograd's convolution errs by some more. */
    private static final double TOLERANCE = 1e-5;

    private final Weights weights;
    private final Map<String, Tensor> inputs;
    private final double mostWork;
    private final Map<Graph, List<Array>> known = new IdentityHashMap<>();

    /**
     * @param inputs   by name; random numbers stand in for those that are not there
     * @param mostWork FLOPs of a graph, above which results are not compared
     */
    public GraphVerifier(Weights weights, Map<String, Tensor> inputs, double mostWork) {
        this.weights = weights;
        this.inputs = inputs;
        this.mostWork = mostWork;
    }

    /** Runs a pipeline and verifies what goes in and what each pass makes of it. */
    public Graph run(Pipeline pipeline, Graph graph) {
        verify(graph);
        pipeline.given().forEach(condition -> assertThat(condition.holds(graph)).as("%s, given to %s", condition, pipeline).isTrue());
        Graph last = pipeline.run(graph, this);
        pipeline.left().forEach(condition -> assertThat(condition.holds(last)).as("%s after %s", condition, pipeline).isTrue());
        return last;
    }

    /** A graph by itself: numbers, operands, shapes, names, updates and cuts. */
    public static void verify(Graph graph) {
        for (int id = 0; id < graph.values().size(); id++) {
            Value value = graph.values().get(id);
            assertThat(value.id()).as("the place of %s", value).isEqualTo(id);
            assertThat(value.graph()).as("the graph of %s", value).isSameAs(graph);
            for (Value operand : value.operands()) {
                assertThat(operand.id()).as("%s of %s", operand, value).isLessThan(id); // hence no cycle
                assertThat(graph.values().get(operand.id())).as("%s of %s", operand, value).isSameAs(operand);
            }
            assertThat(value.op().infer(value.operands().stream().map(Value::shape).toList())).as("the shape of %s", value)
                    .isEqualTo(value.shape());
        }
        graph.inputs().forEach((name, value) -> assertThat(((Op.Input) in(graph, value).op()).name()).isEqualTo(name));
        graph.parameters().forEach((name, value) -> assertThat(((Op.Parameter) in(graph, value).op()).name()).isEqualTo(name));
        graph.outputs().values().forEach(value -> in(graph, value));
        unique(graph.values().stream().map(Value::op).filter(Op.Input.class::isInstance).map(op -> ((Op.Input) op).name()).toList());
        unique(graph.values().stream().map(Value::op).filter(Op.Parameter.class::isInstance).map(op -> ((Op.Parameter) op).name())
                .toList());
        graph.updates().forEach((kept, becomes) -> {
            assertThat(in(graph, kept).op()).isInstanceOf(Op.Parameter.class);
            assertThat(in(graph, becomes).shape()).isEqualTo(kept.shape());
        });
        int end = 0;
        for (Graph.Cut cut : graph.cuts()) {
            assertThat(cut.end()).as("the cut %s", cut.label()).isBetween(end, graph.values().size());
            if (cut.preview() != null) assertThat(in(graph, cut.preview()).id()).isLessThan(cut.end());
            end = cut.end();
        }
    }

    private static Value in(Graph graph, Value value) {
        assertThat(graph.values().get(value.id())).isSameAs(value);
        return value;
    }

    private static void unique(List<String> names) {
        assertThat(names).doesNotHaveDuplicates();
    }

    @Override
    public void applied(Pass pass, Graph before, Graph after) {
        verify(after);
        assertThat(after.inputs().values()).as("inputs after %s", pass.name()).extracting(Value::op)
                .containsExactlyElementsOf(before.inputs().values().stream().map(Value::op).toList());
        assertThat(after.parameters().values()).as("parameters after %s", pass.name()).extracting(Value::op)
                .containsExactlyElementsOf(before.parameters().values().stream().map(Value::op).toList());
        assertThat(shapes(after.outputs())).as("outputs after %s", pass.name()).containsExactlyEntriesOf(shapes(before.outputs()));
        assertThat(updates(after)).as("updates after %s", pass.name()).containsExactlyEntriesOf(updates(before));
        assertThat(after.cuts()).as("cuts after %s", pass.name()).extracting(Graph.Cut::label)
                .containsExactlyElementsOf(before.cuts().stream().map(Graph.Cut::label).toList());
        assertNothingWasMadeInVain(pass, before, after);
        for (Condition condition : Condition.values())
            if (pass.establishes().contains(condition)
                    || condition.holds(before) && !pass.invalidates().contains(condition))
                assertThat(condition.holds(after)).as("%s after %s", condition, pass.name()).isTrue();
        assertSameResults(pass, before, after);
    }

    private static Map<String, Shape> shapes(Map<String, Value> values) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        values.forEach((name, value) -> shapes.put(name, value.shape()));
        return shapes;
    }

    private static Map<Op, Shape> updates(Graph graph) {
        Map<Op, Shape> updates = new LinkedHashMap<>();
        graph.updates().forEach((kept, becomes) -> updates.put(kept.op(), becomes.shape()));
        return updates;
    }

    /** Orphans: a pass may leave steps behind that it has replaced, but what it makes somebody has to read. */
    private static void assertNothingWasMadeInVain(Pass pass, Graph before, Graph after) {
        Set<Op> there = new HashSet<>(before.values().stream().map(Value::op).toList());
        BitSet read = after.readBy(results(after));
        assertThat(after.values().stream().filter(value -> !read.get(value.id())).map(Value::op)).as("unread after %s", pass.name())
                .isSubsetOf(there);
    }

    private static Collection<Value> results(Graph graph) {
        List<Value> results = new ArrayList<>(graph.outputs().values());
        results.addAll(graph.updates().values());
        graph.cuts().stream().map(Graph.Cut::preview).filter(preview -> preview != null).forEach(results::add);
        return results;
    }

    private void assertSameResults(Pass pass, Graph before, Graph after) {
        if (!isCompared(before)) return;
        List<Array> expected = evaluated(before);
        List<Array> found = evaluated(after);
        for (int i = 0; i < expected.size(); i++)
            assertThat(ReferenceInterpreter.error(found.get(i), expected.get(i))).as("result %d after %s", i, pass.name())
                    .isLessThanOrEqualTo(TOLERANCE);
    }

    /** Whether the results of a graph are compared: the interpreter has no gradients, and takes its time. */
    public boolean isCompared(Graph graph) {
        return Condition.NOT_DIFFERENTIATED.holds(graph)
                && Cost.of(graph.readBy(results(graph)).stream().mapToObj(graph.values()::get).toList()).flops() <= mostWork;
    }

    /** The outputs of a graph by name, as the interpreter has them. */
    public Map<String, Tensor> outputs(Graph graph) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        List<Array> found = evaluated(graph);
        int i = 0;
        for (String name : graph.outputs().keySet())
            outputs.put(name, found.get(i++).tensor());
        return outputs;
    }

    private List<Array> evaluated(Graph graph) {
        return known.computeIfAbsent(graph, _ -> {
            Map<String, Tensor> fed = new LinkedHashMap<>();
            graph.inputs().forEach((name, value) -> fed.put(name, inputs.containsKey(name)
                    ? inputs.get(name)
                    : ReferenceInterpreter.random(name.hashCode(), value.shape().dims())));
            Collection<Value> wanted = results(graph);
            Map<Value, Array> values = ReferenceInterpreter.evaluate(graph, wanted, fed, weights);
            return wanted.stream().map(values::get).toList();
        });
    }
}
