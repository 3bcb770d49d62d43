package meander.app.widgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.junit.jupiter.api.Test;

class PlotSeriesTest {
    private static final int POINTS = 100_000;

    @Test
    void extremesOfAHundredThousandPointsSurviveInAFewHundredColumns() {
        PlotSeries series = new PlotSeries();
        Random random = new Random(3);
        for (int i = 0; i < POINTS; i++)
            series.add(i, i == 34_567 ? 9 : i == 71_234 ? -9 : random.nextDouble());
        PlotSeries.Stretch[] columns = series.columns(0, POINTS - 1, 640);
        assertThat(columns).hasSize(640).doesNotContainNull();
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        for (PlotSeries.Stretch column : columns) {
            max = Math.max(max, column.max());
            min = Math.min(min, column.min());
        }
        assertThat(max).isEqualTo(9);
        assertThat(min).isEqualTo(-9);
        assertThat(columns[(int) (34_567L * 640 / POINTS)].max()).isEqualTo(9);
        assertThat(columns[(int) (71_234L * 640 / POINTS)].min()).isEqualTo(-9);
    }

    @Test
    void stretchesAgreeWithAPlainLoopWhereverTheyBeginAndEnd() {
        PlotSeries series = new PlotSeries();
        Random random = new Random(4);
        for (int i = 0; i < 5_000; i++)
            series.add(i, random.nextGaussian());
        for (int round = 0; round < 500; round++) {
            int from = random.nextInt(5_000);
            int to = from + 1 + random.nextInt(5_000 - from);
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int i = from; i < to; i++) {
                min = Math.min(min, series.y(i));
                max = Math.max(max, series.y(i));
                sum += series.y(i);
            }
            PlotSeries.Stretch stretch = series.stretch(from, to);
            assertThat(stretch.min()).isEqualTo(min);
            assertThat(stretch.max()).isEqualTo(max);
            assertThat(stretch.mean()).isCloseTo(sum / (to - from), within(1e-9));
        }
    }

    @Test
    void columnsWithoutPointsAreEmpty() {
        PlotSeries series = new PlotSeries();
        series.add(0, 1);
        series.add(100, 2);
        PlotSeries.Stretch[] columns = series.columns(0, 100, 10);
        assertThat(columns[0].mean()).isEqualTo(1);
        assertThat(columns[9].mean()).isEqualTo(2);
        for (int i = 1; i < 9; i++)
            assertThat(columns[i]).isNull();
    }

    @Test
    void whatLiesBeyondAPositionCanBeForgotten() {
        PlotSeries series = new PlotSeries();
        for (int i = 0; i < 1_000; i++)
            series.add(i, i == 900 ? 50 : i % 7);
        series.cut(499);
        assertThat(series.size()).isEqualTo(500);
        assertThat(series.stretch(0, 500).max()).isEqualTo(6);
        series.add(499.5, 3);
        assertThat(series.last()).isEqualTo(3);
        assertThatThrownBy(() -> series.add(2, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueIsFoundByItsPosition() {
        PlotSeries series = new PlotSeries();
        series.add(10, 1);
        series.add(20, 2);
        assertThat(series.at(9)).isNaN();
        assertThat(series.at(10)).isEqualTo(1);
        assertThat(series.at(19.9)).isEqualTo(1);
        assertThat(series.at(1e9)).isEqualTo(2);
        assertThat(series.smallest()).isZero();
    }

    @Test
    void numbersThatAreNoneAreLeftOut() {
        PlotSeries series = new PlotSeries();
        series.add(1, Double.NaN);
        series.add(2, Double.POSITIVE_INFINITY);
        assertThat(series.size()).isZero();
        assertThat(series.last()).isNaN();
    }
}
