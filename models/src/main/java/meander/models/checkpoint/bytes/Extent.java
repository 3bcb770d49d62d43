package meander.models.checkpoint.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A stretch of bytes, not read yet.
 *
 * @param position in bytes from the start of the source
 * @param length   in bytes
 */
public record Extent(ByteSource source, long position, long length) {
    public Extent {
        if (position < 0 || length < 0 || position > source.size() - length)
            throw new IllegalArgumentException(position + " + " + length + " > " + source.size());
    }

    /** Little-endian; only for stretches that are known to be short. */
    public ByteBuffer read() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        try (ByteSource.Reader reader = source.reader()) {
            reader.read(position, content);
        }
        return content.flip();
    }
}
