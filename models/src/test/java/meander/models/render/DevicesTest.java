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

    @Test
    void a_trial_that_fails_says_what_the_engine_said() {
        assertThat(Devices.trial(List.of(Fails.class.getName()), Map.of("which", "that of the package")))
                .isEqualTo(new Devices.Tried(false, "libcuda.so.1: cannot open shared object file, that of the package"));
    }
}
