package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TensorStatisticsTest {
    /** {@code a = np.float32([0.1, -2.5, 3.25, 7]); a.mean(dtype='f8'), a.std(dtype='f8'), a.min(), a.max()}. */
    @Test
    void areThoseThatNumpyGives() {
        TensorStatistics statistics = TensorStatistics.of(StoredTensor.of(new float[]{0.1f, -2.5f, 3.25f, 7}, 2, 2));
        assertThat(statistics.mean()).isCloseTo(1.962500000372529, within(1e-12));
        assertThat(statistics.std()).isCloseTo(3.550242069016186, within(1e-12));
        assertThat(statistics.min()).isEqualTo(-2.5);
        assertThat(statistics.max()).isEqualTo(7);
        assertThat(statistics.notFinite()).isZero();
    }

    @Test
    void keepTheirFiguresFarFromZero() {
        assertThat(TensorStatistics.of(StoredTensor.of(new float[]{1e6f, 1e6f + 1}, 2)).std()).isEqualTo(0.5);
    }

    @Test
    void countWhatIsNotFiniteAndLeaveItOut() {
        TensorStatistics statistics = TensorStatistics
                .of(StoredTensor.of(new float[]{Float.NaN, 1, Float.NEGATIVE_INFINITY, 3}, 4));
        assertThat(statistics).isEqualTo(new TensorStatistics(2, 1, 1, 3, 2));
    }

    @Test
    void ofNothingAreNoNumbers() {
        assertThat(TensorStatistics.of(StoredTensor.of(new float[0], 0)).mean()).isNaN();
    }
}
