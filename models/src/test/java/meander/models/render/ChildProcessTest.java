package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(child.run(List.of(Crash.class.getName(), "134"))).isEqualTo(new ChildProcess.Outcome.Ended(134, "", ""));
    }

    /** Ends well where all properties have the values that it is told. */
    static final class Told {
        private Told() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < arguments.length; i += 2)
                if (!System.getProperty(arguments[i], "-").equals(arguments[i + 1])) Runtime.getRuntime().halt(1 + i);
        }
    }

    @Test
    void itFindsTheNativesThatThisOneFinds(@TempDir Path folder) {
        Map<String, String> here = Map.of("OPT_OUT_TRACKING", "true", "onnxruntime.native.path", folder.toString(),
                "PYTORCH_LIBRARY_PATH", "torch", "meander.secret", "mine");
        Map<String, String> before = new HashMap<>();
        here.forEach((name, value) -> {
            String was = System.setProperty(name, value);
            if (was != null) before.put(name, was);
        });
        try {
            ChildProcess child = new ChildProcess(Duration.ofMinutes(1), 64, Long.MAX_VALUE);
            assertThat(child.run(List.of(Told.class.getName(), "onnxruntime.native.path", folder.toString(),
                    "PYTORCH_LIBRARY_PATH", "torch", "OPT_OUT_TRACKING", "true", "meander.secret", "-")))
                    .isEqualTo(new ChildProcess.Outcome.Ended(0, "", ""));
            assertThat(child.run(List.of(Told.class.getName(), "PYTORCH_LIBRARY_PATH", "another"),
                    Map.of("PYTORCH_LIBRARY_PATH", "another"))).isEqualTo(new ChildProcess.Outcome.Ended(0, "", ""));
        } finally {
            here.keySet().forEach(name -> {
                if (before.containsKey(name)) System.setProperty(name, before.get(name));
                else
                    System.clearProperty(name);
            });
        }
    }
}
