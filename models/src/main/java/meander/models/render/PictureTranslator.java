package meander.models.render;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.models.family.Translator;

/**
 * Runs one translator on pictures of any size. Owns the engine's sessions, of which it keeps those of the last sizes; called by one
 * thread.
 */
public interface PictureTranslator extends AutoCloseable {
    Translator translator();

    /**
     * Translates.
     *
     * @param quality    PREVIEW gives, if the whole would take longer than a frame, the translation of a smaller picture made large again
     * @param superseded asked between tiles: true stops the work
     * @param progress   told the share that is done, 0 … 1, tile by tile
     * @return a picture, or a failure as a value; nothing is thrown for what a picture or a request can cause
     */
    TranslateResult translate(TranslateRequest request, Renderer.Quality quality, BooleanSupplier superseded,
            DoubleConsumer progress);

    /** As {@link Renderer#allowAnyDemand}. */
    default void allowAnyDemand() {}

    /** The whole translation, not to be interrupted. */
    default TranslateResult translate(TranslateRequest request) {
        return translate(request, Renderer.Quality.FULL, () -> false, _ -> {});
    }

    @Override
    void close();
}
