package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.numpy.NpyArray;
import meander.models.checkpoint.numpy.NpyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
    @TempDir
    private Path folder;

    @Test
    void filesThatNumPyWroteAreRead() throws IOException {
        NpyArray z = NpyReader.read(CheckpointFixtures.path("ref/sg2ada_tiny32/z_seed0.npy"));
        NpyArray image = NpyReader.read(CheckpointFixtures.path("ref/sg2ada_tiny32/img_seed0_psi0.7_const_uint8_NHWC.npy"));
        NpyArray columns = NpyReader.read(CheckpointFixtures.path("ref/sg2ada_tiny32/mix_col_styles.npy"));

        assertThat(z).hasToString("F64[1, 64]");
        assertThat(z.doubles()).startsWith(1.764052345967664, 0.4001572083672233); // RandomState(0).randn
        assertThat(image).hasToString("U8[1, 32, 32, 3]");
        assertThat(Arrays.stream(image.longs())).hasSize(3072).allMatch(v -> v >= 0 && v <= 255);
        assertThat(columns.dtype()).isEqualTo(DType.I64);
        assertThat(columns.longs()).hasSize(4);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Path file = folder.resolve("a.npy");

        NpyReader.write(file, new int[]{2, 3}, new float[]{1, 2, 3, 4, 5, 6.5f});
        assertThat(NpyReader.read(file)).hasToString("F32[2, 3]").extracting(NpyArray::floats)
                .isEqualTo(new float[]{1, 2, 3, 4, 5, 6.5f});
        NpyReader.write(file, NpyArray.of(new int[]{2}, new double[]{Math.PI, -1}));
        assertThat(NpyReader.read(file).doubles()).containsExactly(Math.PI, -1);
        NpyReader.write(file, NpyArray.of(new int[]{}, new long[]{1L << 60}));
        assertThat(NpyReader.read(file)).hasToString("I64[]").extracting(NpyArray::longs).isEqualTo(new long[]{1L << 60});
        NpyReader.write(file, NpyArray.of(new int[]{1, 2}, new byte[]{(byte) 200, 3}));
        assertThat(NpyReader.read(file).longs()).containsExactly(200, 3);
    }

    @Test
    void bytesAreThoseOfNumPy() throws IOException {
        NpyArray array = NpyReader.read(CheckpointFixtures.path("ref/sg2ada_tiny32/z_seed0.npy"));
        Path file = folder.resolve("same.npy");

        NpyReader.write(file, array);

        assertThat(file).hasSameBinaryContentAs(CheckpointFixtures.path("ref/sg2ada_tiny32/z_seed0.npy"));
    }

    @Test
    void fortranOrderIsTurned() throws IOException {
        Path file = Files.write(folder.resolve("f.npy"),
                npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", 1, 4, 2, 5, 3, 6));

        assertThat(NpyReader.read(file).longs()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void namedArrayOfAnArchiveIsRead() throws IOException {
        var inner = folder.resolve("w.npy");
        NpyReader.write(inner, new int[]{1, 1, 2}, new float[]{7, 8});
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("w.npy"));
            zip.write(Files.readAllBytes(inner));
        }
        Path archive = Files.write(folder.resolve("projected_w.npz"), out.toByteArray());

        assertThat(NpyReader.read(archive, "w").floats()).containsExactly(7, 8);
        assertThat(reasonOf(() -> NpyReader.read(archive, "z"))).isEqualTo(Reason.MISSING_ENTRY);
        assertThat(reasonOf(() -> NpyReader.read(inner, "w"))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void whatIsNoArrayIsRefusedWithASentence() throws IOException {
        assertThat(reasonOf(() -> NpyReader.read(folder.resolve("none.npy")))).isEqualTo(Reason.MISSING_FILE);
        assertThat(reading("hello world".getBytes(StandardCharsets.US_ASCII))).isEqualTo(Reason.NOT_AN_ARRAY);
        assertThat(reading(new byte[0])).isEqualTo(Reason.NOT_AN_ARRAY);
        assertThat(reading(npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 1))).isEqualTo(Reason.MALFORMED);
        assertThat(reading(npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 1))).isEqualTo(Reason.MALFORMED);
        assertThat(reading(npy("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", 1, 2, 3, 4)))
                .isEqualTo(Reason.BIG_ENDIAN);
        assertThat(reading(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 1))).isEqualTo(Reason.MALFORMED);
        assertThat(reading(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), }", 1)))
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void shapeThatPromisesMoreThanThereIsCostsNothing() throws IOException {
        byte[] content = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (100000000,), }", 1);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThat(reading(content)).isEqualTo(Reason.TRUNCATED);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void everyShorterFileIsRefused() throws IOException {
        byte[] whole = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 1, 2, 3, 4, 5, 6, 7, 8);
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("short.npy"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpyReader.read(file)).as("%d bytes", length).isInstanceOf(RejectedException.class);
        }
    }

    private interface Reading {
        NpyArray read() throws IOException;
    }

    private Reason reading(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("odd.npy"), content);
        return reasonOf(() -> NpyReader.read(file));
    }

    private static Reason reasonOf(Reading reading) throws IOException {
        try {
            throw new AssertionError("was read: " + reading.read());
        } catch (RejectedException e) {
            return e.rejected().reason();
        }
    }

    private static byte[] npy(String header, int... content) {
        var out = new PickleAssembler().op(0x93).ops("NUMPY").op(1, 0, header.length(), 0).ops(header);
        return out.op(content).bytes();
    }
}
