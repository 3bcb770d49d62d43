package meander.models.family;

import meander.models.checkpoint.Rejected;

/** What opening a file as a model gave. */
public sealed interface OpenResult {
    /** It opened and draws from latents. */
    record Ready(Model model) implements OpenResult {}

    /** It opened and draws from pictures. */
    record Translates(Translator translator) implements OpenResult {}

    /** It did not, and nothing was changed. */
    record Refused(Rejected why) implements OpenResult {}
}
