package meander.models.process;

/** What a system lacks to keep a program from what is the user's. */
public enum ConfinementLack {
    /** Nobody has written a way for this system. */
    UNKNOWN_SYSTEM,
    /** The numbers of system calls on this processor are not known. */
    UNKNOWN_PROCESSOR,
    /** A Linux before 5.13. */
    OLD_KERNEL,
    /** A kernel without seccomp. */
    NO_SECCOMP,
    /** A kernel without Landlock. */
    NO_LANDLOCK,
    /** The C library cannot be called. */
    NO_LIBC,
    /** A macOS without sandbox-exec. */
    NO_SANDBOX,
    /** The sandbox of macOS, which nobody has tried with it. */
    UNTRIED_SANDBOX,
    /** Windows keeps a program from writing, not from reading. */
    READABLE
}
