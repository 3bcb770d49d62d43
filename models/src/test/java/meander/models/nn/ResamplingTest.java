package meander.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;

import meander.models.graph.ConstantFolding;
import meander.models.graph.Graph;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
    private static final float[] FILTER = {0.1f, 0.4f, 0.7f, -0.2f, 0.05f};

    /** Narrow pictures in one product, wide ones in blocks; with zeros around and with rows cut off. */
    @ParameterizedTest
    @CsvSource({"7,2,4,3", "7,4,-3,1", "190,2,4,-5", "190,2,-40,-41", "60,3,2,2"})
    void upIsWhatInsertedZerosAndAFilterGive(int side, int factor, int before, int after) {
        Tensor x = random(1, 1, side, side);
        Value up = Resampling.up(new Graph().constant(x), FILTER, factor, before, after);
        int out = side * factor + before + after - FILTER.length + 1;
        assertThat(up.shape().dims()).containsExactly(1, 1, out, out);
        float[] drawn = new ConstantFolding(Weights.of(Map.of())).evaluate(up).data();
        SplittableRandom places = new SplittableRandom(5);
        for (int i = 0; i < 2000; i++) {
            int row = i == 0 ? out - 1 : places.nextInt(out);
            int column = i == 0 ? out - 1 : places.nextInt(out);
            double sum = 0;
            for (int p = 0; p < FILTER.length; p++)
                for (int q = 0; q < FILTER.length; q++)
                    sum += factor * factor * FILTER[FILTER.length - 1 - p] * FILTER[FILTER.length - 1 - q]
                            * inserted(x, side, factor, row + p - before, column + q - before);
            assertThat((double) drawn[row * out + column]).as("row %d, column %d", row, column).isCloseTo(sum, within(1e-5));
        }
    }

    private static double inserted(Tensor x, int side, int factor, int row, int column) {
        boolean zero = row < 0 || column < 0 || row >= side * factor || column >= side * factor || row % factor != 0
                || column % factor != 0;
        return zero ? 0 : x.data()[row / factor * side + column / factor];
    }

    @Test
    void nothingThatIsLeftIsAnError() {
        Value x = new Graph().constant(random(1, 1, 4, 4));
        assertThatThrownBy(() -> Resampling.up(x, FILTER, 2, -4, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing is left of");
    }

    private static Tensor random(int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < tensor.data().length; i++)
            tensor.data()[i] = (float) random.nextGaussian();
        return tensor;
    }
}
