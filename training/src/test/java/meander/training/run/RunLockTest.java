package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunLockTest {
    @TempDir
    private Path folder;

    /** Another program that trains in a folder until its input ends. */
    static final class Other {
        public static void main(String[] arguments) throws IOException {
            try (RunLock _ = RunLock.take(Path.of(arguments[0]))) {
                System.out.println("trains");
                System.in.read();
            }
        }
    }

    @Test
    void tellsWhetherAnotherProgramTrainsHere() throws Exception {
        RunFolder run = new RunFolder(folder);
        assertThat(run.isTrained()).isFalse();
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                Other.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("trains");
            assertThat(run.isTrained()).isTrue();
            assertThatThrownBy(() -> RunLock.take(folder)).hasMessageContaining("being trained already");
            other.getOutputStream().close();
            other.waitFor();
        } finally {
            other.destroyForcibly();
        }
        assertThat(run.isTrained()).isFalse();
    }

    @Test
    void askingDoesNotLetGo() throws IOException {
        try (RunLock _ = RunLock.take(folder)) {
            assertThat(new RunFolder(folder).isTrained()).isTrue();
            assertThat(new RunFolder(folder).isTrained()).isTrue();
            assertThatThrownBy(() -> RunLock.take(folder)).hasMessageContaining("being trained already");
        }
        assertThat(new RunFolder(folder).isTrained()).isFalse();
    }

    @Test
    void whereNobodyEverTrainedNobodyTrains() {
        assertThat(new RunFolder(folder.resolve("nothing")).isTrained()).isFalse();
    }
}
