package meander.training.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import meander.models.files.AtomicFile;

/**
 * Keeps decoded pictures in one file: their bytes [N,C,H,W] from the start, so that they can be mapped, then a description in JSON, its
 * length and checksum, and a mark that tells a whole file.
 */
final class DecodedImageCache {
    private static final long MARK = 0x4d45414e44455231L; // "MEANDER1"
    private static final int TRAILER = Integer.BYTES + Long.BYTES + Long.BYTES;
    private static final int STEP = 1 << 24;

    private final ObjectMapper mapper = new ObjectMapper();

    /** What follows the pictures. */
    record Description(DataSummary summary, int[] labels, long checksum) {}

    /** Puts out the pictures and says at the end what they are. */
    interface Content {
        Description writeTo(OutputStream pictures) throws IOException;
    }

    void write(Path file, Content content) throws IOException {
        AtomicFile.write(file, out -> {
            Description description = content.writeTo(out);
            byte[] json = mapper.writeValueAsBytes(description);
            DataOutputStream data = new DataOutputStream(out);
            data.write(json);
            data.writeInt(json.length);
            data.writeLong(checksum(json));
            data.writeLong(MARK);
            data.flush();
        });
    }

    /** The pictures of a file; nothing if there is none or it is not what was written. */
    Optional<Dataset> open(Path file, String title, ProgressListener watch) throws UnusableDataException {
        if (!Files.isRegularFile(file)) return Optional.empty();
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file)) {
            Description description = describe(channel);
            if (description == null) {
                arena.close();
                return Optional.empty();
            }
            DataSummary is = description.summary();
            long bytes = (long) is.size() * is.channels() * is.height() * is.width();
            MemorySegment pictures = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
            if (checksum(pictures, watch) != description.checksum()) {
                arena.close();
                return Optional.empty();
            }
            DataSummary summary = new DataSummary(title, is.size(), is.width(), is.height(), is.channels(), is.classes(),
                    is.changes(), is.skipped(), is.allSkipped(), is.otherFiles(), is.fingerprint(), is.sides());
            return Optional.of(new Dataset(arena, pictures, description.labels(), summary));
        } catch (UnusableDataException e) {
            arena.close();
            throw e;
        } catch (IOException | RuntimeException e) { // whatever a damaged description leads to
            arena.close();
            return Optional.empty();
        }
    }

    private Description describe(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < TRAILER) return null;
        ByteBuffer trailer = read(channel, size - TRAILER, TRAILER);
        int length = trailer.getInt();
        long checksum = trailer.getLong();
        if (trailer.getLong() != MARK || length < 0 || length > size - TRAILER) return null;
        byte[] json = read(channel, size - TRAILER - length, length).array();
        if (checksum(json) != checksum) return null;
        return mapper.readValue(json, Description.class);
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.BIG_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0);
        return buffer.flip();
    }

    static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    private static long checksum(MemorySegment pictures, ProgressListener watch) throws UnusableDataException {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < pictures.byteSize(); at += STEP) {
            watch.behind((double) at / pictures.byteSize());
            crc.update(pictures.asSlice(at, Math.min(STEP, pictures.byteSize() - at)).asByteBuffer());
        }
        return crc.getValue();
    }
}
