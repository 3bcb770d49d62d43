package meander.models.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import meander.models.checkpoint.Rejected.Reason;

/**
 * The central directory of a zip file. The JDK's reader gives streams but not the places of entries, and the places are what lets tensors
 * stay in the file. An archive that two readers could understand differently is refused: names that appear twice or climb out of a folder,
 * links, entries that overlap, and entries whose own header says something else than the directory.
 */
public final class ZipDirectory {
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

    private static final int DESCRIBED_BEHIND = 8;
    private static final int UNIX = 3;
    private static final int LINK = 0xa;

    private record Entry(String name, long header, long length, long packedLength, int method, int flags) {
        /** At least: the header in place may have extra fields of its own. */
        long end() {
            return header + LOCAL_HEADER_BYTES + name.getBytes(StandardCharsets.UTF_8).length + packedLength;
        }
    }

    /**
     * The bytes of an entry as they lie in the file.
     *
     * @param deflated whether they have to be unpacked
     */
    public record Content(ByteRange extent, boolean deflated) {}

    private final ByteSource.Reader reader;
    private final ReadBudget budget;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    /** Where the next entry begins, by the place of an entry. */
    private final Map<Long, Long> ends = new HashMap<>();
    private long entriesEnd;

    public ZipDirectory(ByteSource.Reader reader, ReadBudget budget) throws IOException {
        this.reader = reader;
        this.budget = budget;
        readEnd();
    }

    public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(entries.sequencedKeySet());
    }

    /** Where the content of an entry lies, which must be stored as it is. */
    public ByteRange content(String name) throws IOException {
        Content content = packed(name);
        if (content.deflated()) throw new RejectedException(Reason.COMPRESSED_ENTRY, name);
        return content.extent();
    }

    /** Where the content of an entry lies, which may be deflated. */
    public Content packed(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) throw new RejectedException(Reason.MISSING_ENTRY, name);
        boolean encrypted = (entry.flags() & 1) != 0;
        if (encrypted || entry.method() != 0 && entry.method() != 8) throw new RejectedException(Reason.COMPRESSED_ENTRY, name);
        if (entry.method() == 0 && entry.length() != entry.packedLength())
            throw wrong(entry.header(), "a stored entry with two lengths");
        ByteBuffer header = read(entry.header(), LOCAL_HEADER_BYTES);
        if (header.getInt(0) != LOCAL_HEADER) throw wrong(entry.header(), "no entry where one should be");
        int nameBytes = header.getShort(26) & 0xffff;
        long start = entry.header() + LOCAL_HEADER_BYTES + nameBytes + (header.getShort(28) & 0xffff);
        if (entry.packedLength() > entriesEnd - start) throw wrong(start, "an entry that is larger than its place");
        if (!says(entry, header) || !Arrays.equals(read(entry.header() + LOCAL_HEADER_BYTES, nameBytes).array(),
                name.getBytes(StandardCharsets.UTF_8)))
            throw wrong(entry.header(), "an entry that is not what the directory says");
        var next = ends.get(entry.header());
        if (next != null && start + entry.packedLength() > next) throw wrong(start, "entries that overlap");
        return new Content(new ByteRange(reader.source(), start, entry.packedLength()), entry.method() == 8);
    }

    /** Whether the header in place agrees with the directory, in what it does not leave to a description behind the content. */
    private static boolean says(Entry entry, ByteBuffer header) {
        long packed = header.getInt(18) & IN_EXTRA;
        long unpacked = header.getInt(22) & IN_EXTRA;
        boolean behind = (header.getShort(6) & DESCRIBED_BEHIND) != 0;
        return (header.getShort(8) & 0xffff) == entry.method() && (behind || packed == IN_EXTRA || unpacked == IN_EXTRA
                || packed == entry.packedLength() && unpacked == entry.length());
    }

    private void readEnd() throws IOException {
        int tail = (int) Math.min(size(), END_BYTES + LONGEST_COMMENT);
        ByteBuffer content = read(size() - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (content.getInt(at) != END || (content.getShort(at + 20) & 0xffff) > tail - END_BYTES - at) continue;
            long end = size() - tail + at;
            long count = content.getShort(at + 10) & 0xffff;
            if ((content.getShort(at + 8) & 0xffff) != count) throw wrong(end, "an archive in several parts");
            long length = content.getInt(at + 12) & IN_EXTRA;
            long start = content.getInt(at + 16) & IN_EXTRA;
            if (count == 0xffff || length == IN_EXTRA || start == IN_EXTRA) readEnd64(end - LOCATOR_BYTES);
            else
                readEntries(start, length, count, end);
            return;
        }
        // It began as a zip file, and the directory is written last.
        throw new RejectedException(Reason.TRUNCATED, size());
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
            throw new RejectedException(Reason.TOO_LARGE, "entries in an archive", (long) budget.limits().entries());
        var in = new ByteCursor(reader, start, start + length, 1 << 13, budget);
        for (long i = 0; i < count; i++) {
            if (in.i32() != ENTRY) throw in.malformed("no directory entry where one should be");
            in.skip(1); // version that made it
            int system = in.u8();
            in.skip(2); // version that is needed
            int flags = in.u16();
            int method = in.u16();
            in.skip(8); // time, date, checksum
            long packed = in.u32();
            long unpacked = in.u32();
            int nameBytes = in.u16();
            int extraBytes = in.u16();
            int commentBytes = in.u16();
            in.skip(4); // disk, internal attributes
            long attributes = in.u32();
            long header = in.u32();
            String name = in.utf8(nameBytes);
            budget.heap(224);
            if (!harmless(name)) throw in.malformed("an entry whose name leaves its folder");
            if (system == UNIX && attributes >>> 28 == LINK) throw in.malformed("an entry that is a link");
            Entry entry = withExtra(new Entry(name, header, unpacked, packed, method, flags), in, extraBytes);
            in.skip(commentBytes);
            if (entry.header() < 0 || entry.length() < 0 || entry.packedLength() < 0 || entry.end() < 0 || entry.end() > start)
                throw in.malformed("an entry outside of its part of the file");
            if (entries.put(name, entry) != null) throw in.malformed("two entries of one name");
        }
        if (in.remaining() > 0) throw in.malformed("a directory with more entries than it says");
        entriesEnd = start;
        requireApart();
    }

    private void requireApart() throws RejectedException {
        List<Entry> byPlace = new ArrayList<>(entries.values());
        byPlace.sort(Comparator.comparingLong(Entry::header));
        for (int i = 1; i < byPlace.size(); i++) {
            Entry entry = byPlace.get(i - 1);
            long next = byPlace.get(i).header();
            if (entry.end() > next) throw wrong(next, "entries that overlap");
            ends.put(entry.header(), next);
        }
    }

    private static boolean harmless(String name) {
        String plain = name.replace('\\', '/');
        return !name.isEmpty() && !plain.startsWith("/") && name.indexOf('\0') < 0 && !plain.matches("(?s)[A-Za-z]:.*")
                && !Arrays.asList(plain.split("/")).contains("..");
    }

    /** Values that need more than 32 bits stand in an extra field, in this order, each only if its usual place says so. */
    private static Entry withExtra(Entry entry, ByteCursor in, int extraBytes) throws IOException {
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
                result = new Entry(entry.name(), header, unpacked, packed, entry.method(), entry.flags());
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

    private static RejectedException wrong(long position, String what) {
        return new RejectedException(Reason.MALFORMED, position, what);
    }
}
