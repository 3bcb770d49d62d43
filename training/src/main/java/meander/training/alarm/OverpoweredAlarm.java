package meander.training.alarm;

import java.util.List;
import java.util.Optional;

import meander.training.alarm.MetricHistory.Point;
import meander.training.metric.MetricNames;

/**
 * The discriminator is hardly ever wrong while the loss of the generator grows: mean signs of real and of generated pictures.
 *
 * @param sign   mean sign beyond which it is hardly ever wrong
 * @param growth share by which the loss grows from one window to the next
 */
public record OverpoweredAlarm(double sign, double growth) implements AlarmRule {
    @Override
    public String id() {
        return "overpowered";
    }

    @Override
    public String pattern() {
        return "The discriminator is hardly ever wrong (real {0,number,0.00}, generated {1,number,0.00}) and the generator''s loss grows: it learns little from here on.";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        List<Point> real = history.series(MetricNames.SIGN_REAL);
        List<Point> fake = history.series(MetricNames.SIGN_FAKE);
        List<Point> loss = history.series(MetricNames.GENERATOR_LOSS);
        if (!MetricHistory.suffices(real, 1) || !MetricHistory.suffices(fake, 1) || !MetricHistory.suffices(loss, 2))
            return Optional.empty();
        double before = MetricHistory.mean(loss, loss.size() - MetricHistory.WINDOW);
        // A hinge loss may be near 0 or below.
        boolean grows = MetricHistory.mean(loss) - before > growth * Math.max(Math.abs(before), growth);
        double meanReal = MetricHistory.mean(real);
        double meanFake = MetricHistory.mean(fake);
        return Alarm.when(grows && meanReal > sign && meanFake < -sign, this, real, meanReal, meanFake);
    }
}
