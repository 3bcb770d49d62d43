package meander.training.alarm;

import java.util.List;
import java.util.Optional;

import meander.training.alarm.MetricHistory.Point;
import meander.training.metric.MetricNames;

/** The weights of a network explode: their root mean square now and when the training began. */
public record ExplodingWeightsAlarm() implements AlarmRule {
    /** Weights have exploded whose root mean square is above this, and so many times what they began with. */
    private static final double EXPLODED = 0.7;
    private static final double TIMES = 15;

    @Override
    public String id() {
        return "exploding-weights";
    }

    @Override
    public String pattern() {
        return "The weights of a network explode (root mean square {0,number,0.00}, in the beginning {1,number,0.00}): the learning rate is too high. Lower it and begin again.";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        return history.names(MetricNames.WEIGHTS).flatMap(name -> check(history, name).stream()).findFirst();
    }

    private Optional<Alarm> check(MetricHistory history, String name) {
        List<Point> weights = history.series(name);
        Optional<Point> initial = history.last(name.replace(MetricNames.WEIGHTS, MetricNames.INITIAL_WEIGHTS));
        if (initial.isEmpty()) return Optional.empty();
        double now = weights.getLast().value();
        return Alarm.when(now > Math.max(EXPLODED, TIMES * initial.get().value()), this, weights, now, initial.get().value());
    }
}
