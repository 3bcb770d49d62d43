package meander.app.base;

import meander.models.checkpoint.Rejected;

/**
 * Something that went wrong, as the banner above the stage says it. It goes with the next success of its kind.
 *
 * @param kind    which success takes it away
 * @param message what happened and what would help
 * @param details what the copy button copies besides, for a bug report; may be empty
 */
public record ErrorBanner(Kind kind, Message message, String details) {
    /** What was being done. */
    public enum Kind {
        OPEN, RENDER, SAVE, RESTORE, EXPORT, FOLDER
    }

    /** A fault without details. */
    public static ErrorBanner of(Kind kind, Message message) {
        return new ErrorBanner(kind, message, "");
    }

    /** A file was not opened. */
    public static ErrorBanner of(Rejected why) {
        // Other languages leave out what is technical: it is among the details, in English.
        String details = why.isTechnical() ? why.sentence() + "\n" + why.report() : why.report();
        return new ErrorBanner(Kind.OPEN, Message.of(why), details.strip());
    }

    /** A fault with a stack trace for its details. */
    public static ErrorBanner of(Kind kind, Message message, Throwable cause) {
        if (cause == null) return of(kind, message);
        java.io.StringWriter trace = new java.io.StringWriter();
        cause.printStackTrace(new java.io.PrintWriter(trace));
        return new ErrorBanner(kind, message, trace.toString());
    }
}
