package meander.models.render;

import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.family.Translator.Traits;
import meander.models.graph.Tensor;
import meander.models.text.PhraseException;

/**
 * Runs a translator's network: whole where memory allows, else tile by tile. What a picture lacks to a size that the network takes is
 * mirrored around it and cut off again. A network to which all of a picture matters, such as a U-Net, is tiled at its own size only, so
 * that each tile is a picture as it knows them; and statistics that are those of the picture are those of each tile then.
 */
final class TiledTranslator implements PictureTranslator {
    /** More pixels are not translated, tiled or not. */
    static final int MOST_PIXELS = 64_000_000;
    /** What a network may hold at a time, in bytes. */
    private static final double MOST_BYTES = 1.2e9;
    /** The same for one that enlarges: it looks a few pixels around, so that tiles give the same picture. */
    private static final double MOST_BYTES_ENLARGING = 300e6;
    private static final int LARGEST_TILE = 1024;
    private static final int SMALLEST_TILE = 64;
    private static final int TILE_STEP = 16;
    /** Sizes whose sessions are kept. */
    private static final int KEPT = 6;
    /** Below this side a preview no longer shows what the picture will be. */
    private static final int SMALLEST_PREVIEW = 32;
    private static final int MOST_SHRINKING = 8;
    /** Before anything was measured: a modest core, in FLOP per ms. */
    private static final double FIRST_GUESS = 30e6;
    /** Weight of the newest measurement. */
    private static final double NEWEST = 0.3;

    private final Translator translator;
    private final Traits traits;
    private final TranslatorBackend engine;
    private final RenderSettings settings;
    private final double mostBytes;
    private final SequencedMap<Size, Timed> runs = new LinkedHashMap<>(KEPT, 0.75f, true);
    private final Map<Mode, Double> flops = new HashMap<>();
    private double rate; // FLOP per ms; 0 before anything was measured
    /** Whether the engine had to be prepared first, so that a time says nothing of the next. */
    private boolean cold;

    TiledTranslator(Translator translator, TranslatorBackend engine, RenderSettings settings) {
        this(translator, engine, settings, translator.traits().scale() > 1 ? MOST_BYTES_ENLARGING : MOST_BYTES);
    }

    TiledTranslator(Translator translator, TranslatorBackend engine, RenderSettings settings, double mostBytes) {
        this.mostBytes = mostBytes;
        this.translator = translator;
        this.engine = engine;
        this.traits = translator.traits();
        this.settings = settings;
    }

    private record Size(int height, int width, Mode mode) {}

    private static final class Stopped extends RuntimeException {}

    @Override
    public void allowAnyDemand() {
        engine.allowAnyDemand();
    }

    @Override
    public Translator translator() {
        return translator;
    }

    @Override
    public TranslateResult translate(TranslateRequest request, Renderer.Quality quality, BooleanSupplier superseded,
            DoubleConsumer progress) {
        long start = System.nanoTime();
        cold = false;
        try {
            check(request);
            Tensor picture = request.picture();
            int factor = quality == Renderer.Quality.PREVIEW ? shrinking(picture, request.mode()) : 1;
            Tensor small = factor > 1 ? ImageScaling.shrunk(picture, factor) : picture;
            Tensor result = whole(small, request, superseded, progress);
            if (factor > 1)
                result = ImageScaling.enlarged(result, factor, traits.scale() * ImageScaling.height(picture),
                        traits.scale() * ImageScaling.width(picture));
            return new TranslateResult.Translated(result, factor == 1, cold ? Double.NaN : (System.nanoTime() - start) / 1e6);
        } catch (Stopped e) {
            return new TranslateResult.Superseded();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new TranslateResult.Failed(e);
        } catch (OnnxSession.EngineException | OutOfMemoryError e) {
            forget();
            return new TranslateResult.Failed(e);
        }
    }

    private void check(TranslateRequest request) {
        Tensor picture = request.picture();
        if (picture.shape().rank() != 3 || picture.shape().dim(0) != traits.inputs())
            throw new PhraseException(RenderFault.OTHER_CHANNELS.with(traits.inputs(), picture.shape().toString()));
        int height = ImageScaling.height(picture);
        int width = ImageScaling.width(picture);
        if (height == 0 || width == 0) throw new PhraseException(RenderFault.NO_PIXELS.with());
        long pixels = (long) height * width * traits.scale() * traits.scale();
        if (pixels > MOST_PIXELS)
            throw new PhraseException(RenderFault.TOO_MANY_PIXELS.with(width, height, MOST_PIXELS / 1_000_000));
        if (!traits.modes().contains(request.mode()))
            throw new PhraseException(RenderFault.NO_SUCH_MODE.with(request.mode().toString()));
        if (request.tile() < 0) throw new PhraseException(RenderFault.TILE_SIDE.with(request.tile()));
    }

    /** By how much a picture must shrink for its translation to be there within a frame; 1 if it need not or cannot. */
    private int shrinking(Tensor picture, Mode mode) {
        int smallest = Math.max(SMALLEST_PREVIEW, traits.smallest());
        int factor = 1;
        while (factor < MOST_SHRINKING && millis(picture, factor, mode) > settings.frameMillis()
                && Math.min(ImageScaling.height(picture), ImageScaling.width(picture)) / (2 * factor) >= smallest)
            factor *= 2;
        return factor;
    }

    private double millis(Tensor picture, int factor, Mode mode) {
        double perPixel = flops.computeIfAbsent(mode, m -> {
            int side = roundedUp(Math.max(traits.smallest(), SMALLEST_PREVIEW));
            return engine.work(side, side, m) / side / side;
        });
        double pixels = (double) roundedUp(ImageScaling.height(picture) / factor)
                * roundedUp(ImageScaling.width(picture) / factor);
        return pixels * perPixel / (rate > 0 ? rate : FIRST_GUESS);
    }

    private int roundedUp(int side) {
        return Math.ceilDiv(Math.max(side, traits.smallest()), traits.multiple()) * traits.multiple();
    }

    private Tensor whole(Tensor picture, TranslateRequest request, BooleanSupplier superseded, DoubleConsumer progress) {
        int height = roundedUp(ImageScaling.height(picture));
        int width = roundedUp(ImageScaling.width(picture));
        int side = tile(height, width, request);
        TileLayout down = TileLayout.of(height, side, traits.margin(), traits.multiple());
        TileLayout across = TileLayout.of(width, side, traits.margin(), traits.multiple());
        Timed run = run(new Size(down.side(), across.side(), request.mode()));
        int tiles = down.starts().size() * across.starts().size();
        if (tiles == 1) {
            if (superseded.getAsBoolean()) throw new Stopped();
            Tensor all = run.translate(ImageScaling.padded(picture, height, width), request.dropoutSeed());
            progress.accept(1);
            return cut(all, picture);
        }
        Tensor result = Tensor.zeros(traits.outputs(), traits.scale() * ImageScaling.height(picture),
                traits.scale() * ImageScaling.width(picture));
        float[][] rows = down.weights(traits.scale());
        float[][] columns = across.weights(traits.scale());
        for (int i = 0; i < tiles; i++) {
            if (superseded.getAsBoolean()) throw new Stopped();
            int row = i / columns.length;
            int column = i % columns.length;
            int top = down.starts().get(row);
            int left = across.starts().get(column);
            Tensor tile = run.translate(ImageScaling.part(picture, top, left, down.side(), across.side()),
                    request.dropoutSeed() + i);
            add(tile, result, traits.scale() * top, traits.scale() * left, rows[row], columns[column]);
            progress.accept((i + 1.0) / tiles);
        }
        return result;
    }

    /** The side of the tiles; at least that of the picture if it is translated whole. */
    private int tile(int height, int width, TranslateRequest request) {
        int all = Math.max(height, width);
        int own = translator.info().width();
        // A network of one size that looks further than that: smaller or larger tiles would be other pictures to it.
        boolean bound = own > 0 && traits.margin() >= own;
        if (request.tile() > 0) {
            int side = bound ? roundedUp(own) : Math.min(all, roundedUp(request.tile()));
            if (!fits(Math.min(side, height), Math.min(side, width), request.mode()))
                throw new PhraseException(RenderFault.LARGE_TILES.with(side));
            return side;
        }
        if (fits(height, width, request.mode())) return all;
        if (bound) return roundedUp(own);
        return IntStream.iterate(LARGEST_TILE, side -> side >= SMALLEST_TILE, side -> side - TILE_STEP).map(this::roundedUp)
                .filter(side -> fits(side, side, request.mode())).boxed()
                .min(Comparator.comparingLong(side -> tiled(height, side) * tiled(width, side)))
                .orElseThrow(() -> new PhraseException(RenderFault.ALL_TILES_LARGE.with()));
    }

    /** The pixels of all tiles along one side: what they overlap is work done twice. */
    private long tiled(int length, int side) {
        TileLayout tiling = TileLayout.of(length, side, traits.margin(), traits.multiple());
        return (long) tiling.side() * tiling.starts().size();
    }

    private boolean fits(int height, int width, Mode mode) {
        if (runs.containsKey(new Size(height, width, mode))) return true;
        return engine.bytes(height, width, mode) <= mostBytes;
    }

    private Tensor cut(Tensor all, Tensor picture) {
        int height = traits.scale() * ImageScaling.height(picture);
        int width = traits.scale() * ImageScaling.width(picture);
        return height == ImageScaling.height(all) && width == ImageScaling.width(all)
                ? all
                : ImageScaling.part(all, 0, 0, height, width);
    }

    private static void add(Tensor tile, Tensor result, int top, int left, float[] rows, float[] columns) {
        int height = ImageScaling.height(result);
        int width = ImageScaling.width(result);
        for (int channel = 0; channel < result.shape().dim(0); channel++)
            for (int y = 0; y < Math.min(rows.length, height - top); y++) {
                int from = (channel * rows.length + y) * columns.length;
                int to = (channel * height + top + y) * width + left;
                for (int x = 0; x < Math.min(columns.length, width - left); x++)
                    result.data()[to + x] += rows[y] * columns[x] * tile.data()[from + x];
            }
    }

    private Timed run(Size size) {
        Timed known = runs.get(size);
        if (known != null) return known;
        cold = true;
        while (runs.size() >= KEPT)
            runs.pollFirstEntry().getValue().close();
        Timed made = new Timed(size);
        runs.put(size, made);
        return made;
    }

    /** After a failure nothing that was kept is trusted. */
    private void forget() {
        runs.values().forEach(Timed::close);
        runs.clear();
        engine.close();
    }

    @Override
    public void close() {
        forget();
    }

    /** What runs one size, and how long it takes. */
    private final class Timed implements AutoCloseable {
        private final TranslatorSession run;
        private final double work;
        private boolean warm;

        Timed(Size size) {
            work = engine.work(size.height, size.width, size.mode);
            run = engine.open(size.height, size.width, size.mode);
        }

        Tensor translate(Tensor picture, long dropoutSeed) {
            long start = System.nanoTime();
            Tensor translated = run.translate(picture, dropoutSeed);
            measured((System.nanoTime() - start) / 1e6);
            return translated;
        }

        private void measured(double millis) {
            // The first run of a session allocates and is no measure of the second.
            if (warm) rate = rate == 0 ? work / millis : NEWEST * work / millis + (1 - NEWEST) * rate;
            warm = true;
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
