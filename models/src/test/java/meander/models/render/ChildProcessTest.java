package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class ChildProcessTest {
    /** As a crash of natives ends it. */
    static final class Crash {
        private Crash() {}

        public static void main(String[] arguments) {
            Runtime.getRuntime().halt(Integer.parseInt(arguments[0]));
        }
    }

    @Test
    void aCrashIsAnAnswer() {
        ChildProcess child = new ChildProcess(Duration.ofMinutes(1), 64, Long.MAX_VALUE);
        assertThat(child.run(List.of(Crash.class.getName(), "134"))).isEqualTo(new ChildProcess.Outcome.Ended(134, ""));
    }
}
