package meander.models.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SequencedSet;
import meander.models.checkpoint.Budget;
import meander.models.checkpoint.Refusal;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.bytes.ByteSource;
import meander.models.checkpoint.bytes.Cursor;
import meander.models.checkpoint.bytes.Extent;

/**
 * The central directory of a zip file, for entries that are stored as they are. The JDK's reader gives streams but not the places of
 * entries, and the places are what lets tensors stay in the file.
 */
final class ZipDirectory {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final long IN_EXTRA = 0xffff_ffffL;

    private record Entry(long header, long length, long packedLength, int method, boolean encrypted) {}

    private final ByteSource.Reader reader;
    private final Budget budget;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();

    ZipDirectory(ByteSource.Reader reader, Budget budget) throws IOException {
        this.reader = reader;
        this.budget = budget;
        readEnd();
    }

    SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(entries.sequencedKeySet());
    }

    /** Where the content of an entry lies. */
    Extent content(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) throw new Refusal(Reason.MISSING_ENTRY, name);
        if (entry.method() != 0 || entry.encrypted()) throw new Refusal(Reason.COMPRESSED_ENTRY, name);
        if (entry.length() != entry.packedLength()) throw wrong(entry.header(), "a stored entry with two lengths");
        if (entry.header() < 0 || entry.header() > size() - LOCAL_HEADER_BYTES)
            throw wrong(entry.header(), "an entry outside of the file");
        ByteBuffer header = read(entry.header(), LOCAL_HEADER_BYTES);
        if (header.getInt(0) != LOCAL_HEADER) throw wrong(entry.header(), "no entry where one should be");
        long start = entry.header() + LOCAL_HEADER_BYTES + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
        if (entry.length() < 0 || entry.length() > size() - start) throw wrong(start, "an entry that is larger than the file");
        return new Extent(reader.source(), start, entry.length());
    }

    private void readEnd() throws IOException {
        int tail = (int) Math.min(size(), END_BYTES + LONGEST_COMMENT);
        ByteBuffer content = read(size() - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (content.getInt(at) != END || (content.getShort(at + 20) & 0xffff) > tail - END_BYTES - at) continue;
            long end = size() - tail + at;
            long count = content.getShort(at + 10) & 0xffff;
            long length = content.getInt(at + 12) & IN_EXTRA;
            long start = content.getInt(at + 16) & IN_EXTRA;
            if (count == 0xffff || length == IN_EXTRA || start == IN_EXTRA) readEnd64(end - LOCATOR_BYTES);
            else
                readEntries(start, length, count, end);
            return;
        }
        // It began as a zip file, and the directory is written last.
        throw new Refusal(Reason.TRUNCATED, size());
    }

    private void readEnd64(long locatorAt) throws IOException {
        ByteBuffer locator = locatorAt < 0 ? ByteBuffer.allocate(LOCATOR_BYTES) : read(locatorAt, LOCATOR_BYTES);
        if (locator.getInt(0) != LOCATOR_64) throw wrong(locatorAt, "no large directory where one should be");
        long at = locator.getLong(8);
        if (at < 0 || at > locatorAt - 56) throw wrong(at, "a large directory outside of the file");
        ByteBuffer end = read(at, 56);
        if (end.getInt(0) != END_64) throw wrong(at, "no large directory where one should be");
        readEntries(end.getLong(48), end.getLong(40), end.getLong(32), at);
    }

    private void readEntries(long start, long length, long count, long limit) throws IOException {
        if (start < 0 || length < 0 || start > limit - length) throw wrong(start, "a directory outside of the file");
        if (count < 0 || count > budget.limits().entries())
            throw new Refusal(Reason.TOO_LARGE, "entries in an archive", (long) budget.limits().entries());
        var in = new Cursor(reader, start, start + length, 1 << 13, budget);
        for (long i = 0; i < count; i++) {
            if (in.i32() != ENTRY) throw in.malformed("no directory entry where one should be");
            in.skip(4); // versions
            int flags = in.u16();
            int method = in.u16();
            in.skip(8); // time, date, checksum
            long packed = in.u32();
            long unpacked = in.u32();
            int nameBytes = in.u16();
            int extraBytes = in.u16();
            int commentBytes = in.u16();
            in.skip(8); // disk, attributes
            long header = in.u32();
            String name = in.utf8(nameBytes);
            budget.heap(112);
            Entry entry = withExtra(new Entry(header, unpacked, packed, method, (flags & 1) != 0), in, extraBytes);
            in.skip(commentBytes);
            entries.put(name, entry);
        }
    }

    /** Values that need more than 32 bits stand in an extra field, in this order, each only if its usual place says so. */
    private static Entry withExtra(Entry entry, Cursor in, int extraBytes) throws IOException {
        in.require(extraBytes);
        long end = in.position() + extraBytes;
        Entry result = entry;
        while (end - in.position() >= 4) {
            int id = in.u16();
            int length = in.u16();
            if (length > end - in.position()) throw in.malformed("an extra field that is too long");
            long next = in.position() + length;
            if (id == 1) {
                long unpacked = entry.length() == IN_EXTRA && next - in.position() >= 8 ? in.i64() : entry.length();
                long packed = entry.packedLength() == IN_EXTRA && next - in.position() >= 8 ? in.i64() : entry.packedLength();
                long header = entry.header() == IN_EXTRA && next - in.position() >= 8 ? in.i64() : entry.header();
                result = new Entry(header, unpacked, packed, entry.method(), entry.encrypted());
            }
            in.skip(next - in.position());
        }
        in.skip(end - in.position());
        return result;
    }

    private long size() {
        return reader.source().size();
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        reader.read(position, content);
        return content.flip();
    }

    private static Refusal wrong(long position, String what) {
        return new Refusal(Reason.MALFORMED, position, what);
    }
}
