package meander.training.alarm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import meander.training.alarm.MetricHistory.Point;
import meander.training.metric.MetricNames;

/** All generated pictures are the same, which one look tells: their spread, and that of the data. */
public record ConstantImagesAlarm() implements AlarmRule {
    /** Share of the data's spread below which generated pictures are all the same. */
    private static final double CONSTANT = 0.01;
    /** Share of the generator's own largest spread below which it has died. */
    private static final double DIED = 0.1;

    @Override
    public String id() {
        return "constant";
    }

    @Override
    public String pattern() {
        return "All generated pictures are the same (spread {0,number,0.0000}, of the data {1,number,0.0000}): the generator has died. Lower the learning rate and begin again, or resume from an earlier checkpoint.";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        List<Point> spread = history.series(MetricNames.SPREAD);
        Optional<Point> data = history.last(MetricNames.SPREAD_OF_DATA);
        if (spread.isEmpty() || data.isEmpty()) return Optional.empty();
        double best = spread.stream().mapToDouble(Point::value).max().orElse(0);
        double now = spread.getLast().value();
        // An untrained generator draws grey pictures that differ little, so it must have been better once.
        return Alarm.when(now < CONSTANT * data.get().value() && now < DIED * best, this, spread, now, data.get().value());
    }

    @Override
    public String format(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
