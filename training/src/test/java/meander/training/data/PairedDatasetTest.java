package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import meander.training.data.DataSettings.Sides;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedDatasetTest {
    private static final DataSettings PAIRED = DataSettings.CHOOSE.withSides(Sides.PAIRED);
    private static final DataSettings UNPAIRED = DataSettings.CHOOSE.withSides(Sides.UNPAIRED);

    @TempDir
    private Path folder;
    private Path data;
    private Path cache;

    @BeforeEach
    void folders() throws IOException {
        data = Files.createDirectory(folder.resolve("两面"));
        cache = folder.resolve("cache");
    }

    /** A grey picture that tells by its level which one it is. */
    private void draw(String name, int level) throws IOException {
        Draw.file(data, name, Draw.png(16, 16, level * 0x010101));
    }

    private static int level(Dataset dataset, int index) {
        return dataset.pixels(index)[0] & 0xff;
    }

    private static int[] levels(Dataset dataset, int[] indices) {
        return IntStream.of(indices).map(index -> level(dataset, index)).toArray();
    }

    private static List<String> skipped(Dataset dataset, SkippedImage.Reason reason) {
        return dataset.summary().skipped().stream().filter(each -> each.reason() == reason).map(SkippedImage::name).toList();
    }

    private void drawPairs(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            draw("A/%02d.png".formatted(i), i);
            draw("B/%02d.png".formatted(i), 100 + i);
        }
    }

    @Test
    void picturesOfOneNameGoTogetherAndWhatIsAloneIsLeftOut() throws IOException {
        drawPairs(4);
        draw("A/alone.png", 50);
        draw("B/other.png", 51);
        draw("beside.png", 52);
        Draw.file(data, "A/jpeg.jpg", Draw.encoded(Draw.plain(16, 16, 0x0a0a0a), "jpg")); // endings do not matter
        draw("B/jpeg.png", 110);
        try (Dataset dataset = Prepare.dataset(data, PAIRED, cache)) {
            assertThat(dataset.size()).isEqualTo(10);
            assertThat(dataset.classes()).containsExactly("A", "B");
            for (int i = 0; i < dataset.size(); i += 2) {
                assertThat(dataset.label(i)).isZero();
                assertThat(dataset.label(i + 1)).isEqualTo(1);
                assertThat(level(dataset, i + 1)).isEqualTo(100 + level(dataset, i));
            }
            assertThat(skipped(dataset, SkippedImage.Reason.NO_PARTNER)).containsExactlyInAnyOrder("A/alone.png", "B/other.png");
            assertThat(skipped(dataset, SkippedImage.Reason.NO_SIDE)).containsExactly("beside.png");
            assertThat(dataset.summary().sentences()).first().asString().contains("5 pairs");
        }
    }

    @Test
    void aBrokenPictureTakesItsPartnerAlong() throws IOException {
        drawPairs(3);
        byte[] whole = Draw.encoded(Draw.halves(64, 64, 0x123456, 0x654321), "png");
        Draw.file(data, "B/01.png", Arrays.copyOf(whole, whole.length / 2));
        Draw.file(data, "A/02.png", new byte[0]);
        try (Dataset dataset = Prepare.dataset(data, PAIRED, cache); Dataset again = Prepare.dataset(data, PAIRED, cache)) {
            assertThat(dataset.size()).isEqualTo(2);
            assertThat(levels(dataset, new int[]{0, 1})).containsExactly(0, 100);
            assertThat(skipped(dataset, SkippedImage.Reason.NO_PARTNER)).containsExactlyInAnyOrder("A/01.png", "B/02.png");
            assertThat(dataset.summary().allSkipped()).isEqualTo(4);
            assertThat(again.summary()).isEqualTo(dataset.summary()); // out of the cache
        }
    }

    @Test
    void aPictureTwiceAsWideAsHighIsTwo() throws IOException {
        Draw.file(data, "train/1.png", Draw.encoded(Draw.halves(32, 16, 0x010101, 0x656565), "png"));
        Draw.file(data, "train/2.png", Draw.encoded(Draw.halves(32, 16, 0x020202, 0x666666), "png"));
        Draw.file(data, "test/3.png", Draw.encoded(Draw.halves(32, 16, 0x030303, 0x676767), "png"));
        Draw.file(data, "train/square.png", Draw.png(16, 16, 0x090909));
        try (Dataset dataset = Prepare.dataset(data, PAIRED, cache)) {
            assertThat(dataset.width()).isEqualTo(16);
            assertThat(skipped(dataset, SkippedImage.Reason.NOT_TWICE_AS_WIDE)).containsExactly("train/square.png");
            DomainOrder orders = new DomainOrder(dataset, 1, false, 0.5);
            assertThat(levels(dataset, orders.heldBack(Domain.A))).containsExactly(3); // the data says so itself
            assertThat(levels(dataset, orders.heldBack(Domain.B))).containsExactly(103);
            assertThat(levels(dataset, orders.learnt())).containsExactlyInAnyOrder(1, 101, 2, 102);
        }
    }

    @Test
    void sidesThatDoNotGoTogetherMayHaveAnyNames() throws IOException {
        for (int i = 0; i < 7; i++)
            draw("set/trainA/%d.png".formatted(i), i);
        for (int i = 0; i < 3; i++)
            draw("set/trainB/%d.png".formatted(i), 100 + i);
        draw("set/testA/x.png", 50);
        draw("set/testB/y.png", 150);
        draw("set/testB/z.png", 151);
        try (Dataset dataset = Prepare.dataset(data, UNPAIRED, cache)) {
            assertThat(dataset.summary().allSkipped()).isZero();
            assertThat(dataset.classes()).hasSize(4);
            DomainOrder orders = new DomainOrder(dataset, 1, false, 0);
            assertThat(orders.epochSize()).isEqualTo(7);
            assertThat(levels(dataset, orders.heldBack(Domain.A))).containsExactly(50);
            assertThat(levels(dataset, orders.shown(Domain.B))).containsExactly(150, 151);
            int[] a = IntStream.range(0, 21).map(i -> level(dataset, orders.index(Domain.A, i))).toArray();
            int[] b = IntStream.range(0, 21).map(i -> level(dataset, orders.index(Domain.B, i))).toArray();
            for (int i = 0; i < 7; i++) {
                assertThat(IntStream.of(a).filter(Integer.valueOf(i)::equals)).as("A %d, once in each round", i).hasSize(3);
                if (i < 3) assertThat(IntStream.of(b).filter(Integer.valueOf(100 + i)::equals)).hasSize(7);
            }
        }
    }

    @Test
    void pairsComeTogetherAreMirroredTogetherAndAreHeldBackTogether() throws IOException {
        drawPairs(40);
        try (Dataset dataset = Prepare.dataset(data, PAIRED, cache)) {
            DomainOrder orders = new DomainOrder(dataset, 3, true, 0.25);
            int mirrored = 0;
            for (long position = 0; position < 100; position++) {
                assertThat(orders.index(Domain.B, position)).isEqualTo(orders.index(Domain.A, position) + 1);
                assertThat(orders.mirrored(Domain.A, position)).isEqualTo(orders.mirrored(Domain.B, position));
                if (orders.mirrored(Domain.A, position)) mirrored++;
            }
            assertThat(mirrored).isBetween(30, 70);
            int[] a = orders.heldBack(Domain.A);
            assertThat(a).hasSizeBetween(4, 16);
            assertThat(orders.heldBack(Domain.B)).containsExactly(IntStream.of(a).map(index -> index + 1).toArray());
            assertThat(orders.learnt()).hasSize(80 - 2 * a.length).doesNotContain(a);
        }
    }

    @Test
    void dataWithoutSidesHasOneOrder() throws IOException {
        drawPairs(10);
        try (Dataset dataset = Prepare.dataset(data, DataSettings.CHOOSE, cache)) {
            DomainOrder orders = new DomainOrder(dataset, 3, true, 0.2);
            ShuffledOrder order = new ShuffledOrder(20, 3, true, 0.2);
            for (long position = 0; position < 50; position++) {
                assertThat(orders.index(Domain.ALL, position)).isEqualTo(order.index(position));
                assertThat(orders.mirrored(Domain.ALL, position)).isEqualTo(order.mirrored(position));
            }
            assertThat(orders.heldBack(Domain.ALL)).isEqualTo(order.heldBack());
            float[] picture = new float[dataset.values()];
            dataset.picture(orders.index(Domain.ALL, 0), FloatBuffer.wrap(picture), false); // A and B are mere classes here
            assertThat(dataset.classes()).containsExactly("A", "B");
        }
    }

    @Test
    void aZipHoldsSidesToo() throws IOException {
        Map<String, byte[]> files = new TreeMap<>(Map.of("x/A/1.png", Draw.png(16, 16, 0x010101), "x/B/1.png",
                Draw.png(16, 16, 0x656565), "x/readme.txt", new byte[]{65}));
        Path zip = Draw.zip(folder.resolve("pairs.zip"), files);
        try (Dataset dataset = Prepare.dataset(zip, PAIRED, cache)) {
            assertThat(dataset.size()).isEqualTo(2);
            assertThat(dataset.summary().otherFiles()).isEqualTo(1);
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        draw("cats/1.png", 1);
        assertThat(refusal(PAIRED)).contains("does not hold two sides").contains("folders A and B");
        draw("A/1.png", 1);
        assertThat(refusal(UNPAIRED)).contains("does not hold two sides");
        draw("B/2.png", 2);
        assertThat(refusal(PAIRED)).contains("no name in common");
        assertThat(
                ((UnusableData) Prepare.any(Draw.file(folder, "t10k-images", new byte[]{0, 0, 8, 3}).toString(), PAIRED, cache))
                        .reason())
                .isEqualTo(UnusableData.Reason.NO_SIDES);
    }

    private String refusal(DataSettings settings) {
        return ((UnusableData) Prepare.any(data.toString(), settings, cache)).sentence();
    }

    @Test
    void bundledSidesAreWhatTheySay() {
        try (Dataset lines = Prepare.dataset("bundled:line-art", PAIRED.withSize(16), cache);
                Dataset blobs = Prepare.dataset("bundled:blobs", UNPAIRED.withSize(16), cache)) {
            assertThat(lines.size()).isEqualTo(2 * 1594);
            assertThat(lines.summary().allSkipped()).isZero();
            assertThat(blobs.summary().classes()).extracting(DataSummary.ClassSize::pictures).containsExactly(318, 132, 129, 139);
        }
    }
}
