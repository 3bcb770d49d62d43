package meander.models.family;

import java.util.List;

import meander.models.checkpoint.Rejected;

/** What opening a file as a model gave. */
public sealed interface OpenResult {
    /** It opened and draws from latents. */
    record Ready(Model model) implements OpenResult {}

    /** It opened and draws from pictures. */
    record Translates(Translator translator) implements OpenResult {}

    /** It did not, and nothing was changed. */
    record Refused(Rejected why) implements OpenResult {
        /** @param differences one line per tensor that does not fit, of which the first three are shown */
        public static Refused doesNotFit(String family, List<String> differences) {
            return new Refused(Rejected.because(Rejected.Reason.DOES_NOT_FIT, family, differences.size(),
                    String.join("; ", differences.subList(0, Math.min(3, differences.size())))));
        }
    }
}
