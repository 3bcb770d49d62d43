package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.family.style.stylegan2.MadeUpStyleGan2;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Value;

class MemoryDemandTest {
    private static final double GIB = 1 << 30;

    /** 21 kB: 70 layers of 2240 px, whose tensors repeat their numbers. */
    @Test
    void aSmallFileThatWantsAllMemoryIsNotDrawn() throws Exception {
        Path file = Path.of(MemoryDemandTest.class.getResource("/fixtures/dcgan_deep70_2240px.pt").toURI());
        OpenResult result = Families.installed().open(file, Map.of(), _ -> {}, () -> false);
        Model model = ((OpenResult.Ready) result).model();
        try (GraphRenderer renderer = new GraphRenderer((NetworkModel) model, RenderSettings.DEFAULT)) {
            assertThat(renderer.demand().bytes()).isGreaterThan(16 * GIB);
            assertThat(renderer.demand().isBeyond(16 * GIB)).isTrue();
            if (renderer.demand().isBeyondThisMachine())
                assertThat(renderer.render(model.initial())).isInstanceOfSatisfying(RenderResult.Failed.class, failed -> {
                    assertThat(failed.cause()).isInstanceOf(MemoryDemand.Beyond.class);
                    assertThat(failed.sentence()).contains("GB of memory", "not drawn");
                });
            assertThat(renderer.runs()).containsOnly(0);
        }
    }

    /** Kernels that are transformed once, before the first picture, are four times as large and stay; they are no results of a run. */
    @Test
    void whatIsWorkedOutFromWeightsCountsAsTheEngineKeepsIt() {
        Graph graph = new Graph();
        Value kernel = graph.parameter(new Op.Parameter("kernel", Shape.of(128, 128, 3, 3), Initializer.ZERO, true));
        graph.output("y", graph.input("x", 1, 128, 32, 32).conv2d(kernel, 1, Op.Padding.all(1), 1));
        Network network = new Network(graph, _ -> {
            throw new AssertionError("a weight was read");
        });
        MemoryDemand demand = ServedNetwork.of(network, RenderSettings.DEFAULT).demand();
        double kernels = 4.0 * 128 * 128 * 36;
        double pictures = 4.0 * 128 * 32 * 32;
        assertThat(demand.weights()).isBetween(kernels, kernels + pictures);
        assertThat(demand.results()).isLessThan(12 * pictures);
        assertThat(MemoryDemand.ofWriting(graph).weights()).isEqualTo(kernels / 4);
    }

    @Test
    void anOrdinaryModelIsDrawnWithoutAQuestion() {
        NetworkModel model = MadeUpStyleGan2.of(_ -> {}).open();
        try (GraphRenderer renderer = new GraphRenderer(model, RenderSettings.DEFAULT)) {
            assertThat(renderer.demand().isBeyond(2 * GIB)).isFalse();
            assertThat(renderer.render(model.initial())).isInstanceOf(Frame.class);
        }
    }

    @Test
    void manyNumbersManyResultsAndMuchWorkAreEachTooMuch() {
        assertThat(new MemoryDemand(8 * GIB, 0, 0).isBeyond(16 * GIB)).isTrue();
        assertThat(new MemoryDemand(0, 12 * GIB, 0).isBeyond(16 * GIB)).isTrue();
        assertThat(new MemoryDemand(0, 0, 1e14).isBeyond(16 * GIB)).isTrue();
        assertThat(new MemoryDemand(GIB, GIB, 1e12).isBeyond(16 * GIB)).isFalse();
    }

    @Test
    void whatAPersonAllowsIsNotRefused() {
        NetworkModel model = MadeUpStyleGan2.of(_ -> {}).open();
        try (GraphRenderer renderer = new GraphRenderer(model, RenderSettings.DEFAULT)) {
            renderer.allowAnyDemand();
            assertThat(renderer.render(model.initial())).isInstanceOf(Frame.class);
        }
    }
}
