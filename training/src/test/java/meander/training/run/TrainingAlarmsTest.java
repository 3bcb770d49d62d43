package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meander.training.alarm.Alarm;
import meander.training.alarm.AlarmRule;
import meander.training.alarm.MetricHistory;
import meander.training.alarm.MetricHistory.Measurement;
import meander.training.alarm.NoProgressAlarm;
import meander.training.metric.MetricNames;
import meander.training.recipe.Monitoring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingAlarmsTest {
    private static final long STEP = 10_000;

    /** One value each 10,000 images. */
    private static List<Measurement> history(String name, double... values) {
        List<Measurement> history = new ArrayList<>();
        for (int i = 0; i < values.length; i++)
            history.add(new Measurement((i + 1) * STEP, Map.of(name, values[i])));
        return history;
    }

    /** Both, moment by moment. */
    private static List<Measurement> with(List<Measurement> history, String name, double... values) {
        List<Measurement> joined = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Map<String, Double> both = new HashMap<>(history.get(i).values());
            both.put(name, values[i]);
            joined.add(new Measurement(history.get(i).images(), both));
        }
        return joined;
    }

    private static List<Alarm> after(List<Measurement> history) {
        return AlarmMonitor.after(Monitoring.STANDARD.alarms(), new MetricHistory(history));
    }

    @Test
    void nothingIsKnownOfARunThatHasJustBegun() {
        assertThat(after(List.of())).isEmpty();
        assertThat(after(history("something else", 1, 2, 3))).isEmpty();
    }

    @Test
    void picturesThatBecomeAlikeAreACollapse() {
        List<Alarm> alarms = after(history("msssim", 0.9, 0.5, 0.2, 0.2, 0.2, 0.3, 0.6, 0.6, 0.6));

        assertThat(alarms).extracting(Alarm::id).containsExactly("collapse");
        assertThat(alarms.getFirst().images()).isEqualTo(90_000);
        assertThat(alarms.getFirst().values().get(0)).isEqualTo(0.6, within(1e-9));
        assertThat(alarms.getFirst().values().get(1)).isEqualTo(0.2, within(1e-9));
        assertThat(alarms.getFirst().sentence()).contains("similarity 0.60").contains("0.20");
    }

    @Test
    void oneOddValueIsNoCollapse() {
        assertThat(after(history("msssim", 0.2, 0.2, 0.2, 0.2, 0.2, 0.5))).isEmpty();
    }

    @Test
    void picturesThatBecomeDiverseAreNoCollapse() {
        assertThat(after(history("msssim", 0.9, 0.9, 0.8, 0.6, 0.4, 0.3))).isEmpty();
    }

    @Test
    void diversityIsComparedWithTheDatasOwnWhereItIsKnown() {
        double[] rising = {0.1, 0.1, 0.1, 0.4, 0.4, 0.4}; // from noise to pictures that are as alike as the data

        assertThat(after(with(history("msssim", rising), "msssim/data", 0.4, 0.4, 0.4, 0.4, 0.4, 0.4))).isEmpty();
        assertThat(after(with(history("msssim", rising), "msssim/data", 0.1, 0.1, 0.1, 0.1, 0.1, 0.1))).extracting(Alarm::id)
                .containsExactly("collapse");
    }

    @Test
    void untrainedGeneratorIsNotCalledCollapsed() {
        List<Measurement> early = List.of(new Measurement(1, Map.of("msssim", 0.99, "msssim/data", 0.2)),
                new Measurement(2, Map.of("msssim", 0.99)), new Measurement(3, Map.of("msssim", 0.99)));

        assertThat(after(early)).isEmpty();
    }

    @Test
    void discriminatorThatIsAlwaysRightWhileTheLossGrowsOverpowers() {
        double[] real = {0.2, 0.5, 0.8, 0.95, 0.97, 0.99};
        double[] fake = {-0.2, -0.5, -0.8, -0.95, -0.97, -0.99};
        double[] growing = {1, 1, 1, 2, 3, 4};

        assertThat(after(signs(real, fake, growing))).extracting(Alarm::id).containsExactly("overpowered");
        assertThat(after(signs(real, fake, 4, 4, 4, 4, 4, 4))).isEmpty();
        assertThat(after(signs(real, new double[6], growing))).isEmpty();
        assertThat(after(signs(new double[6], fake, growing))).isEmpty();
        // A hinge loss that is still negative grows as well.
        assertThat(after(signs(real, fake, -1, -1, -1, -0.5, -0.5, -0.5))).hasSize(1);
    }

    private static List<Measurement> signs(double[] real, double[] fake, double... loss) {
        return with(with(history("D/sign_real", real), "D/sign_fake", fake), "G/loss", loss);
    }

    @Test
    void distanceThatStandsStillIsNoProgress() {
        double[] values = new double[30];
        for (int i = 0; i < values.length; i++)
            values[i] = i < 9 ? 50 - i : 42 - 0.01 * i; // 2 % would be 0.84

        List<Alarm> alarms = after(history("swd", values));

        assertThat(alarms).containsExactly(
                new Alarm(new NoProgressAlarm("swd", 200_000, 0.02), 300_000, List.of(42.0, 90_000.0, 210_000.0)));
        assertThat(alarms.getFirst().sentence()).contains("210,000 images").contains("42.0 at 90,000");
        values[29] = 41;
        assertThat(after(history("swd", values))).isEmpty();
    }

    @Test
    void discriminatorThatTakesHeldBackPicturesForGeneratedOnesOverfits() {
        double[] real = {0.8, 0.8, 0.8};
        double[] fake = {-0.8, -0.8, -0.8};

        List<Alarm> alarms = after(
                with(with(history("D/sign_trained", real), "D/sign_fake", fake), "D/sign_heldback", 0, -0.3, -0.6));

        assertThat(alarms).extracting(Alarm::id).containsExactly("overfitting");
        assertThat(alarms.getFirst().values()).hasSize(3);
        assertThat(after(with(with(history("D/sign_trained", real), "D/sign_fake", fake), "D/sign_heldback", 0.5, 0.5, 0.5)))
                .isEmpty();
    }

    @Test
    void discriminatorThatIsUnsureDoesNotOverfitYet() {
        double[] real = {0.2, 0.2, 0.2};
        double[] fake = {-0.2, -0.2, -0.2};

        assertThat(after(with(with(history("D/sign_trained", real), "D/sign_fake", fake), "D/sign_heldback", -0.2, -0.2, -0.2)))
                .isEmpty();
    }

    @Test
    void criticOverfitsByItsOutputsForTheyHaveNoSign() {
        double[] real = {12, 11, 13};
        double[] fake = {2, 3, 1};

        assertThat(after(with(with(history("D/trained", real), "D/fake", fake), "D/heldback", 4, 5, 4))).extracting(Alarm::id)
                .containsExactly("overfitting");
        assertThat(after(with(with(history("D/trained", real), "D/fake", fake), "D/heldback", 11, 9, 10))).isEmpty();
    }

    @Test
    void augmentationAtItsCeilingIsTold() {
        List<Alarm> alarms = after(history("augment/p", 0.2, 0.5, 0.8, 0.8, 0.8));

        assertThat(alarms).extracting(Alarm::id).containsExactly("augmentation-at-ceiling");
        assertThat(alarms.getFirst().sentence()).contains("0.80 (ceiling 0.80)");
        assertThat(after(history("augment/p", 0.8, 0.8, 0.79))).isEmpty();
    }

    @Test
    void figuresThatAreNoNumbersCountAsMissing() {
        assertThat(after(history("augment/p", 0.9, 0.9, Double.NaN))).isEmpty();
        assertThat(after(history("augment/p", 0.9, 0.9, Double.NaN, 0.9))).hasSize(1);
    }

    private static List<AlarmRule> rules() {
        return Monitoring.STANDARD.alarms();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyKindIsOneSentence(AlarmRule kind) {
        assertThat(new Alarm(kind, 1, List.of(0.5, 0.25, 0.125)).sentence()).endsWith(".").doesNotContain("{", "}", "''");
    }

    private static Measurement look(long images, double spread, double saturated, double weights, double loss) {
        return new Measurement(images, Map.of(MetricNames.SPREAD, spread, MetricNames.SPREAD_OF_DATA, 0.5, MetricNames.SATURATED,
                saturated, MetricNames.SATURATED_OF_DATA, 0.3, "D/weights", weights, "D/weights_initial", 0.02, "D/loss", loss));
    }

    private static List<String> kinds(Measurement... history) {
        return after(List.of(history)).stream().map(Alarm::id).toList();
    }

    @Test
    void aGeneratorThatDrewDifferentPicturesAndDrawsTheSameNowHasDied() {
        assertThat(kinds(look(0, 0.01, 0, 0.02, 1), look(500, 0.0001, 0, 0.02, 1))).containsExactly("constant");
        assertThat(kinds(look(0, 0.0003, 0, 0.02, 1), look(500, 0.0003, 0, 0.02, 1))).as("untrained").isEmpty();
        assertThat(kinds(look(0, 0.0003, 0, 0.02, 1), look(500, 0.2, 0, 0.1, 1))).isEmpty();
    }

    @Test
    void picturesOfBlackAndWhiteWeightsAndLossesThatExplodeAreTold() {
        assertThat(kinds(look(500, 0.4, 1, 0.02, 1))).containsExactly("saturated");
        assertThat(kinds(look(500, 0.4, 0.2, 7, 1))).containsExactly("exploding-weights");
        assertThat(kinds(look(500, 0.4, 0.2, 0.3, -2e14))).containsExactly("exploding-loss");
        assertThat(after(List.of(look(500, 0.4, 0.2, 0.3, 2e14))).getFirst().sentence()).startsWith("A loss explodes (2.0E14)");
    }
}
