package meander.models.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/** Linux' access rules for unprivileged processes: what is not allowed here is denied to the thread that is bound, and whom it starts. */
final class Landlock {
    private static final long EXECUTE = 1;
    private static final long WRITE = 1 << 1;
    private static final long READ = 1 << 2;
    private static final long LIST = 1 << 3;
    private static final long REMOVE_FOLDERS = 1 << 4;
    private static final long MAKE_FOLDERS = 1 << 7;
    private static final int OLDEST = 1;
    private static final int WITH_REFER = 2;
    private static final int WITH_TRUNCATE = 3;
    private static final int WITH_NETWORK = 4;
    private static final int WITH_DEVICES = 5;
    private static final int WITH_SCOPES = 6;
    private static final int PATH_BENEATH = 1;
    private static final int O_PATH = 0x200000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int NOWHERE = -100; // AT_FDCWD

    private final Libc libc;
    private final int rules;

    /** No rule yet: everything that this kernel's version can deny is denied. */
    Landlock(Libc libc) throws IOException {
        this.libc = libc;
        int version = version(libc);
        int rights = version >= WITH_DEVICES ? 16 : version >= WITH_TRUNCATE ? 15 : version >= WITH_REFER ? 14 : 13;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment denied = arena.allocate(24, 8);
            denied.set(ValueLayout.JAVA_LONG, 0, (1L << rights) - 1);
            denied.set(ValueLayout.JAVA_LONG, 8, 0b11); // binding and connecting
            denied.set(ValueLayout.JAVA_LONG, 16, 0b11); // abstract sockets, signals
            int size = version >= WITH_SCOPES ? 24 : version >= WITH_NETWORK ? 16 : 8;
            rules = (int) libc.call(Syscall.LANDLOCK_CREATE_RULESET, denied.address(), size, 0);
        }
    }

    /** That of this kernel; 0 where it has none. */
    static int version(Libc libc) {
        try {
            return (int) libc.call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, OLDEST);
        } catch (IOException e) {
            return 0;
        }
    }

    int descriptor() {
        return rules;
    }

    /** Allows a file, or all below a folder, to be read. Nothing where there is none. */
    Landlock read(Path path) throws IOException {
        return allow(path, READ);
    }

    /** As {@link #read}, and to list folders. */
    Landlock list(Path path) throws IOException {
        return allow(path, Files.isDirectory(path) ? READ | LIST : READ);
    }

    /** Allows a file to be run. */
    Landlock execute(Path path) throws IOException {
        return allow(path, READ | EXECUTE);
    }

    /** Allows a device to be read and written. */
    Landlock write(Path path) throws IOException {
        return allow(path, READ | WRITE);
    }

    /** Allows folders, and nothing else, to be made and removed in a folder. */
    Landlock makeFolders(Path path) throws IOException {
        return allow(path, MAKE_FOLDERS | REMOVE_FOLDERS | READ | LIST);
    }

    private Landlock allow(Path path, long rights) throws IOException {
        if (!Files.exists(path)) return this;
        try (Arena arena = Arena.ofConfined()) {
            int at = (int) libc.call(Syscall.OPENAT, NOWHERE, arena.allocateFrom(path.toString()).address(), O_PATH | O_CLOEXEC);
            try {
                MemorySegment rule = arena.allocate(16, 8);
                rule.set(ValueLayout.JAVA_LONG, 0, rights);
                rule.set(ValueLayout.JAVA_INT, 8, at);
                libc.call(Syscall.LANDLOCK_ADD_RULE, rules, PATH_BENEATH, rule.address(), 0);
            } finally {
                libc.close(at);
            }
        }
        return this;
    }
}
