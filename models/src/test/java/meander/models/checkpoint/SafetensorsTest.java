package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.files.AtomicFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
    private static final int[] SCALAR = {};

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        float[] reals = {1.5f, -2, Float.NaN, 1e-42f, Float.MAX_VALUE, 0};
        var writer = new SafetensorsWriter(Map.of("kimg", "12", "name", "größer \"so\" 大"));
        writer.add("G.conv.weight", new int[]{2, 3}, reals);
        writer.add("half", DType.F16, new int[]{2}, () -> shorts(Float.floatToFloat16(0.1f), Float.floatToFloat16(-65504)));
        writer.add("brain", DType.BF16, new int[]{2}, () -> shorts((short) 0x3fc0, (short) 0xc000));
        writer.add("wide", DType.F64, SCALAR, () -> little(8).putDouble(Math.PI).flip());
        writer.add("step", DType.I64, new int[]{1}, () -> little(8).putLong(Long.MIN_VALUE).flip());
        writer.add("bytes", DType.U8, new int[]{3}, () -> ByteBuffer.wrap(new byte[]{0, 127, -1}));
        writer.add("flags", DType.BOOL, new int[]{2}, () -> ByteBuffer.wrap(new byte[]{1, 0}));
        writer.add("nothing", DType.I32, new int[]{0, 4}, () -> little(0));
        writer.add("大", new int[]{1}, new float[]{7});

        Checkpoint checkpoint = CheckpointFixtures.open(write(writer));

        assertThat(checkpoint.container()).isEqualTo(ContainerFormat.SAFETENSORS);
        assertThat(checkpoint.networks()).containsOnlyKeys("");
        StateDict network = checkpoint.networks().get("");
        assertThat(network.attributes()).isEqualTo(Map.of("kimg", "12", "name", "größer \"so\" 大"));
        Map<String, StoredTensor> tensors = network.tensors();
        assertThat(tensors.keySet()).containsExactly("G.conv.weight", "half", "brain", "wide", "step", "bytes", "flags",
                "nothing", "大");
        assertThat(tensors.get("G.conv.weight")).hasToString("F32[2, 3]");
        assertThat(tensors.get("G.conv.weight").floats()).containsExactly(reals);
        assertThat(tensors.get("half").floats()).containsExactly(0.099975586f, -65504); // 0.1 in halves
        assertThat(tensors.get("brain").floats()).containsExactly(1.5f, -2);
        assertThat(tensors.get("wide").doubles()).containsExactly(Math.PI);
        assertThat(tensors.get("wide").shape()).isEmpty();
        assertThat(tensors.get("step").longs()).containsExactly(Long.MIN_VALUE);
        assertThat(tensors.get("bytes").longs()).containsExactly(0, 127, 255);
        assertThat(tensors.get("flags").longs()).containsExactly(1, 0);
        assertThat(tensors.get("nothing").floats()).isEmpty();
        assertThat(tensors.get("大").floats()).containsExactly(7);
    }

    @Test
    void numbersBeginAtAMultipleOfEightBytes() throws IOException {
        for (int extra = 0; extra < 8; extra++) {
            var out = new ByteArrayOutputStream();
            new SafetensorsWriter(Map.of()).add("w" + "x".repeat(extra), new int[]{1}, new float[]{1}).writeTo(out);

            ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(file.getLong(0) % 8).isZero();
            assertThat(file.getFloat(8 + (int) file.getLong(0))).isEqualTo(1);
        }
    }

    /** One that was made by the format's own library, safetensors 0.8 for Python; it puts wide types first. */
    @Test
    void fileOfTheOriginalLibraryIsRead() {
        Map<String, StoredTensor> tensors = CheckpointFixtures.open(CheckpointFixtures.path("python.safetensors")).networks()
                .get("").tensors();

        assertThat(tensors.keySet()).containsExactlyInAnyOrder("a.weight", "a.bias", "count", "mask");
        assertThat(tensors.get("a.weight").floats()).containsExactly(0, 0.5f, 1, 1.5f, 2, 2.5f);
        assertThat(tensors.get("a.weight").shape()).containsExactly(2, 3);
        assertThat(tensors.get("a.bias").floats()).containsExactly(-1, 0.25f);
        assertThat(tensors.get("count").longs()).containsExactly(1L << 40);
        assertThat(tensors.get("mask").longs()).containsExactly(1, 0, 1);
    }

    @Test
    void writingAsksForOneTensorAtATime() throws IOException {
        int[] asked = {0};
        var writer = new SafetensorsWriter(Map.of());
        for (int i = 0; i < 3; i++) {
            int expected = i;
            writer.add("t" + i, DType.U8, new int[]{1}, () -> {
                assertThat(asked[0]++).isEqualTo(expected);
                return ByteBuffer.wrap(new byte[]{(byte) expected});
            });
        }
        assertThat(asked[0]).isZero();

        var out = new ByteArrayOutputStream();
        writer.writeTo(out);

        assertThat(out.toByteArray()).endsWith(0, 1, 2);
    }

    @Test
    void tensorOfAnotherLengthThanItsShapeIsAnError() {
        var writer = new SafetensorsWriter(Map.of()).add("w", DType.F32, new int[]{2}, () -> little(4));

        assertThatThrownBy(() -> writer.writeTo(new ByteArrayOutputStream())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4 bytes instead of 8");
        assertThatThrownBy(() -> writer.add("w", new int[]{1}, new float[1])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fileThatEndsEarlyIsRefusedAtAnyPlace() throws IOException {
        var random = new Random(1);
        var writer = new SafetensorsWriter(Map.of("kimg", "12"));
        for (int i = 0; i < 20; i++)
            writer.add("layer" + i, new int[]{10, 10}, new float[100]);
        byte[] whole = Files.readAllBytes(write(writer));
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);

        for (int i = 0; i < 200; i++) {
            int length = i < 100 ? i * 12 : random.nextInt(whole.length);
            Rejected rejected = CheckpointFixtures
                    .refuse(Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length)));
            assertThat(rejected.sentence()).isNotBlank();
            if (length > 8) assertThat(rejected).isEqualTo(Rejected.because(Reason.TRUNCATED, (long) length));
            reasons.add(rejected.reason());
        }

        assertThat(reasons).containsExactlyInAnyOrder(Reason.EMPTY_FILE, Reason.TRUNCATED);
    }

    @Test
    void fileWithOneWrongByteIsOpenedOrRefusedAndNothingElse() throws IOException {
        var random = new Random(2);
        var writer = new SafetensorsWriter(Map.of("kimg", "12"));
        for (int i = 0; i < 4; i++)
            writer.add("layer" + i, new int[]{5}, new float[5]);
        byte[] whole = Files.readAllBytes(write(writer));
        int[] outcomes = new int[2];

        for (int i = 0; i < 500; i++) {
            byte[] wrong = whole.clone();
            wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
            switch (Checkpoints.open(Files.write(folder.resolve("wrong.safetensors"), wrong))) {
                case ForeignModel program -> throw new AssertionError(program.inputs());
                case Rejected rejected -> {
                    assertThat(rejected.sentence()).isNotBlank();
                    outcomes[0]++;
                }
                case Checkpoint checkpoint -> {
                    checkpoint.networks().get("").tensors().values().forEach(StoredTensor::floats);
                    outcomes[1]++;
                }
            }
        }

        assertThat(outcomes).as("refused and opened").doesNotContain(0);
    }

    static Stream<Arguments> hostile() {
        String w = "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";
        return Stream.of(
                // Has the reader set aside a gigabyte for a header that is not there.
                Arguments.of("huge header", raw(0x4000_0000L, "{}"), Reason.TOO_LARGE),
                // The same within what is allowed: longer than the file.
                Arguments.of("header beyond the file", raw(99_999_999L, "{}"), Reason.TRUNCATED),
                // Reads what stands behind the numbers, or another's memory where a file is mapped.
                Arguments.of("offsets beyond the file", file("{'w':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}", 8),
                        Reason.TRUNCATED),
                // The sizes' product wraps around to the few bytes that are there: 2³²·2³²·4 + 8.
                Arguments.of("overflowing shape",
                        file("{'w':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}}", 0), Reason.MALFORMED),
                // Turns the length negative.
                Arguments.of("offsets backwards", file("{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}", 8),
                        Reason.MALFORMED),
                // Points before the numbers, into the header.
                Arguments.of("negative offset", file("{'w':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}", 8),
                        Reason.MALFORMED),
                // Two tensors share bytes, so that a small file unfolds to a large network.
                Arguments.of("overlap", file(w + ",'v':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}", 12),
                        Reason.MALFORMED),
                // Hides a file of another kind between tensors.
                Arguments.of("gap", file(w + ",'v':{'dtype':'F32','shape':[2],'data_offsets':[12,20]}}", 20), Reason.MALFORMED),
                // Hides it behind them.
                Arguments.of("appendix", file(w + "}", 4096), Reason.MALFORMED),
                // Shows one reader the first and another the second.
                Arguments.of("duplicate name", file(w + ",'w':{'dtype':'I32','shape':[2],'data_offsets':[8,16]}}", 16),
                        Reason.MALFORMED),
                // The same within one tensor.
                Arguments.of("duplicate shape", file("{'w':{'dtype':'F32','shape':[2],'shape':[1],'data_offsets':[0,8]}}", 8),
                        Reason.MALFORMED),
                // Exhausts the stack of a recursive parser.
                Arguments.of("deep nesting", file("{'w':" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 0),
                        Reason.MALFORMED),
                // A number that takes minutes to convert.
                Arguments.of("long number", file("{'w':{'dtype':'F32','shape':[" + "9".repeat(1_000_000) + "]}}", 0),
                        Reason.MALFORMED),
                // No numbers at all, but a shape of sixteen million dimensions.
                Arguments.of("many dimensions", file("{'w':{'dtype':'U8','shape':[" + "1,".repeat(1 << 20) + "1]}}", 0),
                        Reason.MALFORMED),
                // Tensors without bytes cost nothing in the file but objects here.
                Arguments.of("many tensors", file(manyEmptyTensors(150_000), 0), Reason.TOO_LARGE),
                // Metadata that are more than strings reach code that expects strings.
                Arguments.of("nested metadata", file("{'__metadata__':{'a':{'b':'c'}}," + w.substring(1) + "}", 8),
                        Reason.MALFORMED),
                // UTF-16, which a guessing parser accepts and a filter for names does not see.
                Arguments.of("another encoding", raw(2 + w.length() * 2L + 2, (w + "}").getBytes(StandardCharsets.UTF_16LE), 8),
                        Reason.MALFORMED),
                // Bytes that are no text at all, which a lenient decoder replaces: two names may become one.
                Arguments.of("no encoding", raw(8, new byte[]{'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}, 0),
                        Reason.MALFORMED),
                // Says less than a tensor needs, so that a reader falls back on what it finds.
                Arguments.of("no type", file("{'w':{'shape':[2],'data_offsets':[0,8]}}", 8), Reason.MALFORMED),
                // A byte more than the format allows.
                Arguments.of("header of 100,000,001 bytes", raw(100_000_001L, "{}"), Reason.TOO_LARGE),
                // Not JSON, but what lenient parsers take for it.
                Arguments.of("comment", file("{/* */" + w.substring(1) + "}", 8), Reason.MALFORMED),
                Arguments.of("two headers", file(w + "}{}", 8), Reason.MALFORMED),
                // Numbers that exist but not here: said as such and not called damage.
                Arguments.of("eight bit floats", file("{'w':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}}", 8),
                        Reason.NUMBERS_NOT_SUPPORTED),
                Arguments.of("unknown type", file("{'w':{'dtype':'os.system','shape':[8],'data_offsets':[0,8]}}", 8),
                        Reason.MALFORMED),
                Arguments.of("nothing inside", file("{}", 0), Reason.NO_NETWORK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void hostileFileIsRefused(String name, byte[] content, Reason reason) throws IOException {
        Rejected rejected = CheckpointFixtures.refuse(Files.write(folder.resolve("hostile.safetensors"), content));

        assertThat(rejected.reason()).as(rejected.sentence()).isEqualTo(reason);
    }

    @Test
    void openingStopsWhenCancelled() throws IOException {
        Path file = write(new SafetensorsWriter(Map.of()).add("w", new int[]{1}, new float[1]));
        int[] asked = {0};

        assertThat(Checkpoints.open(file, () -> ++asked[0] > 1, share -> {})).isEqualTo(Rejected.because(Reason.CANCELLED));
    }

    private Path write(SafetensorsWriter writer) throws IOException {
        Path file = folder.resolve("network.safetensors");
        AtomicFile.write(file, writer::writeTo);
        return file;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer shorts(short... values) {
        ByteBuffer bytes = little(2 * values.length);
        for (short value : values)
            bytes.putShort(value);
        return bytes.flip();
    }

    private static String manyEmptyTensors(int count) {
        var header = new StringBuilder("{");
        for (int i = 0; i < count; i++)
            header.append(i == 0 ? "" : ",").append("'").append(i).append("':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}");
        return header.append("}").toString();
    }

    private static byte[] file(String header, int numbers) {
        byte[] bytes = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return raw(bytes.length, bytes, numbers);
    }

    private static byte[] raw(long length, String header) {
        return raw(length, header.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static byte[] raw(long length, byte[] header, int numbers) {
        return little(8 + header.length + numbers).putLong(length).put(header).array();
    }
}
