package meander.app.cli;

/** Ends a verb with an exit code and one sentence, which names the file or option and says what would help. */
final class CommandFailure extends RuntimeException {
    /** The exit codes of every verb. */
    enum Kind {
        /** The work failed. */
        WORK(1),
        /** The call was wrong: nothing was begun. */
        CALL(2),
        /** Somebody pressed Ctrl-C. */
        INTERRUPTED(130);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    private CommandFailure(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    static CommandFailure work(String sentence) {
        return new CommandFailure(Kind.WORK, sentence, null);
    }

    static CommandFailure work(String sentence, Throwable cause) {
        return new CommandFailure(Kind.WORK, sentence, cause);
    }

    static CommandFailure call(String sentence) {
        return new CommandFailure(Kind.CALL, sentence, null);
    }

    static CommandFailure interrupted() {
        return interrupted("Interrupted; what was complete is kept.");
    }

    static CommandFailure interrupted(String sentence) {
        return new CommandFailure(Kind.INTERRUPTED, sentence, null);
    }

    Kind kind() {
        return kind;
    }
}
