package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.models.checkpoint.reader.Checkpoints;
import meander.models.checkpoint.safetensors.SafetensorsWriter;

class NonFiniteTensorsTest {
    @TempDir
    Path folder;

    private Checkpoint file(float... numbers) throws IOException {
        Path file = folder.resolve("w.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            new SafetensorsWriter(Map.of()).add("sound", new int[]{1}, new float[]{1})
                    .add("w", new int[]{numbers.length}, numbers).writeTo(out);
        }
        return (Checkpoint) Checkpoints.open(file);
    }

    @Test
    void theTensorIsNamedAndItsNumbersAreCounted() throws IOException {
        assertThat(NonFiniteTensors.in(file(1, Float.NaN, Float.POSITIVE_INFINITY))).contains(new NonFiniteTensors("w", 2));
    }

    @Test
    void soundNumbersAreNoFault() throws IOException {
        assertThat(NonFiniteTensors.in(file(0, -Float.MAX_VALUE, Float.MIN_VALUE))).isEmpty();
    }
}
