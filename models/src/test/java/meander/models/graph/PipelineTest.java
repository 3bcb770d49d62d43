package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import meander.models.graph.Op.Padding;
import meander.models.graph.Pass.Condition;
import meander.models.nn.InstanceNorm;

class PipelineTest {
    private static final Weights WEIGHTS = Weights.untrained(0);
    private static final Set<Condition> ALL = Set.of(Condition.NOT_DIFFERENTIATED, Condition.ONE_STAGE, Condition.UNFUSED);

    @Test
    void refusesAPassWhosePreconditionNothingEstablishes() {
        assertThatThrownBy(() -> new Pipeline("early", Set.of(Condition.NOT_DIFFERENTIATED), List.of(new Winograd())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Winograd requires ONE_STAGE");
        assertThatThrownBy(() -> new Pipeline("training", Set.of(Condition.UNFUSED), List.of(new InstanceNormFusion())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("requires NOT_DIFFERENTIATED");
    }

    @Test
    void refusesAPassWhosePreconditionAnEarlierOneInvalidates() {
        assertThatThrownBy(
                () -> new Pipeline("late folding", ALL, List.of(new InstanceNormFusion(), new ConstantFolding(WEIGHTS))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("constant folding requires UNFUSED");
        assertThat(new Pipeline("unfolded", ALL, List.of(new ConstantFolding(WEIGHTS), new Winograd())).left())
                .doesNotContain(Condition.CONSTANTS_FOLDED);
    }

    @Test
    void refusesAPassThatStandsTwice() {
        assertThatThrownBy(() -> new Pipeline("twice", ALL, List.of(new Winograd(), new Winograd())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Winograd twice");
    }

    @Test
    void appliesPassesInOrderAndTellsOfEach() {
        List<String> told = new ArrayList<>();
        Graph graph = network();
        Graph[] last = {graph};
        Graph result = Pipelines.onnxServing(WEIGHTS, true).run(graph, (pass, before, after) -> {
            assertThat(before).isSameAs(last[0]);
            last[0] = after;
            told.add(pass.name());
        });
        assertThat(told).containsExactly("Winograd", "constant folding", "instance norm fusion");
        assertThat(result).isSameAs(last[0]);
    }

    @Test
    void allPipelinesLeaveANetworkWithCutsUpdatesAndConstantsRight() {
        Graph cut = network();
        GraphVerifier verifier = new GraphVerifier(WEIGHTS, Map.of(), 1e9);
        verifier.run(Pipelines.onnxExport(WEIGHTS), cut);
        verifier.run(Pipelines.torchScript(true, true), cut);
        verifier.run(Pipelines.torchScript(false, true), cut);
        Stages.of(cut).stages().forEach(
                stage -> new GraphVerifier(WEIGHTS, Map.of(), 1e9).run(Pipelines.onnxServing(WEIGHTS, true), stage.graph()));
    }

    @Test
    void foldingAndFusionKeepNumbersSoThatCompiledNamesStay() {
        Graph graph = network();
        Graph after = Pipelines.onnxExport(WEIGHTS).run(graph);
        assertThat(after.values()).hasSameSizeAs(graph.values());
        graph.outputs().forEach((name, value) -> assertThat(after.outputs().get(name).id()).isEqualTo(value.id()));
    }

    @Test
    void theVerifierFindsWhatAPassGetsWrong() {
        Graph graph = network();
        assertFound(graph, "another number", g -> Rewriter.rewrite(g, (rewriter, value) -> {
            if (value.op() instanceof Op.LeakyRelu)
                rewriter.replace(value, rewriter.of(value.operands().getFirst()).leakyRelu(0.3));
            else
                rewriter.copy(value);
        }));
        assertFound(graph, "another output", g -> {
            Graph other = Rewriter.rewrite(g, Rewriter::copy);
            other.output("more", other.inputs().get("x"));
            return other;
        });
        assertFound(graph, "an orphan", g -> {
            Graph other = Rewriter.rewrite(g, Rewriter::copy);
            other.inputs().get("x").sin();
            return other;
        });
        assertFound(graph, "another input", g -> {
            Graph other = Rewriter.rewrite(g, Rewriter::copy);
            other.input("y", 1);
            return other;
        });
        assertFound(graph, "no updates and no cuts", g -> {
            Graph other = new Graph();
            Rewriter rewriter = new Rewriter(other);
            g.values().forEach(rewriter::copy);
            g.outputs().forEach((name, value) -> other.output(name, rewriter.of(value)));
            return other;
        });
        assertFound(graph, "constants that were not folded", Set.of(Condition.CONSTANTS_FOLDED),
                g -> Rewriter.rewrite(g, Rewriter::copy));
    }

    private static void assertFound(Graph graph, String name, UnaryOperator<Graph> wrong) {
        assertFound(graph, name, Set.of(), wrong);
    }

    private static void assertFound(Graph graph, String name, Set<Condition> establishes, UnaryOperator<Graph> wrong) {
        Pass pass = new Pass() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Set<Condition> establishes() {
                return establishes;
            }

            @Override
            public Graph apply(Graph given) {
                return wrong.apply(given);
            }
        };
        Pipeline pipeline = new Pipeline("wrong", Set.of(), List.of(pass));
        assertThatThrownBy(() -> new GraphVerifier(WEIGHTS, Map.of(), 1e9).run(pipeline, graph)).as(name)
                .isInstanceOf(AssertionError.class);
    }

    /** A bit of everything that passes look for. */
    private static Graph network() {
        Graph graph = new Graph();
        Value kernel = graph.parameter("a.weight", Shape.of(128, 3, 1, 1), Initializer.STANDARD_NORMAL).mul(0.5);
        Value x = InstanceNorm.of(graph.input("x", 1, 3, 16, 16).conv2d(kernel, Padding.NONE)).leakyRelu(0.2);
        Value mean = graph.parameter(new Op.Parameter("mean", Shape.of(), Initializer.ZERO, false));
        graph.update(mean, mean.mul(0.9).add(x.meanAll().mul(0.1)));
        graph.cut("first", x.slice(1, 0, 3));
        Value deep = graph.parameter("b.weight", Shape.of(128, 128, 3, 3), Initializer.STANDARD_NORMAL).mul(1 / 34.0);
        Value y = x.conv2d(deep, Padding.all(1));
        Value up = graph.parameter("c.weight", Shape.of(128, 3, 4, 4), Initializer.STANDARD_NORMAL);
        graph.output("picture", y.convTranspose2d(up, 2, Padding.all(1), 0, 1).tanh());
        graph.output("scale", kernel.square().sum(1, 2, 3));
        return graph;
    }
}
