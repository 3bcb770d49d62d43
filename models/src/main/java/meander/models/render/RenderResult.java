package meander.models.render;

/** What comes back from a renderer. */
public sealed interface RenderResult permits Frame, RenderResult.Failed, RenderResult.Superseded {
    /** The picture could not be made. @param sentence what happened and what would help, @param cause for a log */
    record Failed(String sentence, Throwable cause) implements RenderResult {}

    /** A newer request came; this one was dropped half way. */
    record Superseded() implements RenderResult {}
}
