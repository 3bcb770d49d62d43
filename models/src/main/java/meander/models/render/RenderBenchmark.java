package meander.models.render;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;

import ai.djl.ndarray.NDArray;

import meander.models.family.Model;
import meander.models.graph.Cost;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.latent.Edits;

/**
 * Times what a hand on a slider feels, beside the fastest that this machine multiplies matrices, measured before and after in the
 * same run through the same engine.
 */
public final class RenderBenchmark {
    private static final int MATRIX = 2048;
    private static final int EXACT = Integer.MAX_VALUE;

    private final RenderSettings settings;
    private final int rounds;

    /** @param rounds how often each figure is taken; the fastest and the middle one are reported */
    public RenderBenchmark(RenderSettings settings, int rounds) {
        this.settings = settings;
        this.rounds = rounds;
    }

    /** A time in ms. */
    public record Timing(double fastest, double median) {
        private static Timing of(double[] millis) {
            double[] sorted = millis.clone();
            Arrays.sort(sorted);
            return new Timing(sorted[0], sorted[sorted.length / 2]);
        }
    }

    /**
     * What one model takes.
     *
     * @param width        of the picture
     * @param gflop        of one picture, convolutions counted directly, in 10⁹
     * @param peak         10⁹ FLOP per second of a {@value #MATRIX}³ matrix product on this machine
     * @param open         building the graph, once, in ms
     * @param first        the first picture, the engine's preparation included, once, in ms
     * @param full         a full picture of another seed
     * @param preview      a preview of another seed
     * @param previewWidth how wide that preview is
     * @param lastBlock    a full picture when only the w of the last resolution's layers changed
     */
    public record Report(int width, double gflop, double peak, double open, double first, Timing full, Timing preview,
            int previewWidth, Timing lastBlock) {
        /** The share of the machine's peak that a time of a full picture amounts to, by direct-convolution count. */
        public double shareOfPeak(double millis) {
            return gflop / millis * 1e3 / peak;
        }
    }

    /** @param opening builds the model from scratch at each call */
    public Report run(IntFunction<Model> opening) {
        double peak = peak();
        long start = System.nanoTime();
        Model model = opening.apply(0);
        double open = millisSince(start);
        try (Renderer renderer = Renderers.open(model, settings)) {
            start = System.nanoTime();
            frame(renderer.render(model.initial()));
            double first = millisSince(start);
            renderer.render(model.initial().withSeed(1)); // the second run of a session is the first without set-up

            Timing full = Timing.of(timings(i -> renderer.render(model.initial().withSeed(2 + i))));
            int[] width = {0};
            Timing preview = Timing.of(timings(i -> {
                Frame frame = preview(renderer, model.initial().withSeed(EXACT - 1L - i));
                width[0] = frame.width();
                return frame;
            }));
            renderer.render(model.initial());
            int layers = model.info().layers();
            Timing lastBlock = Timing.of(timings(i -> {
                Edits edits = Edits.NONE;
                for (int layer = Math.max(0, layers - 3); layer < layers; layer++)
                    edits = edits.withWPlus(layer, 0, 0.1 * (i + 1));
                return renderer.render(model.initial().withEdits(edits));
            }));
            double gflop = Cost.of(model.picture().graph()).flops() / 1e9;
            return new Report(model.info().width(), gflop, Math.max(peak, peak()), open, first, full, preview, width[0],
                    lastBlock);
        }
    }

    private static Frame preview(Renderer renderer, RenderRequest request) {
        return frame(renderer.render(request, Renderer.Quality.PREVIEW, () -> false, _ -> {}));
    }

    private double[] timings(IntFunction<RenderResult> work) {
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            frame(work.apply(i));
            millis[i] = millisSince(start);
        }
        return millis;
    }

    private static Frame frame(RenderResult result) {
        return switch (result) {
            case Frame frame -> frame;
            case RenderResult.Failed(String sentence, Throwable cause) -> throw new IllegalStateException(sentence, cause);
            case RenderResult.Superseded _ -> throw new IllegalStateException("nothing was newer");
        };
    }

    /** The fastest product of two {@value #MATRIX}² matrices, in 10⁹ FLOP per second. */
    private double peak() {
        Graph graph = new Graph();
        Value b = graph.parameter("b", Shape.of(MATRIX, MATRIX), Initializer.STANDARD_NORMAL);
        graph.output("c", graph.input("a", MATRIX, MATRIX).matmul(b));
        try (OnnxSession session = new OnnxSession(new Network(graph, Weights.untrained(0)), settings)) {
            Map<String, NDArray> a = Map.of("a", OnnxSession.array(session.manager(), Tensor.full(1, MATRIX, MATRIX)));
            double fastest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 2 * rounds; i++) {
                long start = System.nanoTime();
                session.run(a).values().forEach(NDArray::close);
                fastest = Math.min(fastest, millisSince(start));
            }
            return 2.0 * MATRIX * MATRIX * MATRIX / fastest / 1e6;
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
