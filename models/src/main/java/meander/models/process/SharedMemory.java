package meander.models.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Memory that this process and one that it starts have in common. On Linux it has no name by which a third could find it, and once it is
 * sealed neither can change its size, which would end the other; elsewhere it is a file among the temporary ones that only this user may
 * read.
 */
public final class SharedMemory implements AutoCloseable {
    private static final String DESCRIPTOR = "descriptor:";
    private static final int CLOSE_ON_EXEC = 1;
    private static final int SEALABLE = 2;
    private static final int NOT_EXECUTABLE = 8;
    private static final int ADD_SEALS = 1033;
    private static final int SEALED = 0b111; // no more seals, no shrinking, no growing
    private static final int SEALED_CONTENT = 0b1111;
    private static final int READ_WRITE = 3;
    private static final int SHARED = 1;
    private static final int PRIVATE = 2;
    private static final int REMOVE = 9; // MADV_REMOVE

    private final Libc libc; // null where it is a file
    private final int descriptor;
    private final Path file;

    private SharedMemory(Libc libc, int descriptor, Path file) {
        this.libc = libc;
        this.descriptor = descriptor;
        this.file = file;
    }

    static SharedMemory ofLinux(Libc libc) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom("meander").address();
            try {
                return new SharedMemory(libc,
                        (int) libc.call(Syscall.MEMFD_CREATE, name, CLOSE_ON_EXEC | SEALABLE | NOT_EXECUTABLE), null);
            } catch (Libc.Failed e) {
                return new SharedMemory(libc, (int) libc.call(Syscall.MEMFD_CREATE, name, CLOSE_ON_EXEC | SEALABLE), null);
            }
        }
    }

    static SharedMemory ofFile() throws IOException {
        return new SharedMemory(null, -1, Files.createTempFile("meander", ".memory"));
    }

    int descriptor() {
        return descriptor;
    }

    /** By which the other process finds it: an argument of {@link #open}. */
    public String handle() {
        return libc == null ? file.toString() : DESCRIPTOR + descriptor;
    }

    /** Sets its size, in bytes, and gives it while the arena lasts. It is all zeros at first and takes no memory before it is written to. */
    public MemorySegment map(long size, Arena arena) throws IOException {
        if (libc == null) return mapped(file, size, FileChannel.MapMode.READ_WRITE, arena);
        libc.call(Syscall.FTRUNCATE, descriptor, size);
        return mapped(libc, descriptor, size, SHARED, arena);
    }

    /**
     * Settles its size for good. @param content whether its content as well, which takes that nothing is mapped any more; a promise of the
     * kernel on Linux, and nobody's elsewhere
     */
    public void seal(boolean content) throws IOException {
        if (libc != null) libc.call(Syscall.FCNTL, descriptor, ADD_SEALS, content ? SEALED_CONTENT : SEALED);
    }

    /** Gives the pages of a part that {@link #map} gave back to the system, where it can: they are zeros again. */
    public void forget(MemorySegment part) {
        if (libc == null) return;
        try {
            libc.call(Syscall.MADVISE, part.address(), part.byteSize(), REMOVE);
        } catch (IOException e) {
            // They stay.
        }
    }

    /**
     * In the other process.
     *
     * @param handle  as {@link #handle} said
     * @param size    in bytes, as it was set
     * @param isPrivate whether it is only read; what is written there all the same stays in this process, or fails
     */
    public static MemorySegment open(String handle, long size, boolean isPrivate, Arena arena) throws IOException {
        if (!handle.startsWith(DESCRIPTOR))
            return mapped(Path.of(handle), size, isPrivate ? FileChannel.MapMode.READ_ONLY : FileChannel.MapMode.READ_WRITE,
                    arena);
        Libc libc = new Libc(Processor.here().orElseThrow());
        return mapped(libc, Integer.parseInt(handle.substring(DESCRIPTOR.length())), size, isPrivate ? PRIVATE : SHARED, arena);
    }

    private static MemorySegment mapped(Path file, long size, FileChannel.MapMode mode, Arena arena) throws IOException {
        Set<StandardOpenOption> options = mode == FileChannel.MapMode.READ_ONLY
                ? Set.of(StandardOpenOption.READ)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options)) {
            return channel.map(mode, 0, size, arena);
        }
    }

    @SuppressWarnings("restricted") // as long as the kernel has just said
    private static MemorySegment mapped(Libc libc, int descriptor, long size, int how, Arena arena) throws IOException {
        long address = libc.call(Syscall.MMAP, 0, size, READ_WRITE, how, descriptor, 0);
        return MemorySegment.ofAddress(address).reinterpret(size, arena, segment -> {
            try {
                libc.call(Syscall.MUNMAP, segment.address(), size);
            } catch (IOException e) {
                // It ends with the process.
            }
        });
    }

    @Override
    public void close() {
        if (libc != null) libc.close(descriptor);
        else
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit(); // Windows keeps what is mapped
            }
    }
}
