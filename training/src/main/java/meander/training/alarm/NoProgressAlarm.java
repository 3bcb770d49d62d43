package meander.training.alarm;

import java.util.List;
import java.util.Optional;

import meander.training.alarm.MetricHistory.Point;

/**
 * The distance to the data stands still: its lowest value, images when it was reached, images since then.
 *
 * @param metric      the distance
 * @param patience    images without progress
 * @param improvement share of the distance that counts as progress
 */
public record NoProgressAlarm(String metric, long patience, double improvement) implements AlarmRule {
    @Override
    public String id() {
        return "no-progress";
    }

    @Override
    public String pattern() {
        return "Pictures have come no nearer to the data for {2,number,integer} images (SWD {0,number,0.0} at {1,number,integer}).";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        List<Point> distance = history.series(metric);
        if (distance.isEmpty()) return Optional.empty();
        Point best = distance.getFirst();
        for (Point point : distance)
            if (point.value() < best.value() * (1 - improvement)) best = point;
        long since = distance.getLast().images() - best.images();
        return Alarm.when(since >= patience, this, distance, best.value(), best.images(), since);
    }
}
