package meander.models.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import meander.models.checkpoint.Rejected.Reason;

/** Walks forward over a stretch of bytes with a small buffer, and knows where it is. Numbers are little-endian. */
public final class ByteCursor {
    private final ByteSource.Reader reader;
    private final ReadBudget budget;
    private final long end;
    private final ByteBuffer buffer;
    private long bufferEnd;

    /**
     * @param start      first byte, from the start of the reader's source
     * @param end        where the stretch ends, exclusively
     * @param bufferSize bytes read at a time
     */
    public ByteCursor(ByteSource.Reader reader, long start, long end, int bufferSize, ReadBudget budget) {
        this.reader = reader;
        this.budget = budget;
        this.end = end;
        this.buffer = ByteBuffer.allocate(Math.clamp(end - start, 16, bufferSize)).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        this.bufferEnd = start;
    }

    public ByteSource.Reader reader() {
        return reader;
    }

    /** From the start of the source. */
    public long position() {
        return bufferEnd - buffer.remaining();
    }

    public long remaining() {
        return end - position();
    }

    public int u8() throws IOException {
        need(1);
        return buffer.get() & 0xff;
    }

    public int u16() throws IOException {
        need(2);
        return buffer.getShort() & 0xffff;
    }

    public int i32() throws IOException {
        need(4);
        return buffer.getInt();
    }

    public long u32() throws IOException {
        return i32() & 0xffff_ffffL;
    }

    public long i64() throws IOException {
        need(8);
        return buffer.getLong();
    }

    /** A double whose bytes are in the opposite order, as pickle has it. */
    public double bigEndianDouble() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    /** Passes over bytes without reading them. */
    public ByteRange skip(long length) throws IOException {
        require(length);
        var extent = new ByteRange(reader.source(), position(), length);
        if (length <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) length);
        } else {
            bufferEnd = extent.position() + length;
            buffer.limit(0);
            report();
        }
        return extent;
    }

    /** The caller has bounded the length. */
    public byte[] bytes(long length) throws IOException {
        require(length);
        budget.heap(length + 16);
        byte[] content = new byte[Math.toIntExact(length)];
        if (length <= buffer.remaining()) {
            buffer.get(content);
        } else {
            ByteRange extent = skip(length);
            reader.read(extent.position(), ByteBuffer.wrap(content));
        }
        return content;
    }

    public String utf8(long length) throws IOException {
        require(length);
        if (length > budget.limits().text())
            throw new RejectedException(Reason.TOO_LARGE, "bytes in one string", (long) budget.limits().text());
        budget.heap(length + 48);
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    /** Up to a line feed, which is passed over. Latin 1, as the text opcodes of pickle are ASCII with escapes. */
    public String line(int limit) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = u8(); next != '\n'; next = u8()) {
            if (line.size() == limit) throw malformed("a line that does not end");
            line.write(next);
        }
        budget.heap(6L * line.size() + 144);
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Refuses unless this many bytes are left. */
    public void require(long length) throws RejectedException {
        if (length < 0) throw malformed("a negative length");
        if (length > remaining()) {
            boolean fileEnds = reader.source() instanceof FileBytes && end == reader.source().size();
            throw fileEnds
                    ? new RejectedException(Reason.TRUNCATED, end)
                    : malformed("more bytes asked for than its part of the file has");
        }
    }

    public RejectedException malformed(String what) {
        return new RejectedException(Reason.MALFORMED, position(), what);
    }

    private void need(int count) throws IOException {
        if (buffer.remaining() >= count) return;
        require(count);
        buffer.compact();
        buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + end - bufferEnd));
        int added = buffer.remaining();
        reader.read(bufferEnd, buffer);
        bufferEnd += added;
        buffer.flip();
        report();
    }

    private void report() throws RejectedException {
        // Nested parts are passed over within one instruction of the whole; only the file itself tells how far we are.
        if (reader.source() instanceof FileBytes file && end == file.size()) budget.reached((double) position() / end);
    }
}
