package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import meander.training.data.UnusableData.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final int RED = 0xdc1e1e;
    private static final int BLUE = 0x1428d2;

    @TempDir
    private Path folder;
    private Path data;
    private Path cache;

    @BeforeEach
    void folders() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        cache = folder.resolve("cache");
    }

    private Dataset dataset(Path where) {
        return Prepare.dataset(where, DataSettings.CHOOSE, cache);
    }

    private static int[] rgb(Dataset dataset, int index, int x, int y) {
        byte[] pixels = dataset.pixels(index);
        int plane = dataset.width() * dataset.height();
        int at = y * dataset.width() + x;
        return new int[]{pixels[at] & 0xff, pixels[at + plane] & 0xff, pixels[at + 2 * plane] & 0xff};
    }

    private static Map<String, byte[]> cats() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("set/cats/1.png", Draw.png(16, 16, RED));
        files.put("set/cats/2.png", Draw.png(16, 16, RED));
        files.put("set/dogs/old/3.png", Draw.png(16, 16, BLUE));
        files.put("set/readme.txt", "Cats and dogs.".getBytes(StandardCharsets.UTF_8));
        files.put("__MACOSX/set/cats/._1.png", new byte[]{1});
        files.put("set/.DS_Store", new byte[]{1});
        return files;
    }

    private static byte[] idx(int[] sizes, byte[] content) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length + content.length).putInt(0x800 + sizes.length);
        for (int size : sizes)
            buffer.putInt(size);
        return buffer.put(content).array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] levels(int count, int pixels) {
        byte[] samples = new byte[count * pixels];
        for (int i = 0; i < samples.length; i++)
            samples[i] = (byte) (100 + i / pixels);
        return samples;
    }

    @Test
    void foldersInAFolderAreClasses() throws IOException {
        for (var each : cats().entrySet())
            Draw.file(data, each.getKey(), each.getValue());

        try (Dataset dataset = dataset(data)) {
            assertThat(dataset.summary().title()).isEqualTo("data");
            assertThat(dataset.size()).isEqualTo(3);
            assertThat(dataset.classes()).containsExactly("cats", "dogs");
            assertThat(dataset.label(0)).isZero();
            assertThat(dataset.label(2)).isEqualTo(1);
            assertThat(rgb(dataset, 0, 3, 3)).containsExactly(0xdc, 0x1e, 0x1e);
            assertThat(rgb(dataset, 2, 3, 3)).containsExactly(0x14, 0x28, 0xd2);
            assertThat(dataset.summary().otherFiles()).isEqualTo(1);
            assertThat(dataset.summary().skipped()).isEmpty();
        }
    }

    @Test
    void foldersInAZipAreClasses() throws IOException {
        Path zip = Draw.zip(folder.resolve("pets.zip"), cats());

        try (Dataset dataset = dataset(zip)) {
            assertThat(dataset.summary().title()).isEqualTo("pets.zip");
            assertThat(dataset.classes()).containsExactly("cats", "dogs");
            assertThat(dataset.size()).isEqualTo(3);
        }
    }

    @Test
    void samePicturesHaveTheSameFingerprintWhereverTheyLie() throws IOException {
        for (var each : cats().entrySet())
            Draw.file(data, each.getKey(), each.getValue());
        Path zip = Draw.zip(folder.resolve("pets.zip"), cats());

        try (Dataset unpacked = dataset(data); Dataset packed = dataset(zip)) {
            assertThat(packed.fingerprint()).isEqualTo(unpacked.fingerprint()).hasSize(64);
        }
    }

    @Test
    void picturesInOneFolderHaveNoClasses() throws IOException {
        Draw.file(data, "a.png", Draw.png(16, 16, RED));
        Draw.file(data, "b.png", Draw.png(16, 16, BLUE));

        try (Dataset dataset = dataset(data)) {
            assertThat(dataset.classes()).isEmpty();
            assertThat(dataset.label(1)).isEqualTo(-1);
        }
    }

    @Test
    void picturesBesideFoldersAreAClassOfTheirOwn() throws IOException {
        Draw.file(data, "a.png", Draw.png(16, 16, RED));
        Draw.file(data, "dogs/b.png", Draw.png(16, 16, BLUE));

        try (Dataset dataset = dataset(data)) {
            assertThat(dataset.classes()).containsExactly("(none)", "dogs");
        }
    }

    @Test
    void listOfLabelsOfNvlabsGivesTheClasses() throws IOException {
        String json = "{\"labels\": [[\"00000/a.png\", 2], [\"00000/b.png\", 0], [\"00000/gone.png\", 1]]}";
        Map<String, byte[]> files = Map.of("dataset.json", json.getBytes(StandardCharsets.UTF_8), "00000/a.png",
                Draw.png(16, 16, RED), "00000/b.png", Draw.png(16, 16, BLUE));
        Path zip = Draw.zip(folder.resolve("set.zip"), files);
        for (var each : files.entrySet())
            Draw.file(data, each.getKey(), each.getValue());

        for (Path where : new Path[]{zip, data, data.resolve("dataset.json")}) {
            try (Dataset dataset = dataset(where)) {
                assertThat(dataset.classes()).containsExactly("0", "1", "2");
                assertThat(dataset.label(0)).isEqualTo(2);
                assertThat(dataset.label(1)).isZero();
                assertThat(dataset.summary().skipped()).singleElement()
                        .satisfies(skipped -> assertThat(skipped.reason()).isEqualTo(SkippedImage.Reason.MISSING));
            }
        }
    }

    @Test
    void nvlabsDataWithoutLabelsHasNoClassesThoughItHasFolders() throws IOException {
        Path zip = Draw.zip(folder.resolve("set.zip"),
                Map.of("dataset.json", "{\"labels\": null}".getBytes(StandardCharsets.UTF_8), "00000/a.png",
                        Draw.png(16, 16, RED), "00001/b.png", Draw.png(16, 16, BLUE)));

        try (Dataset dataset = dataset(zip)) {
            assertThat(dataset.size()).isEqualTo(2);
            assertThat(dataset.classes()).isEmpty();
        }
    }

    @Test
    void damagedListOfLabelsIsToldSo() throws IOException {
        Draw.file(data, "a.png", Draw.png(16, 16, RED));
        for (String json : new String[]{"{\"labels\": [[\"a.png\", [0.5, 0.1]]]}", "{\"labels\": [[\"a.png\", -1]]}", "{\"lab",
                "{\"labels\": 3}"}) {
            Draw.file(data, "dataset.json", json.getBytes(StandardCharsets.UTF_8));

            assertThat(Prepare.refusal(data, cache).reason()).as(json).isEqualTo(Reason.DAMAGED_LABELS);
        }
    }

    @Test
    void idxFilesAreFoundBesideEachOtherPackedOrNot() throws IOException {
        byte[] images = idx(new int[]{3, 28, 28}, levels(3, 28 * 28));
        byte[] labels = idx(new int[]{3}, new byte[]{1, 0, 2});
        Draw.file(data, "plain/train-images.idx3-ubyte", images);
        Draw.file(data, "plain/train-labels.idx1-ubyte", labels);
        Draw.file(data, "packed/train-images-idx3-ubyte.gz", gzip(images));
        Draw.file(data, "packed/train-labels-idx1-ubyte.gz", gzip(labels));
        Path zip = Draw.zip(folder.resolve("mnist.zip"),
                Map.of("train-images-idx3-ubyte.gz", gzip(images), "train-labels-idx1-ubyte.gz", gzip(labels)));

        for (Path where : new Path[]{data.resolve("plain"), data.resolve("packed"), zip,
                data.resolve("plain/train-images.idx3-ubyte"), data.resolve("packed/train-labels-idx1-ubyte.gz")}) {
            try (Dataset dataset = dataset(where)) {
                assertThat(dataset.size()).isEqualTo(3);
                assertThat(dataset.classes()).containsExactly("0", "1", "2");
                assertThat(dataset.label(0)).isEqualTo(1);
                assertThat(dataset.width()).as("padded, not scaled").isEqualTo(32);
                assertThat(dataset.pixels(1)[16 * 32 + 16]).isEqualTo((byte) 101);
                assertThat(dataset.pixels(1)[16 * 32 + 1]).isZero();
                assertThat(dataset.pixels(1)[16 * 32 + 2]).isEqualTo((byte) 101);
                assertThat(dataset.summary().sentences()).contains("All of them were padded to a square.");
            }
        }
    }

    @Test
    void largerOfTwoIdxSetsIsUsedAndTheOtherNamed() throws IOException {
        Draw.file(data, "train-images-idx3-ubyte", idx(new int[]{3, 8, 8}, levels(3, 64)));
        Draw.file(data, "t10k-images-idx3-ubyte", idx(new int[]{2, 8, 8}, levels(2, 64)));
        Draw.file(data, "train-labels-idx1-ubyte", idx(new int[]{3}, new byte[]{1, 0, 2}));
        Draw.file(data, "t10k-labels-idx1-ubyte", idx(new int[]{2}, new byte[]{1, 1}));

        try (Dataset dataset = dataset(data); Dataset test = dataset(data.resolve("t10k-images-idx3-ubyte"))) {
            assertThat(dataset.size()).isEqualTo(3);
            assertThat(dataset.classes()).hasSize(3);
            assertThat(dataset.summary().skipped()).singleElement()
                    .satisfies(skipped -> assertThat(skipped.name()).isEqualTo("t10k-images-idx3-ubyte"));
            assertThat(test.size()).isEqualTo(2);
            assertThat(test.summary().skipped()).isEmpty();
            assertThat(test.label(0)).isEqualTo(1);
        }
    }

    @Test
    void truncatedIdxFileIsRefusedWhateverItsHeaderClaims() throws IOException {
        Path images = Draw.file(data, "a-images-idx3-ubyte", idx(new int[]{5, 28, 28}, levels(3, 28 * 28)));
        assertThat(Prepare.refusal(images, cache).reason()).isEqualTo(Reason.DAMAGED_IDX);

        for (int[] sizes : new int[][]{{Integer.MAX_VALUE, 28, 28}, {-1, 28, 28}, {1, 0, 28}, {30_000, 30_000, 30_000}}) {
            Files.write(images, idx(sizes, new byte[784]));
            assertThat(Prepare.refusal(images, cache).reason()).isEqualTo(Reason.DAMAGED_IDX);
        }
        Files.write(images, Arrays.copyOf(gzip(idx(new int[]{3, 28, 28}, levels(3, 784))), 40));
        assertThat(Prepare.refusal(images, cache).reason()).isEqualTo(Reason.DAMAGED_IDX);
    }

    @Test
    void labelsWithoutPicturesAreToldSo() throws IOException {
        Draw.file(data, "train-labels-idx1-ubyte", idx(new int[]{3}, new byte[]{1, 0, 2}));

        assertThat(Prepare.refusal(data, cache).sentence()).contains("labels without their pictures");
    }

    @Test
    void whatIsNoDataSetIsToldInASentenceThatHelps() throws IOException {
        Path text = Draw.file(folder, "notes.txt", "hello".getBytes(StandardCharsets.UTF_8));
        Path picture = Draw.file(folder, "cat.png", Draw.png(16, 16, RED));
        Path zip = Draw.file(folder, "broken.zip", new byte[]{'P', 'K', 3, 4, 0, 0, 0, 0, 1, 2});
        Path emptyZip = Draw.zip(folder.resolve("empty.zip"), Map.of("readme.txt", new byte[3]));

        assertThat(Prepare.refusal(folder.resolve("gone"), cache).sentence()).startsWith("gone does not exist");
        assertThat(Prepare.refusal(data, cache).sentence()).startsWith("data holds no pictures: choose a folder");
        assertThat(Prepare.refusal(emptyZip, cache).reason()).isEqualTo(Reason.NO_PICTURES);
        assertThat(Prepare.refusal(text, cache).reason()).isEqualTo(Reason.NOT_A_DATASET);
        assertThat(Prepare.refusal(picture, cache).sentence()).contains("single picture: choose the folder");
        assertThat(Prepare.refusal(zip, cache).reason()).isEqualTo(Reason.DAMAGED_ZIP);
        assertThat(Prepare.refusal("", cache).reason()).isEqualTo(Reason.MISSING);
        assertThat(Prepare.refusal("bad\0name", cache).reason()).isEqualTo(Reason.MISSING);
    }

    @Test
    void deviceIsRefusedWithoutWaiting() {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "there are no device files here");

        assertThat(Prepare.refusal(device, cache).reason()).isEqualTo(Reason.NOT_A_DATASET);
    }

    @Test
    void linkThatLeadsInACircleIsSkipped() throws IOException {
        Draw.file(data, "cats/a.png", Draw.png(16, 16, RED));
        try {
            Files.createSymbolicLink(data.resolve("cats/again"), data);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no links here");
        }

        try (Dataset dataset = dataset(data)) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(dataset.summary().skipped()).singleElement()
                    .satisfies(skipped -> assertThat(skipped.why()).contains("leads in a circle"));
        }
    }

    @Test
    void namesThatLeadOutOfAZipAreSkipped() throws IOException {
        Path zip = Draw.zip(folder.resolve("evil.zip"), Map.of("../../evil.png", Draw.png(16, 16, RED), "/etc/evil.png",
                Draw.png(16, 16, RED), "good.png", Draw.png(16, 16, BLUE)));

        try (Dataset dataset = dataset(zip)) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(dataset.summary().skipped()).hasSize(2)
                    .allMatch(skipped -> skipped.reason() == SkippedImage.Reason.ODD_NAME);
        }
    }

    @Test
    void foldersDeeperThanAnybodyNestsThemAreSkipped() throws IOException {
        String deep = "a/".repeat(40) + "b.png";
        Path zip = Draw.zip(folder.resolve("deep.zip"), Map.of(deep, Draw.png(16, 16, RED), "good.png", Draw.png(16, 16, BLUE)));
        Draw.file(data, deep, Draw.png(16, 16, RED));
        Draw.file(data, "good.png", Draw.png(16, 16, RED));

        for (Path where : new Path[]{zip, data}) {
            try (Dataset dataset = dataset(where)) {
                assertThat(dataset.size()).isEqualTo(1);
                assertThat(dataset.summary().skipped()).singleElement()
                        .satisfies(skipped -> assertThat(skipped.reason()).isEqualTo(SkippedImage.Reason.TOO_DEEP));
            }
        }
    }

    @Test
    void bombsInAZipAreSkippedUnopened() throws IOException {
        DataLimits small = new DataLimits(1_000_000, 1 << 20, 100, 8, 10);
        Path zip = Draw.zip(folder.resolve("bomb.zip"),
                Map.of("bomb.png", new byte[2 << 20], "good.png", Draw.png(16, 16, BLUE)));

        PreparedDataset prepared = Datasets.prepare(zip.toString(), DataSettings.CHOOSE, cache, small,
                new ProgressListener(() -> false, share -> {}));

        try (Dataset dataset = (Dataset) prepared) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(dataset.summary().skipped()).singleElement()
                    .satisfies(skipped -> assertThat(skipped.reason()).isEqualTo(SkippedImage.Reason.TOO_LARGE));
        }
    }

    @Test
    void moreFilesThanCanBeHandledAreRefused() throws IOException {
        DataLimits small = new DataLimits(1_000_000, 1 << 20, 2, 8, 10);
        for (String name : new String[]{"a.png", "b.png", "c.png"})
            Draw.file(data, name, Draw.png(8, 8, RED));

        PreparedDataset prepared = Datasets.prepare(data.toString(), DataSettings.CHOOSE, cache, small,
                new ProgressListener(() -> false, share -> {}));

        assertThat(prepared).isInstanceOfSatisfying(UnusableData.class,
                unusable -> assertThat(unusable.reason()).isEqualTo(Reason.TOO_MANY));
    }

    @Test
    void pictureIsReadAsValuesFromMinusOneToOneAndMirrored() throws IOException {
        Draw.file(data, "a.png", Draw.encoded(Draw.halves(4, 4, 0xff0000, 0x800000), "png"));

        try (Dataset dataset = dataset(data)) {
            FloatBuffer straight = FloatBuffer.allocate(dataset.values());
            FloatBuffer mirrored = FloatBuffer.allocate(dataset.values());
            dataset.picture(0, straight, false);
            dataset.picture(0, mirrored, true);

            assertThat(straight.hasRemaining()).isFalse();
            assertThat(straight.get(0)).isEqualTo(1);
            assertThat(straight.get(3)).isCloseTo(0x80 / 127.5f - 1, within(1e-6f));
            assertThat(mirrored.get(0)).isEqualTo(straight.get(3));
            assertThat(mirrored.get(3)).isEqualTo(1);
            assertThat(straight.get(16)).as("green").isEqualTo(-1);
        }
    }
}
