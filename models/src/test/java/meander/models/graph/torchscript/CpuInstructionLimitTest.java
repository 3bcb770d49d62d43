package meander.models.graph.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class CpuInstructionLimitTest {
    @Test
    void onlyProcessorsThatAreKnownToBeWrongAreLimited() {
        assertThat(CpuInstructionLimit.isWrong(told("AuthenticAMD", 26, "fpu avx512f hypervisor"))).isTrue();
        assertThat(CpuInstructionLimit.isWrong(told("AuthenticAMD", 26, "fpu avx512f"))).isFalse();
        assertThat(CpuInstructionLimit.isWrong(told("AuthenticAMD", 25, "fpu avx512f hypervisor"))).isFalse();
        assertThat(CpuInstructionLimit.isWrong(told("GenuineIntel", 26, "fpu avx512f hypervisor"))).isFalse();
        assertThat(CpuInstructionLimit.isWrong(List.of())).isFalse();
    }

    private static List<String> told(String vendor, int family, String flags) {
        return List.of("processor\t: 0", "vendor_id\t: " + vendor, "cpu family\t: " + family, "flags\t\t: " + flags, "");
    }
}
