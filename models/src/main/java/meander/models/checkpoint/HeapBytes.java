package meander.models.checkpoint;

import java.nio.ByteBuffer;

/** Bytes that had to be built in memory, such as those that a protocol 2 pickle spells as text. */
public record HeapBytes(byte[] content) implements ByteSource {
    @Override
    public long size() {
        return content.length;
    }

    @Override
    public Reader reader() {
        return new Reader() {
            @Override
            public ByteSource source() {
                return HeapBytes.this;
            }

            @Override
            public void read(long position, ByteBuffer target) {
                target.put(content, Math.toIntExact(position), target.remaining());
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    public ByteRange all() {
        return new ByteRange(this, 0, content.length);
    }
}
