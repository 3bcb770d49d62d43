package meander.training.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import meander.models.graph.onnx.Protobuf;

/**
 * An event file that TensorBoard shows: figures as curves and pictures on a time line. Each event is one record of TensorFlow's
 * TFRecord framing (length, its checksum, content, its checksum). A file that a killed program left is taken up again: what is
 * incomplete at its end is cut off, and TensorBoard is told to forget what comes after the step where the run resumes. For one thread.
 */
public final class TensorBoardFile implements Closeable {
    private static final String NAME = "events.out.tfevents.";
    private static final int HEAD = 12; // length and checksum
    private static final int TAIL = 4; // checksum
    private static final int SESSION_START = 1;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final FileChannel channel;
    private final InstantSource clock;

    private TensorBoardFile(FileChannel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * Opens the folder's event file to add to it, or makes one.
     *
     * @param step the first step that will be written; steps from here on that the file already has are superseded
     */
    public static TensorBoardFile open(Path folder, long step, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.filter(f -> f.getFileName().toString().startsWith(NAME)).max(Path::compareTo)
                    .orElse(folder.resolve(NAME + "%010d.meander".formatted(clock.instant().getEpochSecond())));
        }
        var board = new TensorBoardFile(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), clock);
        try {
            board.begin(step);
        } catch (IOException | RuntimeException e) {
            board.close();
            throw e;
        }
        return board;
    }

    /** Adds figures to the curves of their names; a slash in a name groups curves. */
    public void figures(long step, Map<String, Double> figures) throws IOException {
        summary(step, summary -> figures
                .forEach((name, value) -> summary.message(1, item -> item.text(1, name).real(2, value.floatValue()))));
    }

    /**
     * Adds a picture to the time line of its name.
     *
     * @param png a whole PNG file
     * @throws IllegalArgumentException if it is none
     */
    public void picture(long step, String name, byte[] png) throws IOException {
        if (png.length < 26 || !ByteBuffer.wrap(png, 0, PNG.length).equals(ByteBuffer.wrap(PNG)))
            throw new IllegalArgumentException("not a PNG file");
        ByteBuffer header = ByteBuffer.wrap(png);
        int channels = switch (header.get(25)) {
            case 0 -> 1;
            case 4 -> 2;
            case 6 -> 4;
            default -> 3; // also for a palette, which is unpacked to red, green and blue
        };
        summary(step, summary -> summary.message(1, item -> item.text(1, name).message(4,
                image -> image.number(1, header.getInt(20)).number(2, header.getInt(16)).number(3, channels).bytes(4, png))));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void begin(long step) throws IOException {
        long end = wholeRecords();
        channel.truncate(end);
        channel.position(end);
        if (end == 0) event(event -> event.text(3, "brain.Event:2"));
        else
            event(event -> event.number(2, step).message(7, session -> session.number(1, SESSION_START)));
    }

    private void summary(long step, Consumer<Protobuf> content) throws IOException {
        event(event -> event.number(2, step).message(5, content));
    }

    private void event(Consumer<Protobuf> fields) throws IOException {
        var event = new Protobuf();
        Instant now = clock.instant();
        event.real(1, now.getEpochSecond() + now.getNano() / 1e9);
        fields.accept(event);
        byte[] content = event.toByteArray();
        ByteBuffer bytes = little(HEAD + content.length + TAIL).putLong(content.length);
        bytes.putInt(checksum(bytes.array(), 0, Long.BYTES)).put(content);
        bytes.putInt(checksum(content, 0, content.length)).flip();
        while (bytes.hasRemaining())
            channel.write(bytes);
    }

    /** Where the last complete record ends. */
    private long wholeRecords() throws IOException {
        long size = channel.size();
        long end = 0;
        while (size - end >= HEAD + TAIL) {
            ByteBuffer head = read(end, HEAD);
            long length = head.getLong(0);
            if (head.getInt(Long.BYTES) != checksum(head.array(), 0, Long.BYTES)) break;
            if (length < 0 || length > size - end - HEAD - TAIL) break;
            ByteBuffer content = read(end + HEAD, Math.toIntExact(length + TAIL));
            if (content.getInt((int) length) != checksum(content.array(), 0, (int) length)) break;
            end += HEAD + length + TAIL;
        }
        return end;
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer bytes = little(length);
        while (bytes.hasRemaining())
            if (channel.read(bytes, position + bytes.position()) < 0) throw new IOException("the file became shorter");
        return bytes;
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** CRC-32C, turned and shifted as TFRecord does so that a checksum of something with checksums inside stays useful. */
    private static int checksum(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }
}
