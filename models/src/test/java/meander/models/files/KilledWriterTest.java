package meander.models.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.checkpoint.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that writes one checkpoint after another is killed in the middle of it. This shows that a file is replaced as a whole; a
 * power cut cannot be tried here, and for it the writing relies on the disk keeping its promise.
 */
class KilledWriterTest {
    private static final int TENSORS = 8;
    private static final int NUMBERS = 1 << 15;

    @TempDir
    private Path folder;

    @Test
    void lastCompleteCheckpointLoadsAfterAKill() throws Exception {
        killAndLoad(5);
    }

    /** As above for longer: 50 Java programs are started. */
    @Tag("benchmark")
    @Test
    void lastCompleteCheckpointLoadsAfterFiftyKills() throws Exception {
        killAndLoad(50);
    }

    private void killAndLoad(int times) throws Exception {
        var random = new Random(times);
        Path file = folder.resolve("network.safetensors");
        long reported = 0;
        int withLeftovers = 0;
        for (int i = 0; i < times; i++) {
            long start = reported;
            Process writer = start(file, start);
            try (BufferedReader lines = writer.inputReader()) {
                // It has begun; from now on any moment may be the last.
                reported = Math.max(reported, complete(lines.readLine()));
                writer.waitFor(random.nextInt(20_000), TimeUnit.MICROSECONDS);
                writer.toHandle().destroyForcibly(); // unlike the process itself, leaves what was said readable
                for (String line = lines.readLine(); line != null; line = lines.readLine())
                    reported = Math.max(reported, complete(line));
            }
            assertThat(writer.waitFor()).as("killed, not failed").isEqualTo(128 + 9);

            long loaded = generation(file);
            // What was replaced but not reported any more is as good.
            assertThat(loaded).isBetween(reported, reported + 1);
            assertThat(reported).isGreaterThan(start);
            reported = loaded;
            if (leftovers() > 0) withLeftovers++;
            AtomicFile.deleteLeftovers(file);
            assertThat(leftovers()).isZero();
        }
        // Else the kills came between the writings and the test shows nothing.
        if (times >= 50) assertThat(withLeftovers).isGreaterThan(times / 10);
    }

    /** The number in a line that was written to its end. */
    private static long complete(String line) {
        return line.endsWith(".") ? Long.parseLong(line.substring(0, line.length() - 1)) : 0;
    }

    private static Process start(Path file, long generation) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), Writer.class.getName(), file.toString(), Long.toString(generation))
                .redirectError(ProcessBuilder.Redirect.to(new File(file + ".errors"))).start();
    }

    private long leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).count();
        }
    }

    private static long generation(Path file) {
        StateDict network = switch (Checkpoints.open(file)) {
            case Checkpoint checkpoint -> checkpoint.networks().get("");
            case ForeignModel program -> throw new AssertionError(program.file());
            case Rejected rejected -> throw new AssertionError(rejected.sentence());
        };
        long generation = Long.parseLong((String) network.attributes().get("generation"));
        assertThat(network.tensors()).hasSize(TENSORS);
        network.tensors().values().forEach(tensor -> assertThat(tensor.floats()).containsOnly(generation));
        return generation;
    }

    /** The program that is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            for (long generation = Long.parseLong(arguments[1]) + 1;; generation++) {
                float[] values = new float[NUMBERS];
                Arrays.fill(values, generation);
                var writer = new SafetensorsWriter(Map.of("generation", Long.toString(generation)));
                for (int i = 0; i < TENSORS; i++)
                    writer.add("tensor" + i, new int[]{NUMBERS}, values);
                AtomicFile.writeDurably(file, writer::writeTo);
                System.out.println(generation + ".");
                System.out.flush();
            }
        }
    }
}
