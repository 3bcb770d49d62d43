package meander.training.alarm;

import java.util.Locale;
import java.util.Optional;

/** A question that is asked of a training; it is not asked while what it needs was not measured. */
public interface AlarmRule {
    /** Names it in log files, and its sentences in message bundles: {@code train.notice.ID}, {@code train.health.ID}. */
    String id();

    /** One English sentence, a {@link java.text.MessageFormat} over the alarm's values. */
    String pattern();

    /** The alarm, if there is one at the end of a history. */
    Optional<Alarm> check(MetricHistory history);

    /** One of the alarm's values as it is written down. */
    default String format(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
