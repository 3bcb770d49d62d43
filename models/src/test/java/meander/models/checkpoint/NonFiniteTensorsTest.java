package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.models.Fixtures;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.checkpoint.reader.NonFiniteSearch;
import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.graph.onnx.Protobuf;

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

    private Path onnx(Consumer<Protobuf> tensor) throws IOException {
        return Files.write(folder.resolve("net.onnx"), OnnxFiles.model(OnnxFiles.generator(graph -> graph.message(5, tensor))));
    }

    private static Consumer<Protobuf> tensor(int type, long size, Consumer<Protobuf> numbers) {
        return tensor -> numbers.accept(tensor.number(1, size).number(2, type).text(8, "w"));
    }

    /** As float_data and double_data, as raw bytes and as halves in whole numbers. */
    @Test
    void initializersOfProgramsAreLookedThrough() throws IOException {
        byte[] raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(2).putFloat(Float.NaN).array();
        assertThat(NonFiniteSearch.in(onnx(tensor(1, 2, t -> t.bytes(9, raw))))).contains(new NonFiniteTensors("w", 1));
        byte[] packed = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putFloat(Float.POSITIVE_INFINITY)
                .putFloat(Float.NaN).putFloat(3).array();
        assertThat(NonFiniteSearch.in(onnx(tensor(1, 3, t -> t.bytes(4, packed))))).contains(new NonFiniteTensors("w", 2));
        byte[] doubles = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(Double.NEGATIVE_INFINITY).putDouble(-2)
                .array();
        assertThat(NonFiniteSearch.in(onnx(tensor(11, 2, t -> t.bytes(10, doubles))))).contains(new NonFiniteTensors("w", 1));
        assertThat(
                NonFiniteSearch.in(onnx(tensor(10, 2, t -> t.number(5, Float.floatToFloat16(Float.NaN) & 0xffff).number(5, 3)))))
                .contains(new NonFiniteTensors("w", 1));
    }

    @Test
    void boundsAndMasksOfProgramsAreNoFault() throws IOException {
        float[][] meant = {{Float.NEGATIVE_INFINITY}, {Float.POSITIVE_INFINITY}, {0, Float.NEGATIVE_INFINITY, 1}, {1, 2, 3}};
        for (float[] numbers : meant) {
            ByteBuffer raw = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
            raw.asFloatBuffer().put(numbers);
            assertThat(NonFiniteSearch.in(onnx(tensor(1, numbers.length, t -> t.bytes(9, raw.array())))))
                    .as(Arrays.toString(numbers)).isEmpty();
        }
    }

    @Test
    void programsThatDrawHaveSoundNumbers() {
        for (String name : new String[]{"conditional.onnx", "unclear.onnx", "attention_trace.pt", "style_script.pt"})
            assertThat(NonFiniteSearch.in(Fixtures.path("programs/" + name))).as(name).isEmpty();
    }

    @Test
    void soundNumbersAreNoFault() throws IOException {
        assertThat(NonFiniteTensors.in(file(0, -Float.MAX_VALUE, Float.MIN_VALUE))).isEmpty();
    }
}
