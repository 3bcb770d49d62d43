package meander.models.graph.torchscript;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import meander.models.process.ProcessEnvironment;

/**
 * Keeps oneDNN, with which libtorch convolves on a CPU, from what it gets wrong. On a virtual AMD EPYC of family 26, under a hypervisor that
 * tells no cache sizes, its versions 3.3 to 3.7 leave the rest of a last block of channels as the memory was, with AVX and anything newer:
 * results are off by a tenth and more, or not a number, once in hours or at once, as the heap has it. With AVX-512, gradients of gradients of
 * 1×1 convolutions are off even where blocks are whole. So no more than AVX2 is used there, unless a person has said otherwise, and
 * {@link ArchiveChannelPadding} fills the last blocks up; in a thousand small cases, first and second derivatives included, that agrees with float64.
 * SSE 4.1 alone agrees too, at a third of the speed.
 */
final class CpuInstructionLimit {
    private static final String VARIABLE = "ONEDNN_MAX_CPU_ISA";
    private static final int FAMILY = 26;

    private CpuInstructionLimit() {}

    /** Says whether this is such a processor, and sets the limit if so. To be called before libtorch is loaded, for it looks once. */
    static boolean set() {
        Path told = Path.of("/proc/cpuinfo");
        try {
            if (!Files.isReadable(told) || !isWrong(Files.readAllLines(told))) return false;
            ProcessEnvironment.preset(VARIABLE, "AVX2");
            return true;
        } catch (IOException e) {
            System.getLogger(CpuInstructionLimit.class.getName()).log(Level.DEBUG, "no word of the processor", e);
            return false;
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
