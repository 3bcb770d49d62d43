package meander.models.render;

import meander.models.graph.Tensor;
import meander.models.text.Phrase;

/** What comes back from a translation. */
public sealed interface TranslateResult {
    /**
     * @param pixels {@code [C′,scale·H,scale·W]} in the network's own numbers
     * @param full   whether this is the translation itself, not one of a smaller picture
     * @param millis how long it took; NaN for a first picture, before which the engine had to prepare itself
     */
    record Translated(Tensor pixels, boolean full, double millis) implements TranslateResult {}

    /** It could not be made. @param why what happened and what would help, @param cause for a log */
    record Failed(Phrase why, Throwable cause) implements TranslateResult {
        Failed(Throwable cause) {
            this(RenderFault.translating(cause), cause);
        }

        /** In English. */
        public String sentence() {
            return why.english();
        }
    }

    /** A newer request came, or a person cancelled; nothing of this one remains. */
    record Superseded() implements TranslateResult {}
}
