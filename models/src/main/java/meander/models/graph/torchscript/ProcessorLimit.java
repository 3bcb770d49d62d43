package meander.models.graph.torchscript;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps oneDNN, with which libtorch convolves on a CPU, from instructions that it gets wrong. On a virtual AMD EPYC of family 26, under a
 * hypervisor that tells no cache sizes, its versions 3.5 and 3.7 leave the rest of a last block of channels as the memory was, so that
 * everything becomes not-a-number, once in hours or at once, as the heap has it; with AVX-512 some up-convolutions and second derivatives are
 * off by a tenth and more, with AVX and AVX2 others. SSE 4.1 agrees with every reference there, at a third of the speed. What a person has
 * set stays.
 */
final class ProcessorLimit {
    private static final String VARIABLE = "ONEDNN_MAX_CPU_ISA";
    private static final int FAMILY = 26;

    private ProcessorLimit() {}

    /** To be called before libtorch is loaded, for it looks once. */
    static void set() {
        Path told = Path.of("/proc/cpuinfo");
        try {
            if (System.getenv(VARIABLE) == null && Files.isReadable(told) && isWrong(Files.readAllLines(told))) put("SSE41");
        } catch (IOException e) {
            System.getLogger(ProcessorLimit.class.getName()).log(Level.DEBUG, "no word of the processor", e);
        }
    }

    /** @param told by Linux of the processors */
    static boolean isWrong(List<String> told) {
        return value(told, "vendor_id").equals("AuthenticAMD") && value(told, "cpu family").equals(Integer.toString(FAMILY))
                && List.of(value(told, "flags").split(" ")).contains("hypervisor");
    }

    private static String value(List<String> told, String key) {
        return told.stream().filter(line -> line.startsWith(key)).map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst().orElse("");
    }

    /** In this very process: Java's own view of its environment is a copy. */
    @SuppressWarnings("restricted") // a function of the C library, by its own signature
    private static void put(String value) {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setenv").ifPresent(function -> {
            try (Arena arena = Arena.ofConfined()) {
                int _ = (int) linker
                        .downcallHandle(function,
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_INT))
                        .invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(value), 0);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
