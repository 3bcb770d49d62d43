package meander.app.translate;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

import meander.models.family.Translator;
import meander.models.graph.Tensor;
import meander.models.render.PictureTranslator;
import meander.models.render.Renderer.Quality;
import meander.models.render.TranslateRequest;
import meander.models.render.TranslateResult;

/** What runs networks, made when first needed. Belongs to one thread. */
final class TranslatorEngines implements AutoCloseable {
    private final Function<Translator, PictureTranslator> make;
    private final Map<LoadedDirection, PictureTranslator> running = new HashMap<>();

    TranslatorEngines(Function<Translator, PictureTranslator> make) {
        this.make = make;
    }

    /** How to translate. @param tile side of the tiles, 0 for all at once if that suits */
    record Manner(PaneState state, int tile, Quality quality) {}

    /**
     * Sends a picture through networks, one after the other.
     *
     * @param picture  {@code [C,H,W]} in the first network’s numbers
     * @param progress told the share of all of it that is done, 0 … 1
     * @return what the last one gave, with the time that all took, full if all were; or why there is nothing
     */
    TranslateResult translate(List<LoadedDirection> way, Tensor picture, Manner manner, BooleanSupplier superseded,
            DoubleConsumer progress) {
        Tensor at = picture;
        boolean full = true;
        double millis = 0;
        for (int i = 0; i < way.size(); i++) {
            int done = i;
            PictureTranslator engine = running.computeIfAbsent(way.get(i), side -> make.apply(side.translator()));
            TranslateRequest request = new TranslateRequest(at, manner.state().modeOf(way.get(i)), manner.state().dropoutSeed(),
                    manner.tile());
            TranslateResult result = engine.translate(request, manner.quality(), superseded,
                    share -> progress.accept((done + share) / way.size()));
            if (!(result instanceof TranslateResult.Translated(Tensor pixels, boolean whole, double took))) return result;
            at = pixels;
            full &= whole;
            millis += took;
        }
        return new TranslateResult.Translated(at, full, millis);
    }

    /** Puts away what runs other networks than these. */
    void keep(Collection<LoadedDirection> wanted) {
        running.entrySet().removeIf(each -> {
            if (wanted.contains(each.getKey())) return false;
            each.getValue().close();
            return true;
        });
    }

    @Override
    public void close() {
        keep(List.of());
    }
}
