package meander.models.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * On Windows: a job, which ends its one process with this one and bounds its memory, and low integrity, which the process sets itself to
 * before it is given anything, and which keeps it from writing what is the user's. It can still read, so it says of itself that it holds in
 * part. Not tried on such a machine yet.
 */
record WindowsConfinement() implements Confinement {
    private static final int EXTENDED_LIMITS = 9; // JobObjectExtendedLimitInformation
    private static final long LIMITS_SIZE = 144; // of JOBOBJECT_EXTENDED_LIMIT_INFORMATION on 64 bits
    private static final long LIMIT_FLAGS = 16;
    private static final long ACTIVE_PROCESSES = 40;
    private static final long PROCESS_MEMORY = 112;
    /** Kills its processes when it is closed, at most one of them, of so much memory, and no dialog where it crashes. */
    private static final int FLAGS = 0x2000 | 0x0008 | 0x0100 | 0x0400;
    private static final int SET_QUOTA_AND_TERMINATE = 0x0100 | 0x0001;
    private static final int ADJUST_DEFAULT_AND_QUERY = 0x0080 | 0x0008;
    private static final int TOKEN_INTEGRITY = 25;
    private static final int GROUP_INTEGRITY = 0x20;
    private static final String LOW = "S-1-16-4096";

    @Override
    public Holds holds() {
        return new Holds.Partial(ConfinementLack.READABLE);
    }

    @Override
    public SharedMemory memory() throws IOException {
        return SharedMemory.ofFile();
    }

    @Override
    public ConfinedProcess start(Launch launch) throws IOException {
        Arena arena = Arena.ofShared();
        Windows windows = new Windows(arena);
        MemorySegment job = windows.pointer("kernel32", "CreateJobObjectW", MemorySegment.NULL, MemorySegment.NULL);
        MemorySegment limits = arena.allocate(LIMITS_SIZE, 8);
        limits.set(ValueLayout.JAVA_INT, LIMIT_FLAGS, FLAGS);
        limits.set(ValueLayout.JAVA_INT, ACTIVE_PROCESSES, 1);
        limits.set(ValueLayout.JAVA_LONG, PROCESS_MEMORY, launch.memory());
        windows.yes("kernel32", "SetInformationJobObject", job, EXTENDED_LIMITS, limits, (int) LIMITS_SIZE);
        PlainProcess process = new PlainProcess(List.of(), launch, List.of("SystemRoot", "PATH"), () -> {
            windows.close(job);
            arena.close();
        });
        try {
            MemorySegment handle = windows.pointer("kernel32", "OpenProcess", SET_QUOTA_AND_TERMINATE, 0, (int) process.pid());
            windows.yes("kernel32", "AssignProcessToJobObject", job, handle);
            windows.close(handle);
            return process;
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public void computeOnly(long memory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Windows windows = new Windows(arena);
            MemorySegment token = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment self = windows.pointer("kernel32", "GetCurrentProcess");
            windows.yes("advapi32", "OpenProcessToken", self, ADJUST_DEFAULT_AND_QUERY, token);
            MemorySegment sid = arena.allocate(ValueLayout.ADDRESS);
            windows.yes("advapi32", "ConvertStringSidToSidW", arena.allocateFrom(LOW, StandardCharsets.UTF_16LE), sid);
            MemorySegment label = arena.allocate(16, 8); // TOKEN_MANDATORY_LABEL
            label.set(ValueLayout.ADDRESS, 0, sid.get(ValueLayout.ADDRESS, 0));
            label.set(ValueLayout.JAVA_INT, 8, GROUP_INTEGRITY);
            windows.yes("advapi32", "SetTokenInformation", token.get(ValueLayout.ADDRESS, 0), TOKEN_INTEGRITY, label,
                    (int) label.byteSize());
        }
    }

    /** Calls functions of Windows. */
    @SuppressWarnings("restricted") // functions of Windows, each by its own signature
    private record Windows(Arena arena) {
        MemorySegment pointer(String library, String function, Object... arguments) throws IOException {
            MemorySegment result = (MemorySegment) called(library, function, ValueLayout.ADDRESS, arguments);
            if (result.address() == 0) throw new IOException(function + " failed");
            return result;
        }

        void yes(String library, String function, Object... arguments) throws IOException {
            if ((int) called(library, function, ValueLayout.JAVA_INT, arguments) == 0)
                throw new IOException(function + " failed");
        }

        void close(MemorySegment handle) {
            called("kernel32", "CloseHandle", ValueLayout.JAVA_INT, handle);
        }

        private Object called(String library, String function, MemoryLayout result, Object... arguments) {
            MemoryLayout[] types = new MemoryLayout[arguments.length];
            for (int i = 0; i < types.length; i++)
                types[i] = arguments[i] instanceof Integer ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS;
            try {
                return Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup(library, arena).findOrThrow(function),
                        FunctionDescriptor.of(result, types)).invokeWithArguments(arguments);
            } catch (Throwable e) {
                throw new IllegalStateException(function, e);
            }
        }
    }
}
