package meander.models.render;

import java.util.Arrays;
import java.util.function.IntFunction;

import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.latent.WOffsets;
import meander.models.request.RenderRequest;

/**
 * Times what a hand on a slider feels, beside the fastest that this machine multiplies matrices, measured before and after in the
 * same run through the same engine.
 */
public final class RenderBenchmark {
    private static final int MATRIX = 2048;

    private final RenderSettings settings;
    private final int rounds;

    /** @param rounds how often each figure is taken; the fastest and the middle one are reported */
    public RenderBenchmark(RenderSettings settings, int rounds) {
        this.settings = settings;
        this.rounds = rounds;
    }

    /**
     * How long something takes.
     *
     * @param fastest of all rounds, in ms
     * @param median  of all rounds, in ms
     * @param gflop   what ran for it, convolutions counted directly, in 10⁹
     */
    public record Timing(double fastest, double median, double gflop) {
        /** The share of a peak of 10⁹ FLOP per second that the fastest round reached. */
        public double shareOf(double peak) {
            return gflop / fastest * 1e3 / peak;
        }
    }

    /**
     * What one model takes.
     *
     * @param width        of the picture
     * @param peak         10⁹ FLOP per second of a {@value #MATRIX}³ matrix product on this machine
     * @param open         building the graph, once, in ms
     * @param first        the first picture, the engine's preparation included, once, in ms
     * @param full         a full picture of another seed
     * @param preview      a preview of another seed
     * @param previewWidth how wide that preview is
     * @param lastBlock    a full picture when only the w of the last resolution's three layers changed
     * @param lastLayers   a full picture when only the w of the last convolution and of the last toRGB changed
     */
    public record Report(int width, double peak, double open, double first, Timing full, Timing preview, int previewWidth,
            Timing lastBlock, Timing lastLayers) {}

    /** @param opening builds the model from scratch at each call */
    public Report run(IntFunction<NetworkModel> opening) {
        double peak = peak();
        long start = System.nanoTime();
        NetworkModel model = opening.apply(0);
        double open = millisSince(start);
        try (GraphRenderer renderer = new GraphRenderer(model, settings)) {
            start = System.nanoTime();
            frame(renderer.render(model.initial()));
            double first = millisSince(start);
            renderer.render(model.initial().withSeed(1)); // the second run of a session is the first without set-up

            Timing full = time(renderer, i -> renderer.render(model.initial().withSeed(2 + i)));
            int[] width = {0};
            Timing preview = time(renderer, i -> {
                Frame frame = preview(renderer, model.initial().withSeed(1000 + i));
                width[0] = frame.width();
                return frame;
            });
            renderer.render(model.initial());
            Timing lastBlock = time(renderer, i -> renderer.render(edited(model, 3, i)));
            Timing lastLayers = time(renderer, i -> renderer.render(edited(model, 2, i)));
            return new Report(model.info().width(), Math.max(peak, peak()), open, first, full, preview, width[0], lastBlock,
                    lastLayers);
        }
    }

    /** The first picture with another w in its last layers. */
    private static RenderRequest edited(Model model, int lastLayers, int round) {
        WOffsets edits = WOffsets.NONE;
        int layers = model.info().layers();
        for (int layer = layers - lastLayers; layer < layers; layer++)
            edits = edits.with(layer, 0, 0.1 * (round + 1));
        return model.initial().withWOffsets(edits);
    }

    private static Frame preview(Renderer renderer, RenderRequest request) {
        return frame(renderer.render(request, Renderer.Quality.PREVIEW, () -> false, _ -> {}));
    }

    private Timing time(GraphRenderer renderer, IntFunction<RenderResult> work) {
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            frame(work.apply(i));
            millis[i] = millisSince(start);
        }
        Arrays.sort(millis);
        return new Timing(millis[0], millis[rounds / 2], renderer.work() / 1e9);
    }

    private static Frame frame(RenderResult result) {
        return switch (result) {
            case Frame frame -> frame;
            case RenderResult.Failed failed -> throw new IllegalStateException(failed.sentence(), failed.cause());
            case RenderResult.Superseded _ -> throw new IllegalStateException("nothing was newer");
        };
    }

    private double peak() {
        try (MatrixProduct product = new MatrixProduct(MATRIX, settings)) {
            return product.peak(2 * rounds);
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
