package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import meander.training.data.UnusableData.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedImageCacheTest {
    @TempDir
    private Path folder;
    private Path data;
    private Path cache;

    @BeforeEach
    void somePictures() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        cache = folder.resolve("cache/of/pictures");
        for (int i = 0; i < 5; i++)
            Draw.file(data, i + ".png", Draw.png(16, 16, 0x102030 * i));
    }

    private Dataset dataset() {
        return Prepare.dataset(data, DataSettings.CHOOSE, cache);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(cache)) {
            return all.toList();
        }
    }

    private FileTime written() throws IOException {
        return Files.getLastModifiedTime(files().getFirst());
    }

    @Test
    void picturesAreDecodedOnce() throws IOException {
        dataset().close();
        Files.setLastModifiedTime(files().getFirst(), FileTime.fromMillis(1000));

        try (Dataset again = dataset()) {
            assertThat(again.size()).isEqualTo(5);
            assertThat(again.pixels(2)[0]).isEqualTo((byte) 0x20);
            assertThat(written().toMillis()).isEqualTo(1000);
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void changedDataAndOtherSettingsAreDecodedAnew() throws IOException {
        String fingerprint;
        try (Dataset before = dataset()) {
            fingerprint = before.fingerprint();
        }
        Draw.file(data, "3.png", Draw.png(16, 16, 0xffffff));
        Files.setLastModifiedTime(data.resolve("3.png"), FileTime.fromMillis(5000));

        try (Dataset after = dataset(); Dataset smaller = Prepare.dataset(data, DataSettings.CHOOSE.withSize(8), cache)) {
            assertThat(after.fingerprint()).isNotEqualTo(fingerprint);
            assertThat(after.pixels(3)[0]).isEqualTo((byte) 255);
            assertThat(smaller.width()).isEqualTo(8);
            assertThat(smaller.fingerprint()).isNotEqualTo(after.fingerprint());
        }
        assertThat(files()).hasSize(3);
    }

    /** From the end: in the mark, in the description; and in the pictures. */
    @ParameterizedTest
    @ValueSource(longs = {-1, -60, 100})
    void damagedFileIsMadeAnew(long at) throws IOException {
        dataset().close();
        Path file = files().getFirst();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long place = at < 0 ? channel.size() + at : at;
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, place);
            one.put(0, (byte) (one.get(0) ^ 0x55)).rewind();
            channel.write(one, place);
        }

        try (Dataset mended = dataset()) {
            assertThat(mended.size()).isEqualTo(5);
            assertThat(mended.pixels(0)[100]).isZero();
        }
        assertThat(files()).containsExactly(file);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10, 2000})
    void truncatedFileIsMadeAnew(long size) throws IOException {
        dataset().close();
        try (FileChannel channel = FileChannel.open(files().getFirst(), StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }

        try (Dataset mended = dataset()) {
            assertThat(mended.size()).isEqualTo(5);
        }
    }

    @Test
    void fullDiskLeavesNothingBehind() throws IOException {
        Files.createDirectories(cache);

        assertThatThrownBy(() -> new DecodedImageCache().write(cache.resolve("x.pictures"), out -> {
            out.write(new byte[100_000]);
            throw new IOException("No space left on device");
        })).isInstanceOf(IOException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void folderThatCannotBeWrittenIsNamed() throws IOException {
        cache = Files.writeString(folder.resolve("file"), "in the way");

        UnusableData unusable = Prepare.refusal(data, cache);

        assertThat(unusable.reason()).isEqualTo(Reason.CACHE_UNWRITABLE);
        assertThat(unusable.sentence()).contains("a file of this name is in the way");
    }

    @Test
    void progressGrowsToOne() {
        List<Double> shares = new ArrayList<>();

        PreparedDataset prepared = Datasets.prepare(data.toString(), DataSettings.CHOOSE, cache, () -> false, shares::add);

        ((Dataset) prepared).close();
        assertThat(shares).isSorted().allMatch(share -> share >= 0 && share <= 1);
        assertThat(shares.getLast()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void cancellingLeavesNothingBehind() throws IOException {
        List<Double> shares = new ArrayList<>();

        PreparedDataset prepared = Datasets.prepare(data.toString(), DataSettings.CHOOSE, cache,
                () -> !shares.isEmpty() && shares.getLast() >= 0.1, shares::add);

        assertThat(prepared).isInstanceOfSatisfying(UnusableData.class,
                unusable -> assertThat(unusable.reason()).isEqualTo(Reason.CANCELLED));
        assertThat(Files.exists(cache) ? files() : List.of()).isEmpty();
    }

    @Test
    void closedDataSetIsAnErrorAndNotACrash() {
        Dataset dataset = dataset();
        dataset.close();

        assertThatThrownBy(() -> dataset.pixels(0)).isInstanceOf(IllegalStateException.class);
    }
}
