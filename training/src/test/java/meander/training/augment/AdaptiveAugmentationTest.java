package meander.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.training.augment.AdaptiveAugmentation.Categories;

class AdaptiveAugmentationTest {
    /** What is fed and constant, filters and places, is float32. */
    private static final double ROUNDING = 5e-6;
    /** Coins that fall so and so where p is a half. */
    private static final double YES = 0.1;
    private static final double NO = 0.9;

    private static final Categories BLIT = new Categories(true, false, false);
    private static final Categories BOTH = new Categories(true, true, false);
    private static final Categories GEOMETRY = new Categories(false, true, false);
    private static final Categories COLOUR = new Categories(false, false, true);

    // 6 rows, 8 columns, two pictures.
    private final Tensor oblong = ReferenceInterpreter.random(1, 2, 3, 6, 8);
    private final Tensor square = ReferenceInterpreter.random(2, 2, 1, 8, 8);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void withProbability0PicturesStayAsTheyAreUpToTheBorder(int channels) {
        Tensor x = ReferenceInterpreter.random(3, 2, channels, 9, 8);
        assertThat(run(x, Categories.ALL, 0, new Trial(1))).containsExactly(doubles(x), within(ROUNDING));
    }

    @Test
    void aMirroredPictureIsExactlyMirrored() {
        for (Categories categories : List.of(BLIT, BOTH)) {
            double[] found = run(oblong, categories, 0.5, still().set("a.blit", YES, 0.6, NO, 0, NO, 0, 0));
            for (int i = 0; i < found.length; i++)
                assertThat(found[i]).isEqualTo(oblong.data()[i / 8 * 8 + 7 - i % 8], within(ROUNDING));
        }
    }

    @Test
    void aQuarterTurnIsClockwiseAndExact() {
        for (Categories categories : List.of(BLIT, BOTH)) {
            double[] found = run(square, categories, 0.5, still().set("a.blit", NO, 0, YES, 0.3, NO, 0, 0));
            for (int i = 0; i < found.length; i++) {
                int row = i / 8 % 8;
                int column = i % 8;
                assertThat(found[i]).isEqualTo(square.data()[i / 64 * 64 + (7 - column) * 8 + row], within(ROUNDING));
            }
        }
    }

    @Test
    void aShiftIsByWholePixelsAndDrawsInTheReflectedPicture() {
        for (Categories categories : List.of(BLIT, BOTH)) { // of ±1 pixel each, 0.8 asks for 0.6 → 1 and 0.1 for −0.6 → −1
            double[] found = run(oblong, categories, 0.5, still().set("a.blit", NO, 0, NO, 0, YES, 0.8, 0.1));
            for (int i = 0; i < found.length; i++) {
                int row = mirrored(i / 8 % 6 + 1, 6);
                int column = mirrored(i % 8 - 1, 8);
                assertThat(found[i]).isEqualTo(oblong.data()[i / 48 * 48 + row * 8 + column], within(ROUNDING));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0, 0, 0.5, 0, 0", "0.13, 0.7, -1.2, 0.31, 0, 0", "0.5, 0.4, 0.8, 0.62, 0.1, -0.2",
            "0.5, -1.5, 0, 0.5, 0, 0", "0.5, 0, 0, 0.5, 0.5, 0.25"})
    void geometryAgreesWithTheWaveWorkedOutAtThePlaceItComesFrom(double before, double size, double stretch, double after,
            double right, double down) {
        int side = 24;
        double fx = 0.25;
        double fy = 0.35;
        Tensor wave = Tensor.zeros(1, 1, side, side);
        for (int i = 0; i < side * side; i++)
            wave.data()[i] = (float) Math.cos(fx * (i % side - 11.5) + fy * (i / side - 11.5) + 1);
        double[] found = run(wave, GEOMETRY, 0.5, new Trial(1).set("a.geometry", YES, YES, before, YES, YES, after, YES)
                .set("a.sizes", size, stretch, right, down));
        int compared = 0;
        for (int i = 0; i < side * side; i++) {
            double x = i % side - 11.5 - right * 0.125 * side;
            double y = i / side - 11.5 - down * 0.125 * side;
            double[] at = turned(x, y, -(after - 0.5) * 2 * Math.PI);
            double wide = Math.pow(2, 0.2 * stretch);
            at = turned(at[0] / wide, at[1] * wide, -(before - 0.5) * 2 * Math.PI);
            at[0] /= Math.pow(2, 0.2 * size);
            at[1] /= Math.pow(2, 0.2 * size);
            if (Math.max(Math.abs(at[0]), Math.abs(at[1])) > 8) continue; // the filters see the reflected border, which no wave has
            compared++;
            // Bilinear between samples half a pixel apart errs by at most (½)²/8 of the second derivatives; filters by less.
            assertThat(found[i]).isEqualTo(Math.cos(fx * at[0] + fy * at[1] + 1), within((fx * fx + fy * fy) / 32 + 2e-3));
        }
        assertThat(compared).isGreaterThan(100);
    }

    @Test
    void beyondTheBorderIsTheReflectedPictureHoweverFar() {
        // 24 pixels aside, a picture of 7 columns repeats every 12.
        Tensor x = ReferenceInterpreter.random(4, 1, 1, 5, 7);
        double[] found = run(x, GEOMETRY, 0.5,
                new Trial(1).set("a.geometry", NO, NO, 0, NO, NO, 0, YES).set("a.sizes", 0, 0, 24 / 0.875, 0));
        assertThat(found).containsExactly(doubles(x), within(5e-5));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0, 0.5", "1.3, 0, 0, 0, 0.5", "0, 0.7, 0, 0, 0.5", "0, 0, 0.6, 0, 0.5", "0, 0, 0, 0, 0.7",
            "0, 0, 0, 0.9, 0.5", "-0.4, 1.1, 0.9, -0.8, 0.15"})
    void coloursAreThePapersProductOfMatrices(double brightness, double contrast, double inverted, double saturation,
            double hue) {
        double[][] c = {{1, 0, 0, 0.2 * brightness}, {0, 1, 0, 0.2 * brightness}, {0, 0, 1, 0.2 * brightness}, {0, 0, 0, 1}};
        double scale = Math.pow(2, 0.5 * contrast);
        c = product(new double[][]{{scale, 0, 0, 0}, {0, scale, 0, 0}, {0, 0, scale, 0}, {0, 0, 0, 1}}, c);
        double flip = inverted < 0.5 ? 0 : 2 / 3.0;
        c = product(alike(1 - flip, -flip, -flip), c);
        double angle = (hue - 0.5) * 2 * Math.PI;
        double third = (1 - Math.cos(angle)) / 3; // Rodrigues, about (1,1,1)/√3
        c = product(
                alike(Math.cos(angle) + third, third - Math.sin(angle) / Math.sqrt(3), third + Math.sin(angle) / Math.sqrt(3)),
                c);
        double s = Math.pow(2, saturation);
        c = product(alike((1 + 2 * s) / 3, (1 - s) / 3, (1 - s) / 3), c);

        Trial trial = new Trial(1).set("a.colour", YES, YES, YES, inverted, YES, hue, YES).set("a.tones", brightness, contrast,
                saturation);
        double[] found = run(oblong, COLOUR, 0.5, trial);
        for (int i = 0; i < found.length; i++) {
            double[] row = c[i / 48 % 3];
            int red = i / 144 * 144 + i % 48;
            double expected = row[0] * oblong.data()[red] + row[1] * oblong.data()[red + 48] + row[2] * oblong.data()[red + 96]
                    + row[3];
            assertThat(found[i]).isEqualTo(expected, within(ROUNDING));
        }
    }

    @Test
    void greyIsColouredAsGreyColoursAre() {
        Tensor three = Tensor.zeros(2, 3, 8, 8);
        for (int i = 0; i < three.data().length; i++)
            three.data()[i] = square.data()[i / 192 * 64 + i % 64];
        double[] grey = run(square, COLOUR, 1, new Trial(5));
        double[] coloured = run(three, COLOUR, 1, new Trial(5));
        assertThat(grey).isNotEqualTo(doubles(square));
        for (int i = 0; i < coloured.length; i++)
            assertThat(coloured[i]).isEqualTo(grey[i / 192 * 64 + i % 64], within(ROUNDING));
    }

    @Test
    void opacityIsWarpedButNotRecoloured() {
        Tensor x = ReferenceInterpreter.random(3, 1, 4, 8, 8);
        double[] warped = run(x, BOTH, 1, new Trial(7));
        double[] all = run(x, Categories.ALL, 1, new Trial(7));
        assertThat(Arrays.copyOfRange(all, 192, 256)).containsExactly(Arrays.copyOfRange(warped, 192, 256));
        assertThat(Arrays.copyOf(all, 192)).isNotEqualTo(Arrays.copyOf(warped, 192));
    }

    @Test
    void picturesOfTwoChannelsAreRefused() {
        assertThatThrownBy(() -> run(ReferenceInterpreter.random(1, 1, 2, 8, 8), Categories.ALL, 1, new Trial(1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[1,2,8,8]");
    }

    @Test
    void mirroredAndTurnedPicturesHaveTheirShare() {
        int count = 4000;
        Tensor corners = Tensor.zeros(count, 1, 2, 2); // too small to be shifted
        for (int i = 0; i < 4 * count; i++)
            corners.data()[i] = List.of(0, 1, 3, 2).get(i % 4); // clockwise 0 1 2 3
        double[] found = run(corners, BLIT, 0.5, new Trial(11));
        int mirrored = 0;
        int[] turned = new int[4];
        for (int n = 0; n < count; n++) {
            long first = Math.round(found[4 * n]);
            boolean mirror = Math.floorMod(Math.round(found[4 * n + 1]) - first, 4) == 3;
            if (mirror) mirrored++;
            turned[Math.floorMod(mirror ? 1 - first : -first, 4)]++;
        }
        double error = 0.02; // three standard deviations of a share of a quarter
        assertThat(mirrored / (double) count).as("p/2").isEqualTo(0.25, within(error));
        assertThat(turned[0] / (double) count).as("1 − ¾p").isEqualTo(0.625, within(error));
        for (int quarters = 1; quarters < 4; quarters++)
            assertThat(turned[quarters] / (double) count).as("p/4").isEqualTo(0.125, within(error));
    }

    @Test
    void shiftsAreEvenlySpreadOverAnEighthEitherWay() {
        int count = 2000;
        Tensor columns = Tensor.zeros(count, 1, 2, 16);
        for (int i = 0; i < columns.data().length; i++)
            columns.data()[i] = i % 16;
        double[] found = run(columns, BLIT, 1, new Trial(12));
        int[] seen = new int[5];
        int upright = 0;
        for (int n = 0; n < count; n++) {
            double middle = found[32 * n + 8];
            if (found[32 * n + 9] - middle < 0.5) continue; // mirrored or turned
            upright++;
            seen[(int) Math.round(8 - middle) + 2]++;
        }
        double[] expected = {0.125, 0.25, 0.25, 0.25, 0.125}; // rounding leaves the ends half of what the others have
        for (int i = 0; i < 5; i++)
            assertThat(seen[i] / (double) upright).isEqualTo(expected[i], within(0.06));
    }

    @Test
    void oneOfTheTwoTurnsHappensWithTheProbabilityAskedFor() {
        int count = 2000;
        Tensor x = ReferenceInterpreter.random(5, count, 1, 4, 4);
        double[] found = run(x, GEOMETRY, 0.5, new Trial(13).set("a.sizes", 0, 0, 0, 0));
        long turned = IntStream.range(0, count)
                .filter(n -> IntStream.range(16 * n, 16 * n + 16).anyMatch(i -> Math.abs(found[i] - x.data()[i]) > 1e-4)).count();
        assertThat(turned / (double) count).isEqualTo(0.5, within(0.035)); // three standard deviations
    }

    @Test
    void theSameNumbersGiveTheSamePictures() {
        assertThat(run(oblong, Categories.ALL, 0.7, new Trial(20))).isEqualTo(run(oblong, Categories.ALL, 0.7, new Trial(20)))
                .isNotEqualTo(run(oblong, Categories.ALL, 0.7, new Trial(21)));
    }

    @Test
    void theResultIsLinearInThePicturesButForAnOffset() {
        Tensor other = ReferenceInterpreter.random(9, 2, 3, 6, 8);
        Tensor between = Tensor.zeros(2, 3, 6, 8);
        for (int i = 0; i < between.data().length; i++)
            between.data()[i] = 0.25f * oblong.data()[i] + 0.75f * other.data()[i];
        double[] a = run(oblong, Categories.ALL, 1, new Trial(22));
        double[] b = run(other, Categories.ALL, 1, new Trial(22));
        double[] c = run(between, Categories.ALL, 1, new Trial(22));
        for (int i = 0; i < c.length; i++)
            assertThat(c[i]).isEqualTo(0.25 * a[i] + 0.75 * b[i], within(1e-5));
    }

    @Test
    void noStepStandsBetweenPicturesAndResult() {
        Trial trial = new Trial(1);
        Set<Value> reached = new HashSet<>();
        trial.run(oblong, (x, t) -> DiffAugment.ALL
                .apply(new AdaptiveAugmentation(Categories.ALL).apply(x, t.probability(0.5), t, "a"), t, "b"));
        for (Value value : trial.graph.values()) {
            if (value.op() instanceof Op.Input(String name, _) && name.equals("pictures")) reached.add(value);
            if (!value.operands().stream().anyMatch(reached::contains)) continue;
            reached.add(value);
            assertThat(value.op()).isNotInstanceOf(Op.Clamp.class).isNotEqualTo(new Op.Binary(Op.Binary.Function.LESS))
                    .isNotEqualTo(new Op.Unary(Op.Unary.Function.FLOOR)).isNotEqualTo(new Op.Unary(Op.Unary.Function.SIGN));
            if (value.op() instanceof Op.GridSample) assertThat(reached).doesNotContain(value.operands().get(1));
        }
        assertThat(reached).hasSizeGreaterThan(10);
    }

    /** Nothing scaled, turned, stretched or moved by the geometry. */
    private static Trial still() {
        return new Trial(1).set("a.geometry", NO, NO, 0, NO, NO, 0, NO);
    }

    private static double[] run(Tensor x, Categories categories, double p, Trial trial) {
        return trial.run(x, (value, t) -> new AdaptiveAugmentation(categories).apply(value, t.probability(p), t, "a"));
    }

    private static double[] doubles(Tensor x) {
        return IntStream.range(0, x.data().length).mapToDouble(i -> x.data()[i]).toArray();
    }

    private static int mirrored(int i, int size) {
        return i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i;
    }

    /** Clockwise, where y is down. */
    private static double[] turned(double x, double y, double angle) {
        return new double[]{x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)};
    }

    /** Of colours that are treated alike: from itself, from the next, from the one after. */
    private static double[][] alike(double own, double next, double last) {
        return new double[][]{{own, next, last, 0}, {last, own, next, 0}, {next, last, own, 0}, {0, 0, 0, 1}};
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[4][4];
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                for (int k = 0; k < 4; k++)
                    c[i][j] += a[i][k] * b[k][j];
        return c;
    }
}
