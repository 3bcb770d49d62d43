package meander.training.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import meander.training.alarm.Alarm;
import meander.training.alarm.AlarmRule;
import meander.training.alarm.MetricHistory;

/** Asks the rules of a recipe after each measurement, and tells an alarm when it begins. */
final class AlarmMonitor {
    private final List<AlarmRule> rules;
    private final List<MetricHistory.Measurement> history = new ArrayList<>();
    private final Set<AlarmRule> active = new HashSet<>();

    AlarmMonitor(List<AlarmRule> rules) {
        this.rules = rules;
    }

    /** What holds at the end of a history. */
    static List<Alarm> after(List<AlarmRule> rules, MetricHistory history) {
        return rules.stream().map(rule -> rule.check(history)).flatMap(Optional::stream).toList();
    }

    /** Takes up what was measured before. */
    void recall(List<MetricHistory.Measurement> measurements) {
        history.addAll(measurements);
        after(rules, new MetricHistory(history)).forEach(alarm -> active.add(alarm.rule()));
    }

    /** Alarms that were not on the last time. @param values of all kinds */
    List<Alarm> check(long images, Map<String, Double> values) {
        history.add(new MetricHistory.Measurement(images, values));
        List<Alarm> all = after(rules, new MetricHistory(history));
        List<Alarm> fresh = all.stream().filter(alarm -> !active.contains(alarm.rule())).toList();
        active.clear();
        all.forEach(alarm -> active.add(alarm.rule()));
        return fresh;
    }
}
