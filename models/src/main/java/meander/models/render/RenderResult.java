package meander.models.render;

import meander.models.text.Phrase;

/** What comes back from a renderer. */
public sealed interface RenderResult permits Frame, RenderResult.Failed, RenderResult.Superseded {
    /** The picture could not be made. @param why what happened and what would help, @param cause for a log */
    record Failed(Phrase why, Throwable cause) implements RenderResult {
        Failed(Throwable cause) {
            this(RenderFault.drawing(cause), cause);
        }

        /** In English. */
        public String sentence() {
            return why.english();
        }
    }

    /** A newer request came; this one was dropped half way. */
    record Superseded() implements RenderResult {}
}
