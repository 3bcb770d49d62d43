package meander.training.alarm;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that a person should know.
 *
 * @param images at the last measurement that it is told from
 * @param values for its sentence; each rule says which
 */
public record Alarm(AlarmRule rule, long images, List<Double> values) {
    public Alarm {
        values = List.copyOf(values);
    }

    /** An alarm if something holds. @param seenIn measured, at least once */
    static Optional<Alarm> when(boolean holds, AlarmRule rule, List<MetricHistory.Point> seenIn, double... values) {
        if (!holds) return Optional.empty();
        List<Double> list = new ArrayList<>();
        for (double value : values)
            list.add(value);
        return Optional.of(new Alarm(rule, seenIn.getLast().images(), list));
    }

    public String id() {
        return rule.id();
    }

    /** The values as they are written down. */
    public List<String> arguments() {
        return values.stream().map(rule::format).toList();
    }

    /** One English sentence. */
    public String sentence() {
        return new MessageFormat(rule.pattern(), Locale.ENGLISH).format(values.toArray());
    }
}
