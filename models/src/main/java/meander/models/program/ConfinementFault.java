package meander.models.program;

import meander.models.process.ConfinementLack;
import meander.models.text.Phrase;

/** What a system lacks to keep a program from what is the user's, as a part of a sentence. */
public enum ConfinementFault implements Phrase.Key {
    /** The system. */
    UNKNOWN_SYSTEM("Meander knows no way to do so on {0}"),
    /** The processor. */
    UNKNOWN_PROCESSOR("Meander cannot do so on {0}"),
    /** No details. */
    OLD_KERNEL("Linux 5.13 or later is needed"),
    /** No details. */
    NO_SECCOMP("its kernel has no seccomp"),
    /** No details. */
    NO_LANDLOCK("its kernel has no Landlock"),
    /** No details. */
    NO_LIBC("its C library cannot be called"),
    /** No details. */
    NO_SANDBOX("this macOS has no sandbox-exec"),
    /** No details. */
    UNTRIED_SANDBOX("the sandbox of macOS has not been tried with it"),
    /** No details. */
    READABLE("on Windows it cannot write to them, but read them");

    private final String pattern;

    ConfinementFault(String pattern) {
        this.pattern = pattern;
    }

    /** What this system lacks, in words. */
    public static Phrase of(ConfinementLack lack) {
        return switch (lack) {
            case UNKNOWN_SYSTEM -> UNKNOWN_SYSTEM.with(System.getProperty("os.name"));
            case UNKNOWN_PROCESSOR -> UNKNOWN_PROCESSOR.with(System.getProperty("os.arch"));
            case OLD_KERNEL -> OLD_KERNEL.with();
            case NO_SECCOMP -> NO_SECCOMP.with();
            case NO_LANDLOCK -> NO_LANDLOCK.with();
            case NO_LIBC -> NO_LIBC.with();
            case NO_SANDBOX -> NO_SANDBOX.with();
            case UNTRIED_SANDBOX -> UNTRIED_SANDBOX.with();
            case READABLE -> READABLE.with();
        };
    }

    @Override
    public String key() {
        return "confinementFault." + name();
    }

    @Override
    public String pattern() {
        return pattern;
    }
}
