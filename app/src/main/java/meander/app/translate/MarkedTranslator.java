package meander.app.translate;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.app.session.OpeningMarkers;
import meander.models.family.Translator;
import meander.models.render.PictureTranslator;
import meander.models.render.Renderer.Quality;
import meander.models.render.TranslateRequest;
import meander.models.render.TranslateResult;

/** Marks a network's file while it translates for the first time: what that takes of memory shows only then. */
final class MarkedTranslator implements PictureTranslator {
    private final PictureTranslator engine;
    private final OpeningMarkers markers;
    private boolean known;

    MarkedTranslator(PictureTranslator engine, OpeningMarkers markers) {
        this.engine = engine;
        this.markers = markers;
    }

    @Override
    public Translator translator() {
        return engine.translator();
    }

    @Override
    public TranslateResult translate(TranslateRequest request, Quality quality, BooleanSupplier superseded,
            DoubleConsumer progress) {
        if (known) return engine.translate(request, quality, superseded, progress);
        try (OpeningMarkers.Mark _ = markers.begin(engine.translator().info().file())) {
            TranslateResult result = engine.translate(request, quality, superseded, progress);
            known = result instanceof TranslateResult.Translated;
            return result;
        }
    }

    @Override
    public void allowAnyDemand() {
        engine.allowAnyDemand();
    }

    @Override
    public void close() {
        engine.close();
    }
}
