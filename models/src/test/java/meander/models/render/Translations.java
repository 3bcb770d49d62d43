package meander.models.render;

import meander.models.graph.Tensor;

/** What tests ask of translations. */
final class Translations {
    private Translations() {}

    /** The picture. @throws AssertionError if there is none */
    static Tensor done(TranslateResult result) {
        return switch (result) {
            case TranslateResult.Translated(Tensor pixels, _, _) -> pixels;
            case TranslateResult.Failed failed -> throw new AssertionError(failed.sentence(), failed.cause());
            case TranslateResult.Superseded _ -> throw new AssertionError("nothing was newer");
        };
    }
}
