package meander.training.recipe;

import java.util.List;
import java.util.stream.Stream;

import meander.training.alarm.AlarmRule;
import meander.training.alarm.AugmentationCeilingAlarm;
import meander.training.alarm.CollapseAlarm;
import meander.training.alarm.ConstantImagesAlarm;
import meander.training.alarm.ExplodingLossAlarm;
import meander.training.alarm.ExplodingWeightsAlarm;
import meander.training.alarm.NoProgressAlarm;
import meander.training.alarm.OverfittingAlarm;
import meander.training.alarm.OverpoweredAlarm;
import meander.training.alarm.SaturatedImagesAlarm;
import meander.training.metric.Metric;
import meander.training.metric.MetricNames;
import meander.training.metric.MsSsim;
import meander.training.metric.SlicedWasserstein;

/**
 * What is measured and shown while a recipe trains.
 *
 * @param metrics of generated pictures; by the first one the best model is chosen
 * @param curves  to look at; the first four are shown first
 * @param alarms  what is watched
 */
public record Monitoring(List<Metric> metrics, List<Curve> curves, List<AlarmRule> alarms) {
    private static final List<Metric> METRICS = List.of(new SlicedWasserstein(SlicedWasserstein.Sampling.quick(0)), new MsSsim());
    private static final List<AlarmRule> ALARMS = List.of(new CollapseAlarm(20_000, 0.15), new OverpoweredAlarm(0.9, 0.1),
            new NoProgressAlarm(SlicedWasserstein.NAME, 200_000, 0.02), new OverfittingAlarm(0.5, 0.6),
            new AugmentationCeilingAlarm(0.8), new ConstantImagesAlarm(), new SaturatedImagesAlarm(), new ExplodingWeightsAlarm(),
            new ExplodingLossAlarm());

    /** For a training of whose recipe nothing is known. */
    public static final Monitoring STANDARD = of(Curve.LOSS, Curve.SIGNS, Curve.DISTANCE, Curve.DIVERSITY, Curve.AUGMENTATION,
            Curve.R1, Curve.AVERAGE);

    public Monitoring {
        metrics = List.copyOf(metrics);
        curves = List.copyOf(curves);
        alarms = List.copyOf(alarms);
        if (metrics.isEmpty()) throw new IllegalArgumentException("no metric to choose the best model by");
    }

    /** With the metrics and alarms that any recipe may have. */
    public static Monitoring of(Curve... curves) {
        return new Monitoring(METRICS, List.of(curves), ALARMS);
    }

    /** With a metric more. */
    public Monitoring with(Metric more) {
        return new Monitoring(Stream.concat(metrics.stream(), Stream.of(more)).toList(), curves, alarms);
    }

    /** The metric that says which model is the best. */
    public Metric best() {
        return metrics.getFirst();
    }

    /** What is shown of the moment that is looked at, by name. */
    public List<String> summary() {
        return Stream.concat(metrics.stream().filter(metric -> !metric.isPaired()).map(Metric::name),
                Stream.of(MetricNames.EMA_DISTANCE)).toList();
    }

    /** What is shown where there is one line, by name, as far as it is reported. */
    public List<String> line() {
        return List.of(MetricNames.DISCRIMINATOR_LOSS, MetricNames.GENERATOR_LOSS, MetricNames.AUGMENTATION, best().name());
    }
}
