package meander.training.metric;

/**
 * What is reported under the same name by several recipes, or told from what others report. A slash groups curves in TensorBoard; keys of
 * words have a dot in its place, {@code train.figure.D.loss}. What a single recipe or {@link Metric} reports is named there.
 */
public final class MetricNames {
    /** Ends the name of a network's loss. */
    public static final String LOSS = "/loss";
    public static final String GENERATOR_LOSS = "G" + LOSS;
    public static final String DISCRIMINATOR_LOSS = "D" + LOSS;
    /** Mean outputs of the discriminator for training pictures while it learns from them, and for generated ones. */
    public static final String REAL = "D/real";
    public static final String FAKE = "D/fake";
    /** Mean signs of the same, −1 to 1. */
    public static final String SIGN_REAL = "D/sign_real";
    public static final String SIGN_FAKE = "D/sign_fake";
    /** Mean outputs, and signs, for training pictures at the moment at which held-back ones are judged, and for those. */
    public static final String TRAINED = "D/trained";
    public static final String HELD_BACK = "D/heldback";
    public static final String SIGN_TRAINED = "D/sign_trained";
    public static final String SIGN_HELD_BACK = "D/sign_heldback";
    public static final String R1 = "D/r1";
    public static final String GRADIENT_PENALTY = "D/gradient_penalty";
    /** The probability of each augmentation. */
    public static final String AUGMENTATION = "augment/p";
    /** How far the generator is from its moving average, as a share of its length. */
    public static final String EMA_DISTANCE = "ema/distance";
    /** Ends the name of what a metric says of the data themselves. */
    public static final String OF_DATA = "/data";

    /** Mean standard deviation of a pixel over generated pictures, in −1…1: 0 where all are the same. */
    public static final String SPREAD = "G/spread";
    public static final String SPREAD_OF_DATA = "data/spread";
    /** Share of the values of generated pictures that are at either end of −1…1. */
    public static final String SATURATED = "G/saturated";
    public static final String SATURATED_OF_DATA = "data/saturated";
    /** Ends the name of the root mean square of a network's learned weights. */
    public static final String WEIGHTS = "/weights";
    /** The same when the training began. */
    public static final String INITIAL_WEIGHTS = "/weights_initial";

    private MetricNames() {}
}
