package meander.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import meander.training.metric.SlicedWasserstein.Centres;
import meander.training.metric.SlicedWasserstein.Descriptors;
import meander.training.metric.SlicedWasserstein.Level;
import meander.training.metric.SlicedWasserstein.Result;
import meander.training.metric.SlicedWasserstein.Sampling;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicedWassersteinTest {
    private static final SlicedWasserstein SMALL = new SlicedWasserstein(new Sampling(16, 1, 32, 5));

    @Test
    void pyramidIsThatOfTheReference() {
        ImageBatch real = MetricFixtures.pictures("swd_images_real");
        double worst = 0;
        for (int channel = 0; channel < 3; channel++) {
            List<float[]> levels = LaplacianPyramid.levels(real.plane(0, channel), 64);
            assertThat(levels).hasSize(3);
            for (int level = 0; level < 3; level++) {
                float[] expected = MetricFixtures.array("swd_pyramid_level" + level + "_image0_real").floats();
                float[] found = levels.get(level);
                assertThat(expected).hasSize(3 * found.length);
                for (int i = 0; i < found.length; i++)
                    worst = Math.max(worst, Math.abs(found[i] - expected[channel * found.length + i]));
            }
        }
        // Of 255; measured 1.5e-5.
        assertThat(worst).isLessThan(1e-4);
    }

    @Test
    void distanceIsThatOfTheReference() {
        var metric = new SlicedWasserstein(Sampling.ofPaper(7410));
        Descriptors real = metric.describe(MetricFixtures.pictures("swd_images_real"), centres("real"), () -> false);
        Descriptors fake = metric.describe(MetricFixtures.pictures("swd_images_fake"), centres("fake"), () -> false);

        Result result = metric.distance(real, fake, () -> false);

        assertThat(result.levels()).extracting(Level::size).containsExactly(64, 32, 16);
        double[] expected = {78.13426852226257, 90.1414155960083, 156.51832520961761};
        // Measured 4e-8, 1e-8 and 1.3e-6; patches of rows instead of columns would be off by 6e-4 and more.
        for (int level = 0; level < 3; level++)
            assertThat(result.levels().get(level).distance()).isCloseTo(expected[level], Percentage.withPercentage(0.001));
        assertThat(result.average()).isCloseTo(108.26466977596283, Percentage.withPercentage(0.001));
    }

    private static List<Centres> centres(String set) {
        List<Centres> centres = new ArrayList<>();
        for (int level = 0; level < 3; level++)
            centres.add(new Centres(MetricFixtures.integers("swd_" + set + "_level" + level + "_cx"),
                    MetricFixtures.integers("swd_" + set + "_level" + level + "_cy")));
        return centres;
    }

    @Test
    void picturesAreAtNoDistanceFromThemselves() {
        Descriptors real = SMALL.describe(MetricFixtures.blobs(8, 3, 32, 1), () -> false);

        assertThat(SMALL.distance(real, real, () -> false).average()).isZero();
    }

    @Test
    void picturesOfTheSameKindAreNearerThanStripedOnes() {
        Descriptors real = SMALL.describe(MetricFixtures.blobs(64, 1, 32, 1), () -> false);
        Result same = SMALL.distance(real, SMALL.describe(MetricFixtures.blobs(64, 1, 32, 2), () -> false), () -> false);
        Result striped = SMALL.distance(real, SMALL.describe(striped(MetricFixtures.blobs(64, 1, 32, 2)), () -> false),
                () -> false);

        // Stripes of two pixels are details of the largest level alone.
        assertThat(striped.levels().getFirst().distance()).isGreaterThan(1.5 * same.levels().getFirst().distance());
        assertThat(striped.levels().getLast().distance()).isCloseTo(same.levels().getLast().distance(),
                Percentage.withPercentage(10));
    }

    /** Every second column is brighter, as where a generator's up-sampling shows. */
    private static ImageBatch striped(ImageBatch pictures) {
        byte[] levels = pictures.levels().clone();
        for (int i = 0; i < levels.length; i += 2)
            levels[i] = (byte) Math.min(255, (levels[i] & 0xff) + 40);
        return new ImageBatch(pictures.count(), pictures.channels(), pictures.height(), pictures.width(), levels);
    }

    @Test
    void oneSeedGivesOneValueAndAnotherAlmostTheSame() {
        ImageBatch real = MetricFixtures.blobs(64, 1, 16, 1);
        ImageBatch fake = MetricFixtures.blobs(64, 1, 16, 9);

        double once = distance(real, fake, 3);

        assertThat(distance(real, fake, 3)).isEqualTo(once);
        assertThat(distance(real, fake, 4)).isNotEqualTo(once).isCloseTo(once, Percentage.withPercentage(30));
    }

    private static double distance(ImageBatch real, ImageBatch fake, long seed) {
        var metric = new SlicedWasserstein(new Sampling(32, 2, 33, seed));
        return metric.distance(metric.describe(real, () -> false), metric.describe(fake, () -> false), () -> false).average();
    }

    @ParameterizedTest
    @CsvSource({"16, 1, 1", "32, 3, 2", "128, 1, 4"})
    void thereIsALevelForEachSizeDownToSixteen(int size, int channels, int levels) {
        Descriptors real = SMALL.describe(MetricFixtures.blobs(4, channels, size, 1), () -> false);
        Descriptors fake = SMALL.describe(MetricFixtures.blobs(4, channels, size, 2), () -> false);

        List<Level> found = SMALL.distance(real, fake, () -> false).levels();

        assertThat(found).hasSize(levels);
        assertThat(found.getFirst().size()).isEqualTo(size);
        assertThat(found.getLast().size()).isEqualTo(16);
        assertThat(found).allSatisfy(level -> assertThat(level.distance()).isPositive().isFinite());
    }

    @Test
    void descriptorsHaveMeanZeroAndVarianceOneInEachChannel() {
        float[][] level = SMALL.describe(MetricFixtures.blobs(8, 3, 32, 1), () -> false).levels().getFirst()[0]; // one block

        for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            double squares = 0;
            for (int row = channel * 49; row < (channel + 1) * 49; row++) {
                for (float value : level[row]) {
                    sum += value;
                    squares += value * value;
                }
            }
            double count = 49.0 * level[0].length;
            assertThat(sum / count).isCloseTo(0, within(1e-5));
            assertThat(squares / count).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void picturesOfOneColourGiveANumber() {
        Descriptors real = SMALL.describe(MetricFixtures.blobs(4, 3, 16, 1), () -> false);
        Descriptors black = SMALL.describe(new ImageBatch(4, 3, 16, 16, new byte[4 * 3 * 256]), () -> false);

        assertThat(SMALL.distance(real, black, () -> false).average()).isPositive().isFinite();
    }

    @Test
    void whatCannotBeComparedIsAnError() {
        Descriptors real = SMALL.describe(MetricFixtures.blobs(4, 1, 32, 1), () -> false);

        assertThatThrownBy(() -> SMALL.describe(MetricFixtures.blobs(1, 1, 24, 1), () -> false))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("24 pixels");
        assertThatThrownBy(() -> SMALL.describe(new ImageBatch(1, 1, 16, 32, new byte[512]), () -> false))
                .isInstanceOf(IllegalArgumentException.class);
        for (ImageBatch other : List.of(MetricFixtures.blobs(3, 1, 32, 1), MetricFixtures.blobs(4, 3, 32, 1),
                MetricFixtures.blobs(4, 1, 16, 1)))
            assertThatThrownBy(() -> SMALL.distance(real, SMALL.describe(other, () -> false), () -> false))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bothStepsStopWhenCancelled() {
        ImageBatch pictures = MetricFixtures.blobs(4, 1, 16, 1);
        Descriptors real = SMALL.describe(pictures, () -> false);

        assertThatThrownBy(() -> SMALL.describe(pictures, () -> true)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> SMALL.distance(real, real, () -> true)).isInstanceOf(CancellationException.class);
    }

    @Tag("benchmark")
    @Test
    void timesOfFiveHundredAndTwelvePictures() {
        ImageBatch pictures = MetricFixtures.blobs(512, 3, 64, 1);
        ImageBatch others = MetricFixtures.blobs(512, 3, 64, 2);
        for (Sampling sampling : List.of(Sampling.quick(1), Sampling.ofPaper(1), Sampling.quick(1))) {
            var metric = new SlicedWasserstein(sampling);
            Descriptors real = metric.describe(pictures, () -> false);
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                Descriptors fake = metric.describe(others, () -> false);
                long described = System.nanoTime();
                Result result = metric.distance(real, fake, () -> false);
                System.out.printf("%s: described in %.2f s, compared in %.2f s: %.3f%n", sampling, (described - start) / 1e9,
                        (System.nanoTime() - described) / 1e9, result.average());
            }
        }
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            double similar = MsSsim.ofPairs(pictures, 256, 1, () -> false);
            System.out.printf("MS-SSIM of 256 pairs in %.2f s: %.4f%n", (System.nanoTime() - start) / 1e9, similar);
        }
    }
}
