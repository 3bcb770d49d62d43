package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardFileTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_800_000_000_250L));

    @TempDir
    private Path folder;

    @Test
    void fileBeginsWithItsVersion() throws IOException {
        TensorBoardFile.open(folder, 0, CLOCK).close();

        List<Map<Integer, Object>> events = events();
        assertThat(file().getFileName().toString()).contains("tfevents");
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().get(1)).isEqualTo(Double.doubleToLongBits(1_800_000_000.25));
        assertThat(text(events.getFirst(), 3)).isEqualTo("brain.Event:2");
    }

    @Test
    void figuresAreScalarsOfTheirStep() throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("G/loss", 0.7);
        figures.put("msssim", Double.NaN);
        try (var board = TensorBoardFile.open(folder, 0, CLOCK)) {
            board.figures(123_456_789_012L, figures);
        }

        Map<Integer, Object> event = events().get(1);
        assertThat(event.get(2)).isEqualTo(123_456_789_012L);
        List<byte[]> values = repeated((byte[]) event.get(5), 1);
        assertThat(values).hasSize(2);
        Map<Integer, Object> loss = parse(values.get(0));
        assertThat(text(loss, 1)).isEqualTo("G/loss");
        assertThat(loss.get(2)).isEqualTo(Float.floatToIntBits(0.7f));
        assertThat(parse(values.get(1)).get(2)).isEqualTo(Float.floatToIntBits(Float.NaN));
    }

    @Test
    void pictureKeepsItsBytesAndTellsItsSize() throws IOException {
        var encoded = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(7, 300, BufferedImage.TYPE_BYTE_GRAY), "png", encoded);
        try (var board = TensorBoardFile.open(folder, 0, CLOCK)) {
            board.picture(5, "samples", encoded.toByteArray());
            assertThatThrownBy(() -> board.picture(6, "samples", new byte[100])).isInstanceOf(IllegalArgumentException.class);
        }

        List<Map<Integer, Object>> events = events();
        assertThat(events).hasSize(2);
        Map<Integer, Object> value = parse(repeated((byte[]) events.get(1).get(5), 1).getFirst());
        assertThat(text(value, 1)).isEqualTo("samples");
        Map<Integer, Object> image = parse((byte[]) value.get(4));
        assertThat(image).containsEntry(1, 300L).containsEntry(2, 7L).containsEntry(3, 1L);
        assertThat((byte[]) image.get(4)).isEqualTo(encoded.toByteArray());
    }

    @Test
    void resumedRunGoesOnInTheSameFileAndTellsFromWhere() throws IOException {
        try (var board = TensorBoardFile.open(folder, 0, CLOCK)) {
            board.figures(1000, Map.of("swd", 5.0));
            board.figures(2000, Map.of("swd", 4.0));
        }
        try (var board = TensorBoardFile.open(folder, 1500, CLOCK)) {
            board.figures(1500, Map.of("swd", 4.5));
        }

        assertThat(events()).extracting(event -> event.get(2)).containsExactly(null, 1000L, 2000L, 1500L, 1500L);
        assertThat(parse((byte[]) events().get(3).get(7))).containsExactly(Map.entry(1, 1L)); // SessionLog.START
    }

    @Test
    void whatAKilledProgramLeftHalfIsCutOff() throws IOException {
        try (var board = TensorBoardFile.open(folder, 0, CLOCK)) {
            board.figures(1000, Map.of("swd", 5.0));
        }
        byte[] whole = Files.readAllBytes(file());
        int first = 16 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            TensorBoardFile.open(folder, 7, CLOCK).close();

            assertThat(events()).hasSize(length < first ? 1 : 2);
        }
        whole[whole.length - 6] ^= 1; // a bit that tipped, in a record that is otherwise there
        Files.write(file(), whole);
        TensorBoardFile.open(folder, 7, CLOCK).close();

        assertThat(events()).extracting(event -> event.get(2)).containsExactly(null, 7L);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    /** Fields of each event; each record's two checksums are checked. */
    private List<Map<Integer, Object>> events() throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<Integer, Object>> events = new ArrayList<>();
        while (in.hasRemaining()) {
            long length = in.getLong(in.position());
            byte[] spelled = new byte[8];
            in.get(spelled);
            assertThat(unmasked(in.getInt())).isEqualTo(crc(spelled));
            byte[] content = new byte[Math.toIntExact(length)];
            in.get(content);
            assertThat(unmasked(in.getInt())).isEqualTo(crc(content));
            events.add(parse(content));
        }
        return events;
    }

    private static long unmasked(int masked) {
        int turned = masked - 0xa282ead8;
        return (turned >>> 17 | turned << 15) & 0xffff_ffffL;
    }

    private static long crc(byte[] content) {
        var crc = new CRC32C();
        crc.update(content);
        return crc.getValue();
    }

    private static String text(Map<Integer, Object> message, int field) {
        return new String((byte[]) message.get(field), StandardCharsets.UTF_8);
    }

    /** The last value of each field: varints and 64 bits as Long, 32 bits as Integer, all else as bytes. */
    private static Map<Integer, Object> parse(byte[] message) {
        Map<Integer, Object> fields = new LinkedHashMap<>();
        walk(message, fields::put);
        return fields;
    }

    private static List<byte[]> repeated(byte[] message, int wanted) {
        List<byte[]> values = new ArrayList<>();
        walk(message, (field, value) -> {
            if (field == wanted) values.add((byte[]) value);
        });
        return values;
    }

    private interface Sink {
        void put(int field, Object value);
    }

    private static void walk(byte[] message, Sink sink) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            Object value = switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield bytes;
                }
                case 5 -> in.getInt();
                default -> throw new AssertionError("wire type of " + tag);
            };
            sink.put((int) (tag >>> 3), value);
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) return value;
        }
    }
}
