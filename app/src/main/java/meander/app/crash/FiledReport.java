package meander.app.crash;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A report, where a person finds it.
 *
 * @param kind who wrote it
 * @param file empty where nothing can be written
 * @param text what it says
 */
public record FiledReport(Kind kind, Optional<Path> file, String text) {
    /** Who wrote a report. */
    public enum Kind {
        /** Meander, which goes on. */
        OURS,
        /** Java, which went down the time before. */
        OF_JAVA
    }
}
