package meander.models.process;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Locale;

/** The C library of Linux, as far as confinement needs it. Methods throw {@link IOException} with the number of what went wrong. */
@SuppressWarnings("restricted") // functions of the C library, each by its own signature
final class Libc {
    static final int EAGAIN = 11;
    static final int EINTR = 4;
    static final int ENOSYS = 38;
    private static final int SPAWN_OBJECT = 512; // bytes: more than any C library's posix_spawn types have

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG), Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));
    private static final MethodHandle SPAWN = function("posix_spawn", POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle ACTIONS = function("posix_spawn_file_actions_init", POINTER);
    private static final MethodHandle NO_ACTIONS = function("posix_spawn_file_actions_destroy", POINTER);
    private static final MethodHandle DUPLICATE = function("posix_spawn_file_actions_adddup2", POINTER, INT, INT);
    private static final MethodHandle FOLDER = function("posix_spawn_file_actions_addchdir_np", POINTER, POINTER);
    private static final MethodHandle ATTRIBUTES = function("posix_spawnattr_init", POINTER);
    private static final MethodHandle NO_ATTRIBUTES = function("posix_spawnattr_destroy", POINTER);
    private static final MethodHandle FLAGS = function("posix_spawnattr_setflags", POINTER, ValueLayout.JAVA_SHORT);
    private static final short SPAWN_SET_SIGNAL_MASK = 0x08;
    private static final short SPAWN_NEW_SESSION = 0x80;

    private final Processor processor;

    Libc(Processor processor) {
        this.processor = processor;
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(INT, arguments));
    }

    /** What a system call went wrong with. */
    static final class Failed extends IOException {
        private final int number;

        Failed(String what, int number) {
            super(what + " failed (errno " + number + ")");
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    Processor processor() {
        return processor;
    }

    /** Calls the kernel. @throws Failed if it says no */
    long call(Syscall call, long... arguments) throws Failed {
        long[] all = new long[6];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) SYSCALL.invokeExact(state, (long) call.number(processor), all[0], all[1], all[2], all[3], all[4],
                    all[5]);
            if (result == -1) throw new Failed(call.name().toLowerCase(Locale.ROOT), (int) ERRNO.get(state, 0L));
            return result;
        } catch (Failed e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void close(int descriptor) {
        try {
            call(Syscall.CLOSE, descriptor);
        } catch (Failed e) {
            // It is closed all the same.
        }
    }

    /** A pipe whose ends no other program inherits: the one to read from, the one to write to. */
    int[] pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(INT, 2);
            call(Syscall.PIPE2, ends.address(), 0x80000 /* O_CLOEXEC */);
            return ends.toArray(INT);
        }
    }

    /**
     * A call of {@code posix_spawn} with all it needs laid out, so that the thread that makes it needs nothing else. The program begins in
     * the root folder, in a session of its own, with no signal held back.
     */
    final class Spawn implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment actions = arena.allocate(SPAWN_OBJECT, 16);
        private final MemorySegment attributes = arena.allocate(SPAWN_OBJECT, 16);
        private final MemorySegment pid = arena.allocate(INT);
        private final MemorySegment program;
        private final MemorySegment arguments;
        private final MemorySegment environment;

        /** @param standard descriptors that become 0, 1 and 2 */
        Spawn(List<String> command, List<String> environment, int... standard) throws IOException {
            program = arena.allocateFrom(command.getFirst());
            arguments = strings(command);
            this.environment = strings(environment);
            try {
                check((int) ACTIONS.invokeExact(actions), "posix_spawn_file_actions_init");
                for (int i = 0; i < standard.length; i++)
                    check((int) DUPLICATE.invokeExact(actions, standard[i], i), "posix_spawn_file_actions_adddup2");
                check((int) FOLDER.invokeExact(actions, arena.allocateFrom("/")), "posix_spawn_file_actions_addchdir_np");
                check((int) ATTRIBUTES.invokeExact(attributes), "posix_spawnattr_init");
                check((int) FLAGS.invokeExact(attributes, (short) (SPAWN_SET_SIGNAL_MASK | SPAWN_NEW_SESSION)),
                        "posix_spawnattr_setflags");
            } catch (IOException e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        private MemorySegment strings(List<String> texts) {
            MemorySegment pointers = arena.allocate(POINTER, texts.size() + 1L);
            for (int i = 0; i < texts.size(); i++)
                pointers.setAtIndex(POINTER, i, arena.allocateFrom(texts.get(i)));
            return pointers;
        }

        private static void check(int error, String what) throws Failed {
            if (error != 0) throw new Failed(what, error);
        }

        /** The number of the process that runs now. */
        int start() throws Failed {
            try {
                check((int) SPAWN.invokeExact(pid, program, actions, attributes, arguments, environment), "posix_spawn");
                return pid.get(INT, 0);
            } catch (Failed e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                int _ = (int) NO_ACTIONS.invokeExact(actions);
                int _ = (int) NO_ATTRIBUTES.invokeExact(attributes);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            arena.close();
        }
    }
}
