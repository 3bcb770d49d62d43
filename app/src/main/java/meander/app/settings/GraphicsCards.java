package meander.app.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which graphics cards the machine has, by what their driver's own tool says; a driver that hangs takes only that tool with it. */
public final class GraphicsCards {
    private static final List<String> ASK = List.of("nvidia-smi", "--query-gpu=name,memory.total",
            "--format=csv,noheader,nounits");
    private static final long PATIENCE = 5;
    private static final double MIB_PER_GB = 1e9 / (1 << 20);

    private GraphicsCards() {}

    /** NVIDIA's cards, which are those that engines for a GPU are built for; none where their driver is not installed. */
    public static List<String> found() {
        Process process = null;
        Path answer = null;
        try {
            answer = Files.createTempFile("meander", ".csv"); // a pipe would be waited for longer than the process
            process = new ProcessBuilder(ASK).redirectOutput(answer.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS) || process.exitValue() != 0) return List.of();
            return read(Files.readString(answer, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            if (process != null) process.destroyForcibly();
            delete(answer);
        }
    }

    /** @param csv lines such as {@code NVIDIA H100 80GB HBM3, 81559}, in MiB */
    static List<String> read(String csv) {
        return csv.lines().map(String::strip).filter(line -> !line.isEmpty()).map(GraphicsCards::card).toList();
    }

    private static String card(String line) {
        int comma = line.lastIndexOf(',');
        try {
            long gigabytes = Math.round(Long.parseLong(line.substring(comma + 1).strip()) / MIB_PER_GB);
            return line.substring(0, Math.max(0, comma)).strip() + " (" + gigabytes + " GB)";
        } catch (NumberFormatException e) { // some cards share the machine's memory and say [N/A]
            return (comma < 0 ? line : line.substring(0, comma)).strip();
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(GraphicsCards.class.getName()).log(System.Logger.Level.DEBUG, "left behind", e);
        }
    }
}
