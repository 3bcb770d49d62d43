package meander.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.training.run.RunFolder;
import meander.training.run.TrainingEvent;

/** Real signals to a training in a process of its own. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class SignalTest {
    @TempDir
    private Path home;

    /** A terminal that is closed sends HUP. */
    @ParameterizedTest
    @CsvSource({"HUP,1", "INT,2", "TERM,15"})
    void endsATrainingWithACheckpoint(String name, int number) throws Exception {
        assumeThat(isIgnored(number)).as(name + " is ignored here, as under nohup, and stays so").isFalse();
        Path data = Files.createDirectories(home.resolve("pictures"));
        for (int i = 0; i < 8; i++) {
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 256; p++)
                picture.setRGB(p % 16, p / 16, (i * 997 + p * 131) % 0xffffff);
            ImageIO.write(picture, "png", data.resolve(i + ".png").toFile());
        }
        Path run = home.resolve("run");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-Duser.home=" + home, "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "train", "--recipe", "dcgan", "--data",
                data.toString(), "--out", run.toString(), "--kimg", "1000000", "--set", "batch-size=4", "--set", "width=2",
                "--set", "z-dim=4", "--set", "checkpoint-interval=10000", "--set", "sample-interval=10000", "--set",
                "metric-interval=10000", "--json").redirectError(home.resolve("errors.txt").toFile());
        for (String folder : List.of("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"))
            builder.environment().put(folder, home.resolve(folder).toString());
        Process child = builder.start();
        String rest;
        try (BufferedReader said = child.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.contains("\"event\":\"samples\""))
                line = said.readLine();
            assertThat(line).as(Files.readString(home.resolve("errors.txt"))).isNotNull();
            assertThat(new RunFolder(run).state()).as("nothing is saved yet").isEmpty();
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).start().waitFor()).isZero();
            rest = said.lines().collect(Collectors.joining("\n"));
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor()).as(Files.readString(home.resolve("errors.txt"))).isEqualTo(128 + number);
        assertThat(rest).contains("\"event\":\"checkpoint\"", "\"reason\":\"STOPPED\"");
        RunFolder folder = new RunFolder(run);
        assertThat(folder.state()).isPresent();
        assertThat(folder.model()).isPresent();
        assertThat(folder.events().getLast()).isInstanceOf(TrainingEvent.Ended.class);
    }

    /** Whether this process, and so its children, ignore a signal from their start. */
    private static boolean isIgnored(int number) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) return false;
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).anyMatch(
                line -> (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) >> number - 1 & 1) == 1);
    }
}
