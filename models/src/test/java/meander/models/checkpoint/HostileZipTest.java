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
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.numpy.NpyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives made to do harm: to show two readers two things, to fill the memory, to reach out of their folder. */
class HostileZipTest {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;

    @TempDir
    private Path folder;

    private static byte[] object() {
        return PickleAssembler.protocol(2).op('}').text("w").tensor("FloatStorage", "0", 2, 0, new long[]{2}, new long[]{1})
                .op('s').stop();
    }

    /** Three entries: the object, the byte order and the numbers. */
    private static byte[] good() {
        return TorchFiles.zip(object(), Map.of("0", TorchFiles.floats(1, 2)));
    }

    /** A good archive and one more entry. */
    private static byte[] with(String name) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            TorchFiles.store(zip, "net/data.pkl", object());
            TorchFiles.store(zip, "net/data/0", TorchFiles.floats(1, 2));
            TorchFiles.store(zip, name, new byte[4]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] changed(byte[] archive, Consumer<ByteBuffer> change) {
        change.accept(ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN));
        return archive;
    }

    /** Where the header of a kind stands, counted from 0. */
    private static int find(ByteBuffer archive, int kind, int which) {
        int left = which;
        for (int at = 0; at < archive.capacity() - 3; at++)
            if (archive.getInt(at) == kind && left-- == 0) return at;
        throw new AssertionError("no such header");
    }

    private static byte[] renamed(String name, String to) {
        return new String(with(name), StandardCharsets.ISO_8859_1).replace(name, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] compressed() {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            TorchFiles.store(zip, "net/data.pkl", object());
            zip.putNextEntry(new ZipEntry("net/data/0"));
            zip.write(new byte[1 << 20]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] cut(byte[] archive, int bytes) {
        return Arrays.copyOf(archive, archive.length - bytes);
    }

    static Stream<Arguments> archives() {
        return Stream.of(
                // One tool checks the first of two entries, another loads the second.
                Arguments.of("duplicate name", renamed("net/data/1", "net/data/0"), Reason.MALFORMED),
                // Would be written where the system keeps its own files, by whoever unpacks.
                Arguments.of("absolute name", with("/etc/cron.d/x"), Reason.MALFORMED),
                Arguments.of("absolute name of Windows", with("C:\\Windows\\x"), Reason.MALFORMED),
                Arguments.of("network share", with("\\\\server\\x"), Reason.MALFORMED),
                // Climbs out of the folder.
                Arguments.of("name that climbs out", with("net/../../x"), Reason.MALFORMED),
                Arguments.of("name that climbs out of Windows", with("net\\..\\..\\x"), Reason.MALFORMED),
                // Ends early in a language whose strings end with zero.
                Arguments.of("name with a zero", with("net/a\0.txt"), Reason.MALFORMED),
                // Unpacked, the entry would stand for another file.
                Arguments.of("link", changed(good(), zip -> {
                    int at = find(zip, CENTRAL, 1);
                    zip.put(at + 5, (byte) 3).putInt(at + 38, 0xa1ff_0000);
                }), Reason.MALFORMED),
                // A megabyte of zeros from a kilobyte: tensors lie in the file as they are, so nothing is unpacked.
                Arguments.of("compressed numbers", compressed(), Reason.COMPRESSED_ENTRY),
                // Nobody can read it without asking for a password.
                Arguments.of("encrypted", changed(good(), zip -> zip.putShort(find(zip, CENTRAL, 0) + 8, (short) 1)),
                        Reason.COMPRESSED_ENTRY),
                // A packing that does not exist.
                Arguments.of("method 99", changed(good(), zip -> zip.putShort(find(zip, CENTRAL, 0) + 10, (short) 99)),
                        Reason.COMPRESSED_ENTRY),
                // The header in place says something else than the directory: its name, its packing, its length.
                Arguments.of("other name in place", changed(good(), zip -> zip.put(find(zip, LOCAL, 0) + 30, (byte) 'x')),
                        Reason.MALFORMED),
                Arguments.of("other packing in place", changed(good(), zip -> zip.putShort(find(zip, LOCAL, 0) + 8, (short) 8)),
                        Reason.MALFORMED),
                Arguments.of("other length in place", changed(good(), zip -> zip.putInt(find(zip, LOCAL, 0) + 22, 1 << 30)),
                        Reason.MALFORMED),
                // Stored, but with two lengths.
                Arguments.of("two lengths", changed(good(), zip -> zip.putInt(find(zip, CENTRAL, 0) + 24, 1 << 30)),
                        Reason.MALFORMED),
                // Reaches into what follows, so that few bytes unfold to many.
                Arguments.of("overlap", changed(good(), zip -> {
                    int at = find(zip, CENTRAL, 0);
                    zip.putInt(at + 20, zip.getInt(at + 20) + 40).putInt(at + 24, zip.getInt(at + 24) + 40);
                }), Reason.MALFORMED),
                // Every entry is the same one.
                Arguments.of("all in one place", changed(good(), zip -> zip.putInt(find(zip, CENTRAL, 2) + 42, 0)),
                        Reason.MALFORMED),
                // The extra field in place moves the content into the next entry.
                Arguments.of("long extra field in place",
                        changed(good(), zip -> zip.putShort(find(zip, LOCAL, 0) + 28, (short) 60)), Reason.MALFORMED),
                // Lies behind the directory or far outside.
                Arguments.of("place outside of the file",
                        changed(good(), zip -> zip.putInt(find(zip, CENTRAL, 0) + 42, 0x7fff_ffff)), Reason.MALFORMED),
                Arguments.of("longer than the file", changed(good(), zip -> {
                    int at = find(zip, CENTRAL, 2);
                    zip.putInt(at + 20, 0x7fff_ffff).putInt(at + 24, 0x7fff_ffff);
                }), Reason.MALFORMED),
                // The directory is missing, or a part of it.
                Arguments.of("no directory", Arrays.copyOf(good(), 100), Reason.TRUNCATED),
                Arguments.of("half a directory", cut(good(), 30), Reason.TRUNCATED),
                // More entries than there are, fewer than there are, and more than memory is for.
                Arguments.of("count too large", count(9), Reason.MALFORMED),
                Arguments.of("count too small", count(2), Reason.MALFORMED),
                Arguments.of("count of 2^40", largeCount(1L << 40), Reason.TOO_LARGE),
                Arguments.of("negative count", largeCount(-1), Reason.TOO_LARGE),
                // A directory that begins in front of the file.
                Arguments.of("place of the directory", changed(good(), zip -> zip.putInt(find(zip, END, 0) + 16, 0x7fff_fff0)),
                        Reason.MALFORMED),
                // One part of several: the rest is elsewhere.
                Arguments.of("several parts", changed(good(), zip -> zip.putShort(find(zip, END, 0) + 8, (short) 1)),
                        Reason.MALFORMED));
    }

    private static byte[] count(int count) {
        return changed(good(), zip -> {
            int at = find(zip, END, 0);
            zip.putShort(at + 8, (short) count).putShort(at + 10, (short) count);
        });
    }

    /** As archives of more than 65,535 entries have it: the count stands in a record of its own. */
    private static byte[] largeCount(long count) {
        byte[] whole = good();
        ByteBuffer plain = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int end = find(plain, END, 0);
        var large = new PickleAssembler().le32(0x06064b50).le64(44).le32(0).le32(0).le32(0).le64(count).le64(count)
                .le64(plain.getInt(end + 12)).le64(plain.getInt(end + 16)).le32(0x07064b50).le32(0).le64(end).le32(1).bytes();
        plain.putShort(end + 8, (short) -1).putShort(end + 10, (short) -1);
        return TorchFiles.join(Arrays.copyOf(whole, end), large, Arrays.copyOfRange(whole, end, whole.length));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void hostileArchiveIsRefused(String what, byte[] content, Reason reason) throws IOException {
        Rejected rejected = CheckpointFixtures.refuse(Files.write(folder.resolve("hostile.pt"), content));

        assertThat(rejected.reason()).as(rejected.sentence()).isEqualTo(reason);
    }

    @Test
    void theArchiveThatTheseAreMadeOfIsGood() throws IOException {
        assertThat(CheckpointFixtures.open(Files.write(folder.resolve("good.pt"), good())).networks().get("").tensors().get("w")
                .floats()).containsExactly(1, 2);
        assertThat(CheckpointFixtures.open(Files.write(folder.resolve("more.pt"), with("net/version"))).networks()).isNotEmpty();
    }

    /** Forty megabytes of zeros from forty kilobytes. */
    @Test
    void bombOfAnArrayIsRefusedByWhatComesOutOfIt() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("w.npy"));
            String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (10000000,), }";
            zip.write(new PickleAssembler().op(0x93).ops("NUMPY").op(1, 0, header.length(), 0).ops(header).bytes());
            zip.write(new byte[40_000_000]);
        }
        Path file = Files.write(folder.resolve("bomb.npz"), out.toByteArray());

        assertThatThrownBy(() -> NpyReader.read(file, "w")).isInstanceOfSatisfying(RejectedException.class,
                refusal -> assertThat(refusal.rejected().reason()).isEqualTo(Reason.TOO_LARGE));
    }
}
