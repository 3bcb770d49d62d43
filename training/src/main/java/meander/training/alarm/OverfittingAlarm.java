package meander.training.alarm;

import java.util.List;
import java.util.Optional;

import meander.training.alarm.MetricHistory.Point;
import meander.training.metric.MetricNames;

/**
 * The discriminator knows its training pictures by heart: mean sign, or output where that has none, of training, held-back and generated
 * pictures.
 *
 * @param share of the way from training pictures to generated ones at which it sees held-back ones: r_v of ADA (arXiv:2006.06676 §3, eq. 1), 0
 *              for none and 1 for all; with signs in place of outputs where they have one
 * @param sure  mean sign above which it is sure of training pictures
 */
public record OverfittingAlarm(double share, double sure) implements AlarmRule {
    @Override
    public String id() {
        return "overfitting";
    }

    @Override
    public String pattern() {
        return "The discriminator knows its training pictures by heart (training {0,number,0.00}, held back {1,number,0.00}, generated {2,number,0.00}): more pictures or stronger augmentation would help.";
    }

    @Override
    public Optional<Alarm> check(MetricHistory history) {
        return check(history.series(MetricNames.SIGN_TRAINED), history.series(MetricNames.SIGN_HELD_BACK),
                history.series(MetricNames.SIGN_FAKE), sure)
                .or(() -> check(history.series(MetricNames.TRAINED), history.series(MetricNames.HELD_BACK),
                        history.series(MetricNames.FAKE), Double.NEGATIVE_INFINITY));
    }

    private Optional<Alarm> check(List<Point> real, List<Point> heldBack, List<Point> fake, double limit) {
        if (!MetricHistory.suffices(real, 1) || !MetricHistory.suffices(heldBack, 1) || !MetricHistory.suffices(fake, 1))
            return Optional.empty();
        double meanReal = MetricHistory.mean(real);
        double meanHeldBack = MetricHistory.mean(heldBack);
        double meanFake = MetricHistory.mean(fake);
        // With the denominator on the other side: it may be 0 or less where the discriminator has learned nothing yet.
        boolean nearer = meanReal > meanFake && meanReal - meanHeldBack > share * (meanReal - meanFake);
        return Alarm.when(nearer && meanReal > limit, this, heldBack, meanReal, meanHeldBack, meanFake);
    }
}
