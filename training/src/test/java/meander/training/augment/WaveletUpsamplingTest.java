package meander.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Tensor;

class WaveletUpsamplingTest {
    private static final double ROUNDING = 2e-6;

    @ParameterizedTest
    @CsvSource({"14, 16", "9, 32", "7, 8"})
    void whatIsDoubledAndHalvedIsWhatItWas(int rows, int columns) {
        Tensor x = ReferenceInterpreter.random(1, 1, 2, rows, columns);
        double[] found = new Trial(1).run(x, (value, trial) -> WaveletUpsampling
                .down(WaveletUpsampling.up(value).pad(Padding.all(WaveletUpsampling.MARGIN), Op.Pad2d.Mode.REFLECT)));
        for (int i = 0; i < found.length; i++)
            assertThat(found[i]).isEqualTo(x.data()[i], within(ROUNDING));
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1, 0", "1, 1, 0.0043", "2, 0.9884, 0.1518", "2.6, 0.9069, 0.4214"})
    void eachFrequencyIsLetThroughAsBySym6(double frequency, double sym6, double sym6OfTheAlias) {
        Tensor wave = Tensor.zeros(1, 1, 2, 64);
        for (int i = 0; i < 128; i++)
            wave.data()[i] = (float) Math.cos(frequency * (i % 64 - 31.5));
        double[] found = new Trial(1).run(wave, (value, trial) -> WaveletUpsampling.up(value)); // [1,1,3,127]
        assertThat(found[63]).as("crest of the wave, trough of its alias").isEqualTo(sym6 - sym6OfTheAlias, within(0.002));
    }
}
