package meander.training.alarm;

import java.util.Locale;
import java.util.Optional;

import meander.training.metric.MetricNames;

/** A loss explodes: its value. */
public record ExplodingLossAlarm() implements AlarmRule {
    /** No recipe's loss comes near it while it learns. */
    private static final double EXPLODED = 1e5;

    @Override
    public String id() {
        return "exploding-loss";
    }

    @Override
    public String pattern() {
        return "A loss explodes ({0,number,0.0E0}): the training diverges. Lower the learning rate and begin again.";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        return history.names(MetricNames.LOSS).map(history::series).flatMap(
                loss -> Alarm.when(Math.abs(loss.getLast().value()) > EXPLODED, this, loss, loss.getLast().value()).stream())
                .findFirst();
    }

    @Override
    public String format(double value) {
        return String.format(Locale.ROOT, "%.1e", value);
    }
}
