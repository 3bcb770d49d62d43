package meander.models.family.dcgan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.family.OpenResult;
import meander.models.latent.NumpyRandom;
import meander.models.request.Control;

class RunningStatisticsTest {
    private static final int[] CHANNELS = {8, 6, 4};

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void runningStatisticsTellTheSlope(double slope) {
        StateDicts made = StateDicts.tutorial("main.");
        measure(made, slope);
        assertThat(chosen(made, "activation")).isEqualTo(slope == 0 ? "ReLU" : "LeakyReLU 0.2");
        assertThat(chosen(made, "batchNormEpsilon")).isEqualTo("1e-5");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void statisticsThatFitNothingChangeNothing(long seed) {
        StateDicts made = StateDicts.tutorial("main.");
        for (int i = 0; i < 3; i++)
            made.set("main." + (3 * i + 1) + ".running_mean", new NumpyRandom(seed + i).randn(CHANNELS[i]));
        assertThat(chosen(made, "activation")).isEqualTo("ReLU");
        assertThat(chosen(made, "batchNormEpsilon")).isEqualTo("1e-5");
        assertThat(chosen(made, "strides")).isEqualTo("32×32: 4/1/0 4/2/1 4/2/1 4/2/1");
    }

    /** Replaces running statistics by those that a large batch has. */
    private static void measure(StateDicts made, double slope) {
        List<double[][]> batch = new ArrayList<>();
        for (int seed = 0; seed < 400; seed++)
            batch.add(Naive.picture(new NumpyRandom(seed).randn(5), 5));
        for (int i = 0; i < 3; i++) {
            float[] weight = made.values("main." + 3 * i + ".weight");
            int layer = i;
            batch.replaceAll(x -> Naive.transposed(x, weight, CHANNELS[layer], 4, layer == 0 ? 1 : 2, layer == 0 ? 0 : 1, 0));
            double[] mean = new double[CHANNELS[i]];
            double[] variance = new double[CHANNELS[i]];
            for (int c = 0; c < mean.length; c++) {
                int channel = c;
                double[] all = batch.stream().flatMapToDouble(x -> Arrays.stream(x[channel])).toArray();
                for (double value : all)
                    mean[c] += value / all.length;
                for (double value : all)
                    variance[c] += (value - mean[c]) * (value - mean[c]) / all.length;
            }
            String norm = "main." + (3 * i + 1);
            made.set(norm + ".running_mean", mean).set(norm + ".running_var", variance);
            batch.replaceAll(x -> Naive.leaky(made.normalised(x, norm, 1e-5), slope));
        }
    }

    private static String chosen(StateDicts made, String id) {
        OpenResult result = new DcganFamily().recognise(StateDicts.file(made.listed())).orElseThrow().open(Map.of());
        return ((OpenResult.Ready) result).model().controls().stream()
                .filter(control -> control instanceof Control.Guess guess && guess.id().equals(id))
                .map(control -> ((Control.Guess) control).chosen()).findFirst().orElseThrow();
    }
}
