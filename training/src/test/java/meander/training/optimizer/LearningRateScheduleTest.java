package meander.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.training.optimizer.LearningRateSchedule.Cosine;
import meander.training.optimizer.LearningRateSchedule.LinearToZero;
import meander.training.optimizer.LearningRateSchedule.WarmUp;

class LearningRateScheduleTest {
    private static final Map<String, LearningRateSchedule> SCHEDULES = Map.of("constant", LearningRateSchedule.CONSTANT, "linear",
            new LinearToZero(0), "linear from the half", new LinearToZero(0.5), "cosine", new Cosine(0), "warm-up",
            new WarmUp(0.4, LearningRateSchedule.CONSTANT), "warm-up and cosine", new WarmUp(0.05, new Cosine(0.75)));

    /** In ten steps, beside torch.optim.lr_scheduler and NVlabs' projector. */
    @Test
    void fallsAndRisesAsThoseOfPyTorch() throws Exception {
        JsonNode reference;
        try (InputStream file = getClass().getResourceAsStream("/fixtures/optimizers/schedules.json")) {
            reference = new ObjectMapper().readTree(file);
        }
        assertThat(SCHEDULES).containsOnlyKeys(reference.properties().stream().map(Map.Entry::getKey).toList());
        SCHEDULES.forEach((name, schedule) -> {
            for (int step = 0; step <= 10; step++)
                assertThat(schedule.factor(step / 10.0)).as(name + " " + step)
                        .isCloseTo(reference.get(name).get(step).doubleValue(), within(1e-6));
        });
    }

    @Test
    void staysAtZeroBeyondTheEnd() {
        assertThat(new LinearToZero(0.5).factor(1.5)).isZero();
        assertThat(new Cosine(0).factor(1.5)).isZero();
    }

    @Test
    void onlyAConstantRateDoesNotFollowTheLength() {
        SCHEDULES.forEach((name, schedule) -> assertThat(schedule.followsLength()).as(name).isEqualTo(!name.equals("constant")));
    }

    @Test
    void aFallThatNeverBeginsIsRefused() {
        assertThatThrownBy(() -> new LinearToZero(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WarmUp(0, LearningRateSchedule.CONSTANT)).isInstanceOf(IllegalArgumentException.class);
    }
}
