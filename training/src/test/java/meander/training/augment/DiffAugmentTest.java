package meander.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Tensor;

class DiffAugmentTest {
    private static final double EXACT = 1e-6; // what is fed and constant is float32

    private final Tensor picture = ReferenceInterpreter.random(1, 1, 3, 8, 8);

    @Test
    void brightnessThenSaturationThenContrast() {
        double[] found = new Trial(1).set("a.colour", 0.9, 0.25, 0.75).run(picture,
                (x, trial) -> new DiffAugment(true, false, false).apply(x, trial, "a"));
        double[] expected = new double[found.length];
        for (int i = 0; i < 64; i++) {
            double grey = (at(i) + at(64 + i) + at(128 + i)) / 3 + 0.4;
            for (int c = 0; c < 3; c++)
                expected[64 * c + i] = grey + (at(64 * c + i) + 0.4 - grey) * 0.5;
        }
        double mean = Arrays.stream(expected).average().orElseThrow();
        assertThat(found).containsExactly(Arrays.stream(expected).map(v -> mean + (v - mean) * 1.25).toArray(), within(EXACT));
    }

    @Test
    void aShiftDrawsInZeros() {
        double[] found = new Trial(1).set("a.translation", 0.99, 0.4).run(picture,
                (x, trial) -> new DiffAugment(false, true, false).apply(x, trial, "a")); // one of −1, 0, 1: down by 1, not aside
        for (int i = 0; i < found.length; i++)
            assertThat(found[i]).isEqualTo(i / 8 % 8 == 0 ? 0 : at(i - 8));
    }

    @Test
    void shiftsReachAnEighthEitherWay() {
        Tensor dot = Tensor.zeros(400, 1, 16, 16);
        IntStream.range(0, 400).forEach(n -> dot.data()[n * 256 + 8 * 16 + 8] = 1);
        double[] found = new Trial(2).run(dot, (x, trial) -> new DiffAugment(false, true, false).apply(x, trial, "a"));
        int[] seen = IntStream.range(0, found.length).filter(i -> found[i] == 1).toArray();
        assertThat(seen).hasSize(400);
        assertThat(Arrays.stream(seen).map(i -> i / 16 % 16).distinct().sorted()).containsExactly(6, 7, 8, 9, 10);
        assertThat(Arrays.stream(seen).map(i -> i % 16).distinct().sorted()).containsExactly(6, 7, 8, 9, 10);
    }

    @Test
    void cutsOutASquareOfHalfTheSide() {
        double[] found = new Trial(1).set("a.cutout", 0.6, 0.35).run(Tensor.full(1, 1, 1, 8, 8),
                (x, trial) -> new DiffAugment(false, false, true).apply(x, trial, "a")); // around row 5 and column 3 of 0…8
        for (int i = 0; i < 64; i++)
            assertThat(found[i]).isEqualTo(i / 8 >= 3 && i / 8 < 7 && i % 8 >= 1 && i % 8 < 5 ? 0 : 1);
    }

    @Test
    void theCutMayReachOverTheBorder() {
        double[] found = new Trial(1).set("a.cutout", 0.999, 0).run(Tensor.full(1, 1, 1, 8, 8),
                (x, trial) -> new DiffAugment(false, false, true).apply(x, trial, "a"));
        for (int i = 0; i < 64; i++)
            assertThat(found[i]).isEqualTo(i / 8 >= 6 && i % 8 < 2 ? 0 : 1);
    }

    @Test
    void opacityIsMovedButNotRecoloured() {
        Tensor four = ReferenceInterpreter.random(1, 1, 4, 8, 8);
        double[] found = new Trial(1).run(four, (x, trial) -> new DiffAugment(true, false, false).apply(x, trial, "a"));
        for (int i = 3 * 64; i < 4 * 64; i++)
            assertThat(found[i]).isEqualTo(four.data()[i]);
        assertThat(found[0]).isNotEqualTo(four.data()[0]);
    }

    private double at(int i) {
        return picture.data()[i];
    }
}
