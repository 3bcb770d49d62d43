package meander.training.alarm;

import java.util.List;
import java.util.Optional;

import meander.training.alarm.MetricHistory.Point;
import meander.training.metric.MetricNames;

/** Augmentation is as strong as it may be: its strength and the ceiling. @param ceiling beyond which augmentations leak into pictures (ADA §2.2) */
public record AugmentationCeilingAlarm(double ceiling) implements AlarmRule {
    @Override
    public String id() {
        return "augmentation-at-ceiling";
    }

    @Override
    public String pattern() {
        return "Augmentation has reached {0,number,0.00} (ceiling {1,number,0.00}) and no longer keeps the discriminator from overfitting: there may be too few pictures.";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        List<Point> strength = history.series(MetricNames.AUGMENTATION);
        if (!MetricHistory.suffices(strength, 1)) return Optional.empty();
        double now = MetricHistory.mean(strength);
        // A mean of three times 0.8 may be a last bit below it.
        return Alarm.when(now > ceiling - 1e-6, this, strength, now, ceiling);
    }
}
