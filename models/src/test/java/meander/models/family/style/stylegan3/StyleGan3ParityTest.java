package meander.models.family.style.stylegan3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.StrictLoader;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Rewriter;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.latent.NumpyRandom;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.render.Frame;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against outputs of the official PyTorch code on the CPU, at the tolerances of the fixtures' README. */
class StyleGan3ParityTest {
    private static final String[] SEEDS = {"0", "7"};

    @ParameterizedTest
    @ValueSource(strings = {"sg3t_tiny32", "sg3r_tiny32"})
    void drawsWhatTheOfficialCodeDraws(String name) {
        Path references = Fixtures.path("ref/" + name);
        try (Renderer renderer = open(name)) {
            for (String seed : SEEDS) {
                int zDim = renderer.model().info().zDim();
                assertThat(new NumpyRandom(Long.parseLong(seed)).randn(zDim))
                        .containsExactly(Fixtures.array(references.resolve("z_seed" + seed + ".npy")).doubles());
                for (String psi : new String[]{"1", "0.7", "0.7_cutoff4"}) {
                    RenderRequest request = RenderRequest.DEFAULT.withSeed(Long.parseLong(seed)).withTruncation(truncation(psi));
                    Path styles = references.resolve("ws_seed" + seed + "_psi" + psi + ".npy");
                    Parity.check(renderer.styles(request).data(), styles, Parity.STYLES);
                    near(renderer, request, references.resolve("img_seed" + seed + "_psi" + psi + ".npy"));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"sg3t_tiny32,0", "sg3t_tiny32,1", "sg3r_tiny32,0", "sg3r_tiny32,1"})
    void movesAndTurnsAsTheOfficialCodeDoes(String name, int transform) {
        Path references = Fixtures.path("ref/" + name);
        double[] hand = Fixtures.array(references.resolve("transform" + transform + "_translate_angle.npy")).doubles();
        float[] matrix = Fixtures.array(references.resolve("transform" + transform + "_matrix_inv.npy")).floats();
        try (Renderer renderer = open(name)) {
            RenderRequest request = RenderRequest.DEFAULT.withTruncation(truncation("0.7"));
            List<Control.Slider> sliders = transformOf((NetworkModel) renderer.model()).sliders();
            for (int i = 0; i < 3; i++)
                request = request.withSlider(sliders.get(i).id(), hand[i]);
            Tensor fed = ((NetworkModel) renderer.model())
                    .inputs(request, (network, _) -> Map.of("w", Tensor.zeros(network.graph().outputs().get("w").shape().dims())))
                    .get("transform");
            assertThat(Fixtures.distance(fed.data(), matrix)).isLessThan(1e-7);
            for (String seed : SEEDS)
                near(renderer, request.withSeed(Long.parseLong(seed)),
                        references.resolve("img_seed" + seed + "_psi0.7_transform" + transform + ".npy"));
        }
    }

    @Test
    void mixesStylesAsTheOfficialCodeDoes() {
        Path references = Fixtures.path("ref/sg3t_tiny32");
        long[] pair = Fixtures.array(references.resolve("mix_row_col.npy")).longs();
        StyleMix mix = StyleMix.NONE.withDonor(pair[1]);
        for (long layer : Fixtures.array(references.resolve("mix_col_styles.npy")).longs())
            mix = mix.withLayer((int) layer, 1);
        RenderRequest request = RenderRequest.DEFAULT.withSeed(pair[0]).withTruncation(truncation("0.7")).withMix(mix);
        try (Renderer renderer = open("sg3t_tiny32")) {
            Parity.check(renderer.styles(request).data(), references.resolve("mix_ws.npy"), Parity.STYLES);
            near(renderer, request, references.resolve("mix_img.npy"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg3t_tiny32", "sg3r_tiny32"})
    void roundsToTheSameBytes(String name) {
        long[] expected = Fixtures.array(Fixtures.path("ref/" + name + "/img_seed0_psi0.7_uint8_NHWC.npy")).longs();
        try (Renderer renderer = open(name)) {
            float[] drawn = Parity.draw(renderer, RenderRequest.DEFAULT.withTruncation(truncation("0.7"))).data();
            int plane = drawn.length / 3;
            int different = 0;
            for (int i = 0; i < expected.length; i++) {
                long off = Math.abs(Frame.level(drawn[i % 3 * plane + i / 3]) - expected[i]);
                assertThat(off).isLessThanOrEqualTo(1);
                if (off > 0) different++;
            }
            assertThat(different).isLessThanOrEqualTo(expected.length / 1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg3t_tiny32", "sg3r_tiny32"})
    void everyLayerGivesWhatTheOfficialOneGives(String name) throws IOException {
        List<Path> references;
        try (var files = Files.list(Fixtures.path("ref/" + name))) {
            references = files.filter(path -> path.getFileName().toString().startsWith("layer_")).toList();
        }
        assertThat(references).hasSize(4);
        Checkpoint checkpoint = (Checkpoint) Checkpoints.open(Fixtures.path(name + ".pkl"));
        StateDict stored = checkpoint.networks().get("G_ema");
        StyleGan3 definition = new StyleGan3Config(stored, new ArrayList<>()).read();
        NetworkModel whole = Fixtures.open(Fixtures.path(name + ".pkl"));
        for (Path reference : references) {
            String layer = reference.getFileName().toString().split("_")[1];
            Network part = part(definition, layer.equals("input") ? 0 : Integer.parseInt(layer.substring(1)) + 1,
                    StrictLoader.weights(stored));
            try (Renderer renderer = Renderers.open(new Part(whole, part), RenderSettings.DEFAULT)) {
                near(renderer, RenderRequest.DEFAULT.withTruncation(truncation("0.7")), reference);
            }
        }
    }

    /** The synthesis network up to a layer, of which the input is the first. */
    private static Network part(StyleGan3 definition, int layer, Weights weights) {
        Graph graph = new Graph();
        Value picture = definition.synthesis(Scope.root(graph), style -> graph.input("w" + style, 1, definition.mapping().wDim()),
                graph.input("transform", 1, 3, 3));
        boolean last = layer == graph.cuts().size();
        Value drawn = last ? picture.operands().getFirst() : graph.values().get(graph.cuts().get(layer).end() - 1);
        Graph whole = new Graph(); // in one stage, without the cuts
        Rewriter rewriter = new Rewriter(whole);
        graph.values().forEach(rewriter::copy);
        whole.output(Model.PICTURE, rewriter.of(drawn));
        return new Network(whole, weights);
    }

    /** A model of which only a part draws. */
    private record Part(NetworkModel whole, Network picture) implements NetworkModel {
        @Override
        public ModelInfo info() {
            return whole.info();
        }

        @Override
        public List<Control> controls() {
            return whole.controls();
        }

        @Override
        public RenderRequest initial() {
            return whole.initial();
        }

        @Override
        public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
            return whole.inputs(request, runner);
        }
    }

    private static Renderer open(String name) {
        return Renderers.open(Fixtures.open(Fixtures.path(name + ".pkl")), RenderSettings.DEFAULT);
    }

    private static Control.Transform transformOf(NetworkModel model) {
        return model.controls().stream().filter(Control.Transform.class::isInstance).map(Control.Transform.class::cast)
                .findFirst().orElseThrow();
    }

    private static void near(Renderer renderer, RenderRequest request, Path reference) {
        Parity.check(Parity.draw(renderer, request).data(), reference, Parity.PICTURE);
    }

    private static Truncation truncation(String psi) {
        String[] parts = psi.split("_cutoff");
        return new Truncation(Double.parseDouble(parts[0]),
                parts.length > 1 ? Integer.parseInt(parts[1]) : Truncation.ALL_LAYERS);
    }
}
