package meander.training.recipe;

import java.util.List;

import meander.training.metric.MetricNames;
import meander.training.metric.MsSsim;
import meander.training.metric.SlicedWasserstein;

/**
 * Metrics that are looked at together, in one chart.
 *
 * @param id      for its words, {@code train.curve.ID} and {@code train.curve.ID.about}
 * @param metrics by name; what a training does not report is left out
 */
public record Curve(String id, List<String> metrics) {
    public static final Curve LOSS = new Curve("loss", MetricNames.GENERATOR_LOSS, MetricNames.DISCRIMINATOR_LOSS);
    public static final Curve SIGNS = new Curve("signs", MetricNames.SIGN_REAL, MetricNames.SIGN_FAKE,
            MetricNames.SIGN_HELD_BACK);
    /** For a critic, whose outputs have no sign. */
    public static final Curve OUTPUTS = new Curve("outputs", MetricNames.REAL, MetricNames.FAKE, MetricNames.HELD_BACK);
    public static final Curve DISTANCE = new Curve("distance", SlicedWasserstein.NAME);
    public static final Curve DIVERSITY = new Curve("diversity", MsSsim.NAME);
    public static final Curve AUGMENTATION = new Curve("augmentation", MetricNames.AUGMENTATION);
    public static final Curve R1 = new Curve("penalty", MetricNames.R1);
    public static final Curve GRADIENT_PENALTY = new Curve("gradient-penalty", MetricNames.GRADIENT_PENALTY);
    public static final Curve AVERAGE = new Curve("average", MetricNames.EMA_DISTANCE);

    public Curve {
        metrics = List.copyOf(metrics);
    }

    public Curve(String id, String... metrics) {
        this(id, List.of(metrics));
    }
}
