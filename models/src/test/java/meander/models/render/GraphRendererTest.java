package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.style.stylegan2.MadeUpStyleGan2;
import meander.models.family.style.stylegan2.NaiveStyleGan2;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Op.Padding;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Shape;
import meander.models.graph.Stages;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.NumpyRandom;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.render.Renderer.Quality;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** On a network of 128 px that splits into three stages: to 32 px, to 64 px (layers 7, 8 and 9) and to 128 px (9, 10 and 11). */
class GraphRendererTest {
    private static final MadeUpStyleGan2 MADE = MadeUpStyleGan2.of(s -> {
        s.channels = MadeUpStyleGan2.channels(4, 4, 3, 3, 2, 2);
        s.cDim = 3;
    });
    private static final NetworkModel MODEL = MADE.open();
    private static final RenderRequest REQUEST = MODEL.initial().withSeed(5);

    @Test
    void theSameRequestTwiceRunsNothing() {
        try (GraphRenderer renderer = renderer(33)) {
            Tensor first = full(renderer, REQUEST);
            assertThat(renderer.runs()).containsExactly(1, 1, 1);
            assertThat(full(renderer, REQUEST.withSlider("of another family", 1))).isEqualTo(first);
            assertThat(renderer.runs()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void aChangeOfALateWRunsLateStagesAlone() {
        try (GraphRenderer renderer = renderer(33)) {
            full(renderer, REQUEST);
            Tensor last = full(renderer, REQUEST.withWOffsets(REQUEST.wOffsets().with(11, 0, 2)));
            assertThat(renderer.runs()).containsExactly(1, 1, 2);
            assertThat(last).isEqualTo(alone(REQUEST.withWOffsets(REQUEST.wOffsets().with(11, 0, 2))));
            full(renderer, REQUEST.withWOffsets(REQUEST.wOffsets().with(10, 0, 2)));
            assertThat(renderer.runs()).containsExactly(1, 1, 3);
            Tensor middle = full(renderer, REQUEST.withWOffsets(REQUEST.wOffsets().with(8, 0, 2)));
            assertThat(renderer.runs()).containsExactly(1, 2, 4);
            assertThat(middle).isEqualTo(alone(REQUEST.withWOffsets(REQUEST.wOffsets().with(8, 0, 2))));
            full(renderer, REQUEST.withWOffsets(REQUEST.wOffsets().with(0, 0, 2)));
            assertThat(renderer.runs()).containsExactly(2, 3, 5);
        }
    }

    @Test
    void aChangeOfLateNoiseRunsLateStagesAlone() {
        try (GraphRenderer renderer = renderer(33)) {
            Tensor before = full(renderer, REQUEST);
            RenderRequest louder = REQUEST.withNoise(REQUEST.noise().withLayerStrength(10, 2));
            assertThat(full(renderer, louder)).isNotEqualTo(before).isEqualTo(alone(louder));
            assertThat(renderer.runs()).containsExactly(1, 1, 2);
            full(renderer, REQUEST.withNoise(REQUEST.noise().withLayerStrength(7, 2)));
            assertThat(renderer.runs()).containsExactly(1, 2, 3);
            full(renderer, REQUEST.withNoise(REQUEST.noise().withMode(Noise.Mode.RANDOM)));
            assertThat(renderer.runs()).containsExactly(2, 3, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64, 128})
    void aPreviewIsThePictureOfTheSizeThatThereIsTimeForAndIsFollowedByTheFullOne(int width) {
        double millis = millisFor(width);
        try (GraphRenderer renderer = renderer(millis)) {
            Frame preview = (Frame) renderer.render(REQUEST, Quality.PREVIEW, () -> false, _ -> {
                throw new AssertionError("a preview has none before it");
            });
            assertThat(preview.width()).isEqualTo(width);
            assertThat(preview.height()).isEqualTo(width);
            assertThat(preview.full()).isEqualTo(width == 128);
            double[][] w = doubles(renderer.styles(REQUEST));
            double[] strengths = new double[11];
            Arrays.fill(strengths, 1);
            List<double[][]> pictures = NaiveStyleGan2.synthesis(MADE, w, strengths); // from 4 px up
            double[] expected = Arrays.stream(pictures.get(Integer.numberOfTrailingZeros(width) - 2))
                    .flatMapToDouble(Arrays::stream).toArray();
            assertThat(ReferenceInterpreter.error(preview.pixels(),
                    new ReferenceInterpreter.Array(new int[]{3, width, width}, expected))).isLessThan(1e-5);
            assertThat(full(renderer, REQUEST)).isEqualTo(alone(REQUEST));
            assertThat(renderer.runs()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void sharperPicturesComeCoarsestFirstAndTheLastIsTheResult() {
        try (GraphRenderer renderer = renderer(0)) {
            List<Frame> refined = new ArrayList<>();
            Frame last = (Frame) renderer.render(REQUEST, Quality.FULL, () -> false, refined::add);
            assertThat(refined).extracting(Frame::width).containsExactly(32, 64);
            assertThat(refined).noneMatch(Frame::full).allMatch(frame -> frame.request().equals(REQUEST));
            assertThat(last.width()).isEqualTo(128);
            assertThat(last.full()).isTrue();
        }
        try (GraphRenderer renderer = renderer(Double.POSITIVE_INFINITY)) {
            renderer.render(REQUEST, Quality.FULL, () -> false, _ -> {
                throw new AssertionError("the full picture is there in time");
            });
        }
    }

    @Test
    void whatANewerRequestSupersedesStopsBetweenStagesAndTheNextIsRight() {
        RenderRequest other = REQUEST.withSeed(6);
        Tensor expected = alone(REQUEST);
        for (int stop = 0; stop < 3; stop++) {
            int stages = stop;
            try (GraphRenderer renderer = renderer(33)) {
                full(renderer, REQUEST);
                AtomicInteger asked = new AtomicInteger();
                RenderResult result = renderer.render(other, Quality.FULL, () -> asked.getAndIncrement() == stages, _ -> {});
                assertThat(result).isInstanceOf(RenderResult.Superseded.class);
                assertThat(renderer.runs().stream().mapToInt(Integer::intValue).sum()).isEqualTo(3 + stages);
                assertThat(full(renderer, REQUEST)).isEqualTo(expected);
                assertThat(full(renderer, other)).isEqualTo(alone(other));
            }
        }
    }

    @Test
    void aRequestThatDoesNotSuitIsASentenceAndTheNextWorks() {
        try (GraphRenderer renderer = renderer(33)) {
            RenderRequest given = REQUEST.withStyles(Optional.of(Tensor.zeros(3, 5)));
            assertThat(renderer.render(given)).isInstanceOfSatisfying(RenderResult.Failed.class,
                    failed -> assertThat(failed.sentence()).isEqualTo("The given w is [3,5], but this network takes [12,5]."));
            assertThat(renderer.render(REQUEST.withClasses(ClassMix.of(3)))).isInstanceOfSatisfying(RenderResult.Failed.class,
                    failed -> assertThat(failed.sentence()).isEqualTo("class 3 of a network with 3 classes"));
            assertThat(renderer.runs()).containsExactly(0, 0, 0);
            assertThat(full(renderer, REQUEST)).isEqualTo(alone(REQUEST));
            renderer.render(given);
            assertThat(full(renderer, REQUEST)).isEqualTo(alone(REQUEST));
            assertThat(renderer.runs()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void whatTheEngineRefusesIsASentenceToo() {
        Graph graph = new Graph();
        Value x = graph.input("x", 1, 1, 4, 4);
        graph.output(Model.PICTURE, x.add(1));
        Toy wrong = new Toy(graph, Map.of("x", Tensor.zeros(1, 1, 4, 5)));
        try (GraphRenderer renderer = new GraphRenderer(wrong, RenderSettings.DEFAULT)) {
            assertThat(renderer.render(RenderRequest.DEFAULT)).isInstanceOfSatisfying(RenderResult.Failed.class,
                    failed -> assertThat(failed.sentence()).startsWith("The engine could not draw this picture"));
            wrong.inputs.set(Map.of("x", Tensor.full(1, 1, 1, 4, 4)));
            assertThat(full(renderer, RenderRequest.DEFAULT)).isEqualTo(Tensor.full(2, 1, 4, 4));
        }
    }

    @Test
    void aPictureMayBeginWithWeightsAlone() {
        Graph graph = new Graph();
        Value constant = graph.constant(Tensor.full(1, 1, 1, 32, 32));
        Value first = constant.conv2d(graph.constant(Tensor.full(2, 1, 1, 1, 1)), Padding.NONE);
        graph.cut("32 px", first);
        graph.output(Model.PICTURE, first.add(graph.input("x", 1, 1, 32, 32)));
        Toy toy = new Toy(graph, Map.of("x", Tensor.full(3, 1, 1, 32, 32)));
        try (GraphRenderer renderer = new GraphRenderer(toy, new RenderSettings(RenderSettings.Device.CPU, 1, 33))) {
            assertThat(full(renderer, RenderRequest.DEFAULT)).isEqualTo(Tensor.full(5, 1, 32, 32));
            toy.inputs.set(Map.of("x", Tensor.full(4, 1, 1, 32, 32)));
            assertThat(full(renderer, RenderRequest.DEFAULT)).isEqualTo(Tensor.full(6, 1, 32, 32));
            assertThat(renderer.runs()).containsExactly(2);
        }
    }

    @Test
    void aPointBetweenTwoSeedsLiesOnTheLineBetweenTheirW() {
        RenderRequest plain = REQUEST.withTruncation(Truncation.NONE);
        try (GraphRenderer renderer = renderer(33)) {
            float[] a = renderer.styles(plain.withSeed(5)).data();
            float[] b = renderer.styles(plain.withSeed(6)).data();
            float[] between = renderer.styles(plain.withPoint(new SeedPlanePoint(5, 0.25, 0))).data();
            for (int i = 0; i < a.length; i++)
                assertThat((double) between[i]).isCloseTo(0.75 * a[i] + 0.25 * b[i], within(1e-6));
            assertThat(a).isNotEqualTo(b);
        }
    }

    @Test
    void halfAndHalfOfTwoClassesIsTheirMeanLabel() {
        double[] z = new NumpyRandom(5).randn(6);
        double[] expected = NaiveStyleGan2.mapping(MADE, z, new double[]{0.5, 0, 0.5});
        RenderRequest plain = REQUEST.withTruncation(Truncation.NONE);
        try (GraphRenderer renderer = renderer(33)) {
            for (double weight : new double[]{0.5, 3}) {
                float[] w = renderer.styles(plain.withClasses(new ClassMix(new TreeMap<>(Map.of(0, weight, 2, weight))))).data();
                for (int i = 0; i < w.length; i++)
                    assertThat((double) w[i]).isCloseTo(expected[i % 5], within(1e-5));
            }
        }
    }

    @Test
    void aDonorsLayersAreThoseOfItsOwnPicture() {
        StyleMix mix = StyleMix.NONE.withDonor(9).withLayer(10, 1).withWeights(11, List.of(1.0, 3.0));
        try (GraphRenderer renderer = renderer(33)) {
            float[] own = renderer.styles(REQUEST).data();
            float[] donor = renderer.styles(REQUEST.withSeed(9)).data();
            float[] mixed = renderer.styles(REQUEST.withMix(mix)).data();
            for (int i = 0; i < own.length; i++)
                assertThat((double) mixed[i]).isCloseTo(switch (i / 5) {
                    case 10 -> donor[i];
                    case 11 -> 0.25 * own[i] + 0.75 * donor[i];
                    default -> own[i];
                }, within(1e-6));
            full(renderer, REQUEST);
            full(renderer, REQUEST.withMix(mix));
            assertThat(renderer.runs()).containsExactly(1, 1, 2);
        }
    }

    @Test
    void fastConvolutionsOfDeepLayersDrawTheSamePicture() {
        // 128 feature maps at 16 px are convolved by Winograd's algorithm.
        MadeUpStyleGan2 deep = MadeUpStyleGan2.of(s -> s.channels = MadeUpStyleGan2.channels(8, 8, 128, 4));
        try (GraphRenderer renderer = new GraphRenderer(deep.open(), RenderSettings.DEFAULT)) {
            Tensor picture = full(renderer, RenderRequest.DEFAULT);
            double[] strengths = {1, 1, 1, 1, 1, 1, 1};
            double[][] expected = NaiveStyleGan2.synthesis(deep, doubles(renderer.styles(RenderRequest.DEFAULT)), strengths)
                    .getLast();
            assertThat(ReferenceInterpreter.error(picture, new ReferenceInterpreter.Array(new int[]{3, 32, 32},
                    Arrays.stream(expected).flatMapToDouble(Arrays::stream).toArray()))).isLessThan(1e-5);
        }
    }

    @Test
    void closingOneRendererLeavesOthersAlone() {
        try (GraphRenderer used = renderer(33)) {
            Tensor before = full(used, REQUEST);
            renderer(33).close();
            alone(REQUEST);
            full(used, REQUEST.withSeed(6));
            assertThat(full(used, REQUEST)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg2ada_tiny32.pkl", "sg2ada_cond_tiny32_proto3.pkl"})
    void threadsDoNotChangeThePicture(String file) {
        NetworkModel model = Fixtures.open(Fixtures.path(file));
        try (GraphRenderer one = new GraphRenderer(model, new RenderSettings(RenderSettings.Device.CPU, 1, 33));
                GraphRenderer all = new GraphRenderer(model, RenderSettings.DEFAULT)) {
            Tensor picture = full(one, model.initial());
            assertThat(Fixtures.distance(full(all, model.initial()).data(), picture.data())).isLessThan(1e-5);
        }
    }

    /** Frame time in which the cost model lets a preview get as far as a width, before anything was measured. */
    private static double millisFor(int width) {
        List<Stages.Stage> stages = Stages.economical(MODEL.picture().graph(), 32, 1e8).stages();
        assertThat(stages).hasSize(3);
        PreviewBudget pace = new PreviewBudget(stages);
        double millis = 0.01;
        for (int i = 0; i < stages.size(); i++)
            if (stages.get(i).graph().outputs().get(i == 2 ? Model.PICTURE : "preview").shape().dim(3) <= width)
                millis += pace.millis(i);
        return millis;
    }

    private static GraphRenderer renderer(double frameMillis) {
        return new GraphRenderer(MODEL, new RenderSettings(RenderSettings.Device.CPU, 1, frameMillis));
    }

    private static Tensor full(GraphRenderer renderer, RenderRequest request) {
        return switch (renderer.render(request)) {
            case Frame frame -> {
                assertThat(frame.full()).isTrue();
                assertThat(frame.request()).isEqualTo(request);
                yield frame.pixels();
            }
            case RenderResult.Failed failed -> throw new AssertionError(failed.sentence(), failed.cause());
            case RenderResult.Superseded _ -> throw new AssertionError("nothing was newer");
        };
    }

    /** By a renderer that has drawn nothing else. */
    private static Tensor alone(RenderRequest request) {
        try (GraphRenderer renderer = renderer(33)) {
            return full(renderer, request);
        }
    }

    private static double[][] doubles(Tensor styles) {
        int wDim = styles.shape().dim(1);
        double[][] w = new double[styles.shape().dim(0)][wDim];
        for (int i = 0; i < styles.data().length; i++)
            w[i / wDim][i % wDim] = styles.data()[i];
        return w;
    }

    /** A model that is nothing but a graph and its inputs. */
    private record Toy(Network picture, AtomicReference<Map<String, Tensor>> inputs) implements NetworkModel {
        Toy(Graph graph, Map<String, Tensor> inputs) {
            this(new Network(graph, Weights.of(Map.of())), new AtomicReference<>(inputs));
        }

        @Override
        public ModelInfo info() {
            Shape shape = picture.graph().outputs().get(PICTURE).shape();
            return new ModelInfo(Path.of("toy"), "Toy", "", shape.dim(3), shape.dim(2), shape.dim(1), 0, 0, 0, 0, 0, List.of());
        }

        @Override
        public List<Control> controls() {
            return List.of();
        }

        @Override
        public RenderRequest initial() {
            return RenderRequest.DEFAULT;
        }

        @Override
        public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
            return inputs.get();
        }
    }
}
