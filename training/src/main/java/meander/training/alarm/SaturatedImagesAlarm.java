package meander.training.alarm;

import java.util.List;
import java.util.Optional;

import meander.training.alarm.MetricHistory.Point;
import meander.training.metric.MetricNames;

/** Generated pictures are black and white: the share of their values at either end, and of those of the data. */
public record SaturatedImagesAlarm() implements AlarmRule {
    /** Share of values at either end above which pictures are black and white, and as many of the data's at most. */
    private static final double BLACK_AND_WHITE = 0.95;
    private static final double BLACK_AND_WHITE_OF_DATA = 0.85;

    @Override
    public String id() {
        return "saturated";
    }

    @Override
    public String pattern() {
        return "Generated pictures are nothing but black and white ({0,number,percent} of their values, {1,number,percent} of the data''s): the generator has died. Lower the learning rate and begin again.";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        List<Point> now = history.series(MetricNames.SATURATED);
        Optional<Point> data = history.last(MetricNames.SATURATED_OF_DATA);
        if (now.isEmpty() || data.isEmpty()) return Optional.empty();
        boolean holds = now.getLast().value() > BLACK_AND_WHITE && data.get().value() < BLACK_AND_WHITE_OF_DATA;
        return Alarm.when(holds, this, now, now.getLast().value(), data.get().value());
    }
}
