package meander.models.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Variables of this very process, for libraries that look at nothing else. Java's own view of its environment is a copy, which stays as it
 * was, and so do the environments of processes that are started later.
 */
public final class ProcessEnvironment {
    private ProcessEnvironment() {}

    /** Sets a variable unless it is set already: what a person has set stays. */
    public static void preset(String name, String value) {
        if (System.getenv(name) != null) return;
        try (Arena arena = Arena.ofConfined()) {
            if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) onWindows(name, value, arena);
            else
                elsewhere(name, value, arena);
        } catch (Throwable e) {
            throw new IllegalStateException(name + " cannot be set", e);
        }
    }

    @SuppressWarnings("restricted") // a function of the C library, by its own signature
    private static void elsewhere(String name, String value, Arena arena) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle setenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        int _ = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
    }

    @SuppressWarnings("restricted") // a function of Windows, by its own signature
    private static void onWindows(String name, String value, Arena arena) throws Throwable {
        MemorySegment function = SymbolLookup.libraryLookup("kernel32", arena).findOrThrow("SetEnvironmentVariableW");
        MethodHandle set = Linker.nativeLinker().downcallHandle(function,
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        int _ = (int) set.invokeExact(arena.allocateFrom(name, StandardCharsets.UTF_16LE),
                arena.allocateFrom(value, StandardCharsets.UTF_16LE));
    }
}
