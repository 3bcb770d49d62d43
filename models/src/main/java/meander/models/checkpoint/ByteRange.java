package meander.models.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A stretch of bytes, not read yet.
 *
 * @param position in bytes from the start of the source
 * @param length   in bytes
 */
public record ByteRange(ByteSource source, long position, long length) {
    public ByteRange {
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

    /** Told how far in the source a reading has come, in bytes; may call it off. */
    @FunctionalInterface
    public interface Reached {
        void at(long position) throws IOException;
    }

    /** The bytes in a row; the reader, of this source, stays open behind them. */
    public InputStream stream(ByteSource.Reader reader) {
        return stream(reader, _ -> {});
    }

    /** As {@link #stream(ByteSource.Reader)}. @param reached told after each reading */
    public InputStream stream(ByteSource.Reader reader, Reached reached) {
        return new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                int read = (int) Math.min(count, length - at);
                if (read <= 0) return count == 0 ? 0 : -1;
                reader.read(position + at, ByteBuffer.wrap(target, offset, read));
                at += read;
                reached.at(position + at);
                return read;
            }
        };
    }
}
