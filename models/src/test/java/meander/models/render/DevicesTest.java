package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class DevicesTest {
    /** Fails as an engine does whose driver is missing. */
    static final class Fails {
        private Fails() {}

        public static void main(String[] arguments) {
            System.err.println("WARNING: Failed to detect GPU count: of no concern");
            throw new IllegalStateException("it cannot be loaded",
                    new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file, " + System.getProperty("which")));
        }
    }

    /** Words of ONNX Runtime 1.29 without CUDA. */
    static final class Misses {
        private Misses() {}

        public static void main(String[] arguments) {
            System.err.println(
                    "2026-11-26 [E:onnxruntime:ort-java, provider_bridge_ort.cc:2137 Create] [ONNXRuntimeError] : 1 : FAIL : "
                            + "Failed to load library /gpu/libonnxruntime_providers_cuda.so with error: "
                            + "libcublasLt.so.12: cannot open shared object file: No such file or directory");
            throw new IllegalStateException("Error code - ORT_FAIL - message: Failed to load shared library");
        }
    }

    @Test
    void aLibraryThatIsMissingIsNamed() {
        assertThat(Devices.trial(List.of(Misses.class.getName()), Map.of()).complaint())
                .isEqualTo("libcublasLt.so.12: cannot open shared object file: No such file or directory");
    }

    @Test
    void aTrialThatFailsSaysWhatTheEngineSaid() {
        assertThat(Devices.trial(List.of(Fails.class.getName()), Map.of("which", "that of the package")))
                .isEqualTo(new Devices.Tried(false, "libcuda.so.1: cannot open shared object file, that of the package"));
    }
}
