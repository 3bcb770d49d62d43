package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import meander.training.data.DataSettings.Fit;
import meander.training.data.DataSettings.Transparency;
import meander.training.data.DataSummary.Changes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of single pictures. */
class PicturesTest {
    private static final int RED = 0xdc1e1e;
    private static final int BLUE = 0x1428d2;

    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void dataFolder() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
    }

    private Dataset dataset(DataSettings settings) {
        return Prepare.dataset(data, settings, folder.resolve("cache"));
    }

    private Dataset only(byte[] picture, DataSettings settings) throws IOException {
        Draw.file(data, "picture", picture);
        return dataset(settings);
    }

    private static int sample(Dataset dataset, int channel, int x, int y) {
        return dataset.pixels(0)[(channel * dataset.height() + y) * dataset.width() + x] & 0xff;
    }

    private static void assertColour(Dataset dataset, int x, int y, int rgb, int tolerance) {
        for (int channel = 0; channel < 3; channel++) {
            int expected = rgb >> 16 - 8 * channel & 0xff;
            assertThat(sample(dataset, channel, x, y)).as("channel " + channel).isBetween(expected - tolerance,
                    expected + tolerance);
        }
    }

    /** The head of a PNG of the given size and nothing behind it. */
    private static byte[] pngHeader(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(0x89504e470d0a1a0aL);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(chunk);
        header.write("IHDR".getBytes(StandardCharsets.US_ASCII));
        header.writeInt(width);
        header.writeInt(height);
        header.write(new byte[]{8, 2, 0, 0, 0});
        out.writeInt(13);
        out.write(chunk.toByteArray());
        CRC32 crc = new CRC32();
        crc.update(chunk.toByteArray());
        out.writeInt((int) crc.getValue());
        out.write(new byte[]{0, 0, 0, 0, 'I', 'D', 'A', 'T', 0, 0, 0, 0});
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"png, 0", "jpg, 6", "bmp, 0", "gif, 0", "tiff, 0"})
    void everyKindThatJavaWritesIsRead(String format, int tolerance) throws IOException {
        try (Dataset dataset = only(Draw.encoded(Draw.halves(16, 16, RED, BLUE), format), DataSettings.CHOOSE)) {
            assertThat(dataset.channels()).isEqualTo(3);
            assertColour(dataset, 2, 8, RED, tolerance);
            assertColour(dataset, 13, 8, BLUE, tolerance);
        }
    }

    @ParameterizedTest
    @CsvSource({"colours.webp, 0", "cmyk.jpg, 12", "moving.gif, 0"})
    void kindsThatJavaCannotWriteAreReadToo(String name, int tolerance) throws IOException {
        try (Dataset dataset = only(Draw.fixture(name), DataSettings.CHOOSE)) {
            assertThat(dataset.channels()).isEqualTo(3);
            assertThat(dataset.width()).isEqualTo(16);
            assertColour(dataset, 2, 8, RED, tolerance);
            assertColour(dataset, 13, 8, BLUE, tolerance);
        }
    }

    @Test
    void animationGivesItsFirstPictureAndIsCounted() throws IOException {
        try (Dataset dataset = only(Draw.fixture("moving.gif"), DataSettings.CHOOSE)) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(dataset.summary().changes().firstFrames()).isEqualTo(1);
        }
    }

    @Test
    void photographIsTurnedUpright() throws IOException {
        try (Dataset dataset = only(Draw.fixture("turned.jpg"), DataSettings.CHOOSE)) {
            assertColour(dataset, 8, 2, RED, 6); // what was left is now above
            assertColour(dataset, 8, 13, BLUE, 6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyOrientationIsUndone(int orientation) {
        ByteImage upright = new ByteImage(3, 2, 1, new byte[]{1, 2, 3, 4, 5, 6});
        // How a camera stores the upright picture if it was held that way: Exif 2.3 §4.6.4.
        ByteImage stored = switch (orientation) {
            case 2 -> new ByteImage(3, 2, 1, new byte[]{3, 2, 1, 6, 5, 4});
            case 3 -> new ByteImage(3, 2, 1, new byte[]{6, 5, 4, 3, 2, 1});
            case 4 -> new ByteImage(3, 2, 1, new byte[]{4, 5, 6, 1, 2, 3});
            case 5 -> new ByteImage(2, 3, 1, new byte[]{1, 4, 2, 5, 3, 6});
            case 6 -> new ByteImage(2, 3, 1, new byte[]{3, 6, 2, 5, 1, 4});
            case 7 -> new ByteImage(2, 3, 1, new byte[]{6, 3, 5, 2, 4, 1});
            case 8 -> new ByteImage(2, 3, 1, new byte[]{4, 1, 5, 2, 6, 3});
            default -> upright;
        };

        ByteImage turned = stored.turned(orientation);

        assertThat(turned.width()).isEqualTo(3);
        assertThat(turned.samples()).isEqualTo(upright.samples());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void greyPicturesStayGreyAndKeepTheirLevels(String format) throws IOException {
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++)
            grey.getRaster().setSample(i % 16, i / 16, 0, 77);

        try (Dataset dataset = only(Draw.encoded(grey, format), DataSettings.CHOOSE)) {
            assertThat(dataset.channels()).isEqualTo(1);
            assertThat(sample(dataset, 0, 5, 5)).isEqualTo(77);
        }
    }

    @Test
    void sixteenBitsBecomeEight() throws IOException {
        BufferedImage deep = new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 256; i++)
            deep.getRaster().setSample(i % 16, i / 16, 0, 200 * 257 + 100);

        try (Dataset dataset = only(Draw.encoded(deep, "png"), DataSettings.CHOOSE)) {
            assertThat(dataset.channels()).isEqualTo(1);
            assertThat(sample(dataset, 0, 5, 5)).isEqualTo(200);
        }
    }

    @Test
    void oneColouredPictureMakesAllColoured() throws IOException {
        Draw.file(data, "a.png", Draw.encoded(new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY), "png"));
        Draw.file(data, "b.png", Draw.png(16, 16, RED));

        try (Dataset dataset = dataset(DataSettings.CHOOSE)) {
            assertThat(dataset.channels()).isEqualTo(3);
        }
    }

    @Test
    void coloursBecomeGreyWhenAskedFor() throws IOException {
        try (Dataset dataset = only(Draw.png(16, 16, RED), DataSettings.CHOOSE.withChannels(1))) {
            assertThat(dataset.channels()).isEqualTo(1);
            assertThat(sample(dataset, 0, 4, 4)).isEqualTo(87); // 0.299 · 220 + 0.587 · 30 + 0.114 · 30
        }
    }

    private static byte[] halfSeen() throws IOException {
        BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 256; i++)
            picture.setRGB(i % 16, i / 16, i % 16 < 8 ? 0xff000000 | RED : 0);
        return Draw.encoded(picture, "png");
    }

    @Test
    void seeThroughPictureIsLaidOnWhite() throws IOException {
        try (Dataset dataset = only(halfSeen(), DataSettings.CHOOSE)) {
            assertThat(dataset.channels()).isEqualTo(3);
            assertColour(dataset, 2, 8, RED, 0);
            assertColour(dataset, 13, 8, 0xffffff, 0);
            assertThat(dataset.summary().sentences()).contains("All of them were laid on white.");
        }
    }

    @Test
    void opacityIsKeptWhenAskedFor() throws IOException {
        try (Dataset dataset = only(halfSeen(), DataSettings.CHOOSE.withTransparency(Transparency.KEEP))) {
            assertThat(dataset.channels()).isEqualTo(4);
            assertColour(dataset, 2, 8, RED, 0);
            assertThat(sample(dataset, 3, 2, 8)).isEqualTo(255);
            assertThat(sample(dataset, 3, 13, 8)).isZero();
            assertThat(dataset.summary().changes().onWhite()).isZero();
        }
    }

    @Test
    void wideBecomesItsMiddleByCropping() throws IOException {
        try (Dataset dataset = only(Draw.encoded(Draw.halves(40, 16, RED, BLUE), "png"), DataSettings.CHOOSE)) {
            assertThat(dataset.width()).isEqualTo(16);
            assertColour(dataset, 7, 0, RED, 0);
            assertColour(dataset, 8, 15, BLUE, 0);
            assertThat(dataset.summary().changes()).isEqualTo(new Changes(1, 0, 0, 0, 0, 0));
            assertThat(dataset.summary().sentences()).contains("All of them were cropped to the square in the middle.");
        }
    }

    @Test
    void wideIsKeptWholeByPadding() throws IOException {
        DataSettings pad = DataSettings.CHOOSE.withFit(Fit.PAD).withSize(16);
        try (Dataset dataset = only(Draw.encoded(Draw.halves(32, 16, RED, BLUE), "png"), pad)) {
            assertColour(dataset, 1, 8, RED, 1);
            assertColour(dataset, 14, 8, BLUE, 1);
            assertColour(dataset, 8, 0, 0, 0);
            assertThat(dataset.summary().changes()).isEqualTo(new Changes(0, 1, 1, 0, 0, 0));
        }
    }

    @Test
    void sizeIsTheLargestPowerOfTwoThatMostPicturesFill() throws IOException {
        Draw.file(data, "a.png", Draw.png(100, 70, RED));
        Draw.file(data, "b.png", Draw.png(90, 120, RED));
        Draw.file(data, "c.png", Draw.png(20, 20, RED));

        try (Dataset dataset = dataset(DataSettings.CHOOSE)) {
            assertThat(dataset.width()).isEqualTo(64);
            assertThat(dataset.summary().changes()).isEqualTo(new Changes(2, 0, 2, 1, 0, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 500", "500, 1", "2, 3"})
    void thinPicturesAreNoTrouble(int width, int height) throws IOException {
        byte[] picture = Draw.png(width, height, RED);
        for (Fit fit : Fit.values()) {
            try (Dataset dataset = only(picture, DataSettings.CHOOSE.withSize(16).withFit(fit))) {
                assertColour(dataset, 7, 7, RED, 0);
            }
        }
    }

    @Test
    void brokenPicturesAreSkippedEachWithASentence() throws IOException {
        byte[] png = Draw.encoded(Draw.halves(64, 64, RED, BLUE), "png");
        byte[] jpg = Draw.encoded(Draw.halves(64, 64, RED, BLUE), "jpg");
        Draw.file(data, "a.png", Draw.png(16, 16, RED));
        Draw.file(data, "b.png", Arrays.copyOf(png, png.length / 2));
        Draw.file(data, "c.jpg", Arrays.copyOf(jpg, jpg.length - 60));
        Draw.file(data, "d.png", pngHeader(30_000, 30_000));
        Draw.file(data, "e.png", new byte[0]);
        Draw.file(data, "f.jpg", "<html>not found</html>".getBytes(StandardCharsets.UTF_8));
        Draw.file(data, "g.gif", "GIF89a".getBytes(StandardCharsets.UTF_8));
        Draw.file(data, "h.webp", Arrays.copyOf(Draw.fixture("colours.webp"), 30));
        Draw.file(data, "i.png", pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE));

        try (Dataset dataset = dataset(DataSettings.CHOOSE)) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(dataset.summary().allSkipped()).isEqualTo(8);
            assertThat(dataset.summary().skipped()).allSatisfy(skipped -> assertThat(skipped.why()).endsWith("."));
            assertThat(dataset.summary().skipped()).extracting(SkippedImage::name, SkippedImage::reason).contains(
                    tuple("c.jpg", SkippedImage.Reason.TRUNCATED), tuple("d.png", SkippedImage.Reason.TOO_MANY_PIXELS),
                    tuple("e.png", SkippedImage.Reason.EMPTY), tuple("f.jpg", SkippedImage.Reason.NOT_A_PICTURE),
                    tuple("i.png", SkippedImage.Reason.TOO_MANY_PIXELS));
            assertThat(dataset.summary().sentences()).anyMatch(sentence -> sentence.startsWith("8 files were left out"));
        }
    }

    @Test
    void onlyBrokenPicturesAreNoDataSet() throws IOException {
        Draw.file(data, "e.png", new byte[0]);
        Draw.file(data, "f.png", new byte[]{1, 2, 3});

        UnusableData unusable = Prepare.refusal(data, folder.resolve("cache"));
        assertThat(unusable.reason()).isEqualTo(UnusableData.Reason.ALL_SKIPPED);
        assertThat(unusable.sentence()).contains("e.png: The file is empty.");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 2, 48, 2048})
    void sizesThatNoNetworkHasAreRefused(int size) throws IOException {
        Draw.file(data, "a.png", Draw.png(16, 16, RED));

        PreparedDataset prepared = Prepare.any(data.toString(), DataSettings.CHOOSE.withSize(size), folder.resolve("cache"));

        assertThat(prepared).isInstanceOfSatisfying(UnusableData.class,
                unusable -> assertThat(unusable.sentence()).contains("power of two from 4 to 1024"));
    }
}
