package meander.models.render;

import meander.models.graph.Tensor;

/** What comes back from a translation. */
public sealed interface TranslateResult {
    /**
     * @param pixels {@code [C′,scale·H,scale·W]} in the network's own numbers
     * @param full   whether this is the translation itself, not one of a smaller picture
     * @param millis how long it took; NaN for a first picture, before which the engine had to prepare itself
     */
    record Translated(Tensor pixels, boolean full, double millis) implements TranslateResult {}

    /** It could not be made. @param sentence what happened and what would help, @param cause for a log */
    record Failed(String sentence, Throwable cause) implements TranslateResult {}

    /** A newer request came, or a person cancelled; nothing of this one remains. */
    record Superseded() implements TranslateResult {}
}
