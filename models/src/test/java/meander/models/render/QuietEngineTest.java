package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime reports to its makers on Linux too, unless it is told not to before it begins. */
class QuietEngineTest {
    @TempDir
    private Path home;

    @Test
    @EnabledOnOs(OS.LINUX)
    void theEngineKeepsNoRecordOfItsUseInTheHome() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                LongCommandLineTest.Product.class.getName());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("XDG_") || name.equals("ORT_DISABLE_TELEMETRY"));
        environment.put("HOME", home.toString());
        Process process = builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        try (Stream<Path> kept = Files.walk(home)) {
            assertThat(kept.filter(file -> file.toString().contains("onnxruntime"))).isEmpty();
        }
    }
}
