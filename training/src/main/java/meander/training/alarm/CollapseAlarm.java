package meander.training.alarm;

import java.util.List;
import java.util.Optional;

import meander.training.alarm.MetricHistory.Point;
import meander.training.metric.MetricNames;
import meander.training.metric.MsSsim;

/**
 * Generated pictures become alike (arXiv:1610.09585 §4.2): MS-SSIM of generated pairs now, and of the data or, where that is unknown, at its
 * lowest before.
 *
 * @param settling images before which the diversity is not compared with that of the data: at first all pictures look alike
 * @param rise     of the mean MS-SSIM that counts
 */
public record CollapseAlarm(long settling, double rise) implements AlarmRule {
    @Override
    public String id() {
        return "collapse";
    }

    @Override
    public String pattern() {
        return "Generated pictures become alike (similarity {0,number,0.00}, was or should be {1,number,0.00}): the generator may be collapsing.";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        List<Point> similarity = history.series(MsSsim.NAME);
        List<Point> data = history.series(MsSsim.NAME + MetricNames.OF_DATA);
        if (!MetricHistory.suffices(similarity, 1)) return Optional.empty();
        double reference;
        if (!data.isEmpty()) {
            if (similarity.getLast().images() < settling) return Optional.empty();
            reference = data.getLast().value();
        } else {
            reference = Double.POSITIVE_INFINITY;
            for (int end = MetricHistory.WINDOW; end <= similarity.size() - MetricHistory.WINDOW; end++)
                reference = Math.min(reference, MetricHistory.mean(similarity, end));
        }
        double now = MetricHistory.mean(similarity);
        return Alarm.when(now - reference > rise, this, similarity, now, reference);
    }
}
