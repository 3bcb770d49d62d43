package meander.models.process;

import java.util.Optional;

/** Processors whose system calls are known. */
enum Processor {
    X86_64(0xC000003E), AARCH64(0xC00000B7);

    private final int auditName;

    Processor(int auditName) {
        this.auditName = auditName;
    }

    /** As the kernel calls it in what it hands to a filter of system calls. */
    int auditName() {
        return auditName;
    }

    /** That of this JVM, if it is known. */
    static Optional<Processor> here() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
