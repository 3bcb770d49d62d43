package meander.models.graph.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class ProcessorLimitTest {
    @Test
    void onlyProcessorsThatAreKnownToBeWrongAreLimited() {
        assertThat(ProcessorLimit.isWrong(told("AuthenticAMD", 26, "fpu avx512f hypervisor"))).isTrue();
        assertThat(ProcessorLimit.isWrong(told("AuthenticAMD", 26, "fpu avx512f"))).isFalse();
        assertThat(ProcessorLimit.isWrong(told("AuthenticAMD", 25, "fpu avx512f hypervisor"))).isFalse();
        assertThat(ProcessorLimit.isWrong(told("GenuineIntel", 26, "fpu avx512f hypervisor"))).isFalse();
        assertThat(ProcessorLimit.isWrong(List.of())).isFalse();
    }

    private static List<String> told(String vendor, int family, String flags) {
        return List.of("processor\t: 0", "vendor_id\t: " + vendor, "cpu family\t: " + family, "flags\t\t: " + flags, "");
    }
}
