package meander.models.graph.torchscript;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import meander.models.process.ProcessEnvironment;

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
            if (Files.isReadable(told) && isWrong(Files.readAllLines(told))) ProcessEnvironment.preset(VARIABLE, "SSE41");
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
}
