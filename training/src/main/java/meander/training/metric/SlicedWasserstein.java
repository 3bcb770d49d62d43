package meander.training.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import meander.models.latent.NumpyRandom;

/**
 * The sliced Wasserstein distance between two sets of pictures (Progressive GAN, arXiv:1710.10196 §5): 7×7 patches of each level of a
 * {@linkplain LaplacianPyramid Laplacian pyramid}, normalised per channel, are projected onto random directions; the distance of a level is
 * the mean difference of the sorted projections. Low at 16 pixels means alike in the large, low at the highest level alike in texture.
 *
 * <p>A set is {@linkplain #describe described} once and compared often. Two sets of N pictures from the same source are not at 0 but at
 * what chance makes of N, so values compare only for the same N and sampling.
 */
public final class SlicedWasserstein {
    private static final int PATCH = 7;
    private static final int AREA = PATCH * PATCH;
    private static final float UNIT = 1000; // distances are given ×10³, as in the paper
    private static final int BLOCK = 1024; // patches whose projections stay in the first cache
    private static final int TOGETHER = 2; // directions that share what was loaded

    /**
     * How much of the pictures is looked at, chosen by a seed.
     *
     * @param patches    of each picture and level
     * @param repeats    times that directions are drawn
     * @param directions drawn each time
     * @param seed       0 … 2³²−1 less the number of levels; the same one gives the same places and directions
     */
    public record Sampling(int patches, int repeats, int directions, long seed) {
        public Sampling {
            if (patches < 1 || repeats < 1 || directions < 1 || seed < 0)
                throw new IllegalArgumentException(patches + " patches, " + repeats + "×" + directions + ", seed " + seed);
        }

        /** That of the paper: 128 patches, 4×128 directions. */
        public static Sampling ofPaper(long seed) {
            return new Sampling(128, 4, 128, seed);
        }

        /** A quarter of the patches, for a look every few thousand pictures: the pictures' own number limits the accuracy sooner. */
        public static Sampling quick(long seed) {
            return new Sampling(32, 4, 128, seed);
        }
    }

    /**
     * The normalised patches of one set of pictures. Takes {@code 588·C·N·patches} bytes for C channels and three levels; independent of
     * the pictures, and never changed.
     */
    public static final class Descriptors {
        private final int[] sizes;
        private final Sampling sampling;
        private final List<float[][]> levels; // each [C·7·7][patches of all pictures]

        private Descriptors(int[] sizes, Sampling sampling, List<float[][]> levels) {
            this.sizes = sizes;
            this.sampling = sampling;
            this.levels = levels;
        }

        List<float[][]> levels() {
            return levels;
        }
    }

    /**
     * @param size     side of the level in pixels
     * @param distance ×10³
     */
    public record Level(int size, double distance) {}

    /** @param levels the largest first */
    public record Result(List<Level> levels) {
        public Result {
            levels = List.copyOf(levels);
        }

        /** The mean over the levels, ×10³. */
        public double average() {
            return levels.stream().mapToDouble(Level::distance).average().orElseThrow();
        }
    }

    /** Where patches lie: their centres in one level, patch by patch and picture by picture. */
    record Centres(int[] x, int[] y) {}

    private final Sampling sampling;

    public SlicedWasserstein(Sampling sampling) {
        this.sampling = sampling;
    }

    /**
     * Looks at a set of pictures.
     *
     * @param pictures square, of a power of two from 16 pixels
     * @throws CancellationException when cancelled
     */
    public Descriptors describe(Pictures pictures, BooleanSupplier cancelled) {
        int[] sizes = LaplacianPyramid.sizes(pictures.width());
        List<Centres> centres = new ArrayList<>();
        for (int level = 0; level < sizes.length; level++)
            centres.add(centres(pictures.count(), sizes[level], level));
        return describe(pictures, centres, cancelled);
    }

    /** With patches at places that are given. */
    Descriptors describe(Pictures pictures, List<Centres> centres, BooleanSupplier cancelled) {
        if (pictures.height() != pictures.width())
            throw new IllegalArgumentException(
                    "pictures of " + pictures.width() + "×" + pictures.height() + "; it takes squares");
        int[] sizes = LaplacianPyramid.sizes(pictures.width());
        List<float[][]> levels = new ArrayList<>();
        for (int level = 0; level < sizes.length; level++)
            levels.add(new float[pictures.channels() * AREA][Math.multiplyExact(pictures.count(), sampling.patches())]);
        for (int picture = 0; picture < pictures.count(); picture++) {
            stopIf(cancelled);
            for (int channel = 0; channel < pictures.channels(); channel++) {
                List<float[]> pyramid = LaplacianPyramid.levels(pictures.plane(picture, channel), pictures.width());
                for (int level = 0; level < sizes.length; level++)
                    cut(pyramid.get(level), sizes[level], centres.get(level), picture, channel, levels.get(level));
            }
        }
        for (float[][] level : levels)
            for (int channel = 0; channel < pictures.channels(); channel++)
                normalise(Arrays.asList(level).subList(channel * AREA, (channel + 1) * AREA));
        return new Descriptors(sizes, sampling, levels);
    }

    /**
     * How far two sets are apart.
     *
     * @throws IllegalArgumentException if they differ in the number, size or channels of their pictures, or in their sampling
     * @throws CancellationException    when cancelled
     */
    public Result distance(Descriptors real, Descriptors fake, BooleanSupplier cancelled) {
        if (!real.sampling.equals(fake.sampling) || !Arrays.equals(real.sizes, fake.sizes)
                || real.levels.getFirst().length != fake.levels.getFirst().length
                || real.levels.getFirst()[0].length != fake.levels.getFirst()[0].length)
            throw new IllegalArgumentException("the sets differ in number, size or channels of their pictures");
        List<Level> levels = new ArrayList<>();
        for (int level = 0; level < real.sizes.length; level++) {
            float[][] a = real.levels.get(level);
            float[][] b = fake.levels.get(level);
            levels.add(new Level(real.sizes[level], UNIT * distance(a, b, sampling.seed() + level, cancelled)));
        }
        return new Result(levels);
    }

    private Centres centres(int pictures, int size, int level) {
        // The same places in each set: one thing less that differs by chance.
        var random = new SplittableRandom(31 * sampling.seed() + level);
        int count = Math.multiplyExact(pictures, sampling.patches());
        int[] x = random.ints(count, PATCH / 2, size - PATCH / 2).toArray();
        int[] y = random.ints(count, PATCH / 2, size - PATCH / 2).toArray();
        return new Centres(x, y);
    }

    private void cut(float[] plane, int size, Centres centres, int picture, int channel, float[][] into) {
        int first = picture * sampling.patches();
        for (int patch = first; patch < first + sampling.patches(); patch++) {
            int corner = (centres.y()[patch] - PATCH / 2) * size + centres.x()[patch] - PATCH / 2;
            // Columns first, as the original: to which direction's number a pixel goes changes the value by up to 2 %.
            for (int i = 0; i < AREA; i++)
                into[channel * AREA + i][patch] = plane[corner + i % PATCH * size + i / PATCH];
        }
    }

    private static void normalise(List<float[]> channel) {
        double sum = 0;
        double squares = 0;
        for (float[] values : channel) {
            for (float value : values) {
                sum += value;
                squares += (double) value * value;
            }
        }
        double count = (double) channel.size() * channel.getFirst().length;
        float mean = (float) (sum / count);
        double variance = squares / count - sum / count * (sum / count);
        // One colour all over has no deviation to divide by: everything becomes 0.
        float scale = (float) (variance > 0 ? 1 / Math.sqrt(variance) : 0);
        for (float[] values : channel)
            for (int i = 0; i < values.length; i++)
                values[i] = (values[i] - mean) * scale;
    }

    private double distance(float[][] a, float[][] b, long seed, BooleanSupplier cancelled) {
        var random = new NumpyRandom(seed);
        float[][] projectedA = new float[TOGETHER][a[0].length];
        float[][] projectedB = new float[TOGETHER][a[0].length];
        double sum = 0;
        for (int repeat = 0; repeat < sampling.repeats(); repeat++) {
            float[][] directions = directions(random, a.length);
            for (int d = 0; d < directions.length; d += TOGETHER) {
                stopIf(cancelled);
                float[] one = directions[d];
                float[] two = directions[Math.min(d + 1, directions.length - 1)];
                project(a, one, two, projectedA);
                project(b, one, two, projectedB);
                for (int k = 0; k < Math.min(TOGETHER, directions.length - d); k++)
                    sum += difference(projectedA[k], projectedB[k]);
            }
        }
        return sum / ((double) sampling.repeats() * sampling.directions());
    }

    /** Unit vectors [directions][C·7·7]. */
    private float[][] directions(NumpyRandom random, int length) {
        int count = sampling.directions();
        double[] drawn = random.randn(length * count); // [C·7·7,directions]
        float[][] directions = new float[count][length];
        for (int d = 0; d < count; d++) {
            double squares = 0;
            for (int i = 0; i < length; i++)
                squares += drawn[i * count + d] * drawn[i * count + d];
            for (int i = 0; i < length; i++)
                directions[d][i] = (float) (drawn[i * count + d] / Math.sqrt(squares));
        }
        return directions;
    }

    /** Two directions and seven rows at a time, in blocks: loops that the compiler turns into vector instructions. */
    private static void project(float[][] descriptors, float[] one, float[] two, float[][] into) {
        float[] p = into[0];
        float[] q = into[1];
        for (int from = 0; from < p.length; from += BLOCK) {
            int to = Math.min(p.length, from + BLOCK);
            Arrays.fill(p, from, to, 0);
            Arrays.fill(q, from, to, 0);
            for (int row = 0; row < descriptors.length; row += PATCH)
                addRows(descriptors, row, one, two, p, q, from, to);
        }
    }

    private static void addRows(float[][] descriptors, int row, float[] one, float[] two, float[] p, float[] q, int from,
            int to) {
        float[] d0 = descriptors[row];
        float[] d1 = descriptors[row + 1];
        float[] d2 = descriptors[row + 2];
        float[] d3 = descriptors[row + 3];
        float[] d4 = descriptors[row + 4];
        float[] d5 = descriptors[row + 5];
        float[] d6 = descriptors[row + 6];
        float a0 = one[row];
        float a1 = one[row + 1];
        float a2 = one[row + 2];
        float a3 = one[row + 3];
        float a4 = one[row + 4];
        float a5 = one[row + 5];
        float a6 = one[row + 6];
        float b0 = two[row];
        float b1 = two[row + 1];
        float b2 = two[row + 2];
        float b3 = two[row + 3];
        float b4 = two[row + 4];
        float b5 = two[row + 5];
        float b6 = two[row + 6];
        for (int i = from; i < to; i++) {
            p[i] += a0 * d0[i] + a1 * d1[i] + a2 * d2[i] + a3 * d3[i] + a4 * d4[i] + a5 * d5[i] + a6 * d6[i];
            q[i] += b0 * d0[i] + b1 * d1[i] + b2 * d2[i] + b3 * d3[i] + b4 * d4[i] + b5 * d5[i] + b6 * d6[i];
        }
    }

    /** The Wasserstein distance of two samples of as many numbers each, which are sorted in place. */
    private static double difference(float[] a, float[] b) {
        Arrays.sort(a);
        Arrays.sort(b);
        double even = 0;
        double odd = 0; // two sums need not wait for each other
        int i = 0;
        for (; i + 1 < a.length; i += 2) {
            even += Math.abs(a[i] - b[i]);
            odd += Math.abs(a[i + 1] - b[i + 1]);
        }
        if (i < a.length) even += Math.abs(a[i] - b[i]);
        return (even + odd) / a.length;
    }

    private static void stopIf(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) throw new CancellationException();
    }
}
