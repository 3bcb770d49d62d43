package meander.training.run;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person should know about how a training goes, told from its figures alone. Each question looks at means of the last few
 * values, since single ones jump, and is not asked while its figures are missing.
 *
 * @param window      values that are averaged
 * @param settling    images before which the diversity is not compared with the data's: at first all pictures look alike
 * @param rise        of the mean MS-SSIM that counts as collapse
 * @param sign        mean sign beyond which the discriminator is hardly ever wrong
 * @param growth      share by which the generator's loss grows from one window to the next
 * @param patience    images without progress
 * @param improvement share of the SWD that counts as progress
 * @param overfitting share of the way from training pictures to generated ones at which the discriminator sees held-back ones: r_v of
 *                    ADA (arXiv:2006.06676 §3, eq. 1), 0 for none and 1 for all; with signs in place of outputs where they have one
 * @param ceiling     augmentation strength beyond which augmentations leak into pictures (ADA §2.2)
 */
public record TrainingAlarms(int window, long settling, double rise, double sign, double growth, long patience,
        double improvement, double overfitting, double ceiling) {
    public static final TrainingAlarms DEFAULT = new TrainingAlarms(3, 20_000, 0.15, 0.9, 0.1, 200_000, 0.02, 0.5, 0.8);

    public static final String GENERATOR_LOSS = "G/loss";
    /** Mean sign of the discriminator's output for training pictures while it learns from them, −1 to 1. */
    public static final String SIGN_REAL = "D/sign_real";
    /** The same for generated pictures. */
    public static final String SIGN_FAKE = "D/sign_fake";
    /** The same for training pictures at the moment at which held-back ones are judged. */
    public static final String SIGN_TRAINED = "D/sign_trained";
    /** The same for pictures that are not trained on. */
    public static final String SIGN_HELD_BACK = "D/sign_heldback";
    /** Mean outputs of the discriminator for the same three kinds of pictures, for a critic whose outputs have no sign. */
    public static final String FAKE = "D/fake";
    public static final String TRAINED = "D/trained";
    public static final String HELD_BACK = "D/heldback";
    public static final String AUGMENTATION = "augment/p";
    public static final String SWD = "swd";
    /** Mean MS-SSIM of generated pairs. */
    public static final String SIMILARITY = "msssim";
    /** Mean MS-SSIM of pairs of the data; once is enough. */
    public static final String SIMILARITY_OF_DATA = "msssim/data";

    /** Mean standard deviation of a pixel over generated pictures, in −1…1: 0 where all are the same. */
    public static final String SPREAD = "G/spread";
    public static final String SPREAD_OF_DATA = "data/spread";
    /** Share of the values of generated pictures that are at either end of −1…1. */
    public static final String SATURATED = "G/saturated";
    public static final String SATURATED_OF_DATA = "data/saturated";
    /** Root mean square of a network's learned weights, after its name. */
    public static final String WEIGHTS = "/weights";
    /** The same when the training began. */
    public static final String INITIAL_WEIGHTS = "/weights_initial";
    private static final String LOSS = "/loss";

    /** Share of the data's spread below which generated pictures are all the same. */
    private static final double CONSTANT = 0.01;
    /** Share of the generator's own largest spread below which it has died. */
    private static final double DIED = 0.1;
    /** Share of values at either end above which pictures are black and white, and as many of the data's at most. */
    private static final double BLACK_AND_WHITE = 0.95;
    private static final double BLACK_AND_WHITE_OF_DATA = 0.85;
    /** Weights have exploded whose root mean square is above this, and so many times what they began with. */
    private static final double EXPLODED = 0.7;
    private static final double EXPLODED_TIMES = 15;
    /** No recipe's loss comes near it while it learns. */
    private static final double EXPLODED_LOSS = 1e5;

    /** Above which the discriminator is sure of training pictures. */
    private static final double SURE = 0.6;

    /**
     * Figures that were measured at one moment.
     *
     * @param images shown to the discriminator so far
     * @param values by name, any of the above and others; what is not finite counts as not measured
     */
    public record Figures(long images, Map<String, Double> values) {
        public Figures {
            values = Map.copyOf(values);
        }
    }

    /** What may go wrong. Each one's Javadoc lists its figures in order. */
    public enum Kind {
        /** MS-SSIM of generated pairs now, and of the data or, where that is unknown, at its lowest before. */
        COLLAPSE("collapse",
                "Generated pictures become alike (similarity {0,number,0.00}, was or should be {1,number,0.00}): the generator may be collapsing."),
        /** Mean sign of real and of generated pictures. */
        OVERPOWERED("overpowered",
                "The discriminator is hardly ever wrong (real {0,number,0.00}, generated {1,number,0.00}) and the generator''s loss grows: it learns little from here on."),
        /** Lowest SWD, images when it was reached, images since then. */
        NO_PROGRESS("no-progress",
                "Pictures have come no nearer to the data for {2,number,integer} images (SWD {0,number,0.0} at {1,number,integer})."),
        /** Mean sign, or output where that has none, of training, held-back and generated pictures. */
        OVERFITTING("overfitting",
                "The discriminator knows its training pictures by heart (training {0,number,0.00}, held back {1,number,0.00}, generated {2,number,0.00}): more pictures or stronger augmentation would help."),
        /** Augmentation strength, its ceiling. */
        AUGMENTATION_AT_CEILING("augmentation-at-ceiling",
                "Augmentation has reached {0,number,0.00} (ceiling {1,number,0.00}) and no longer keeps the discriminator from overfitting: there may be too few pictures."),
        /** Spread of generated pictures, of the data. */
        CONSTANT("constant",
                "All generated pictures are the same (spread {0,number,0.0000}, of the data {1,number,0.0000}): the generator has died. Lower the learning rate and begin again, or resume from an earlier checkpoint."),
        /** Share of saturated values of generated pictures, of the data. */
        SATURATED("saturated",
                "Generated pictures are nothing but black and white ({0,number,percent} of their values, {1,number,percent} of the data''s): the generator has died. Lower the learning rate and begin again."),
        /** Root mean square of the weights now and when the training began. */
        EXPLODING_WEIGHTS("exploding-weights",
                "The weights of a network explode (root mean square {0,number,0.00}, in the beginning {1,number,0.00}): the learning rate is too high. Lower it and begin again."),
        /** The loss. */
        EXPLODING_LOSS("exploding-loss",
                "A loss explodes ({0,number,0.0E0}): the training diverges. Lower the learning rate and begin again.");

        private final String id;
        private final String pattern;

        Kind(String id, String pattern) {
            this.id = id;
            this.pattern = pattern;
        }

        /** Names its sentence in message bundles and log files. */
        public String id() {
            return id;
        }

        /** A figure as it is written down. */
        String written(double figure) {
            return switch (this) {
                case CONSTANT -> String.format(Locale.ROOT, "%.4f", figure);
                case EXPLODING_LOSS -> String.format(Locale.ROOT, "%.1e", figure);
                default -> String.format(Locale.ROOT, "%.2f", figure);
            };
        }

        /** The English {@link MessageFormat} pattern over the figures. */
        public String pattern() {
            return pattern;
        }
    }

    /** @param images at the last measurement that it is told from */
    public record Alarm(Kind kind, long images, List<Double> figures) {
        public Alarm {
            figures = List.copyOf(figures);
        }

        /** One English sentence. */
        public String sentence() {
            return new MessageFormat(kind.pattern(), Locale.ENGLISH).format(figures.toArray());
        }
    }

    private record Point(long images, double value) {}

    public TrainingAlarms {
        if (window < 1) throw new IllegalArgumentException("a window of " + window);
    }

    /** What holds at the end of a run's history, which is in the order of time. */
    public List<Alarm> after(List<Figures> history) {
        List<Alarm> alarms = new ArrayList<>();
        collapse(history).ifPresent(alarms::add);
        overpowered(history).ifPresent(alarms::add);
        noProgress(history).ifPresent(alarms::add);
        overfitting(history).ifPresent(alarms::add);
        augmentationAtCeiling(history).ifPresent(alarms::add);
        constant(history).ifPresent(alarms::add);
        compared(history, SATURATED, SATURATED_OF_DATA, (now, data) -> now > BLACK_AND_WHITE && data < BLACK_AND_WHITE_OF_DATA,
                Kind.SATURATED).ifPresent(alarms::add);
        names(history, WEIGHTS)
                .map(name -> compared(history, name, name.replace(WEIGHTS, INITIAL_WEIGHTS),
                        (now, initial) -> now > Math.max(EXPLODED, EXPLODED_TIMES * initial), Kind.EXPLODING_WEIGHTS))
                .flatMap(Optional::stream).findFirst().ifPresent(alarms::add);
        names(history, LOSS).map(name -> series(history, name))
                .flatMap(loss -> alarmIf(Math.abs(loss.getLast().value()) > EXPLODED_LOSS, Kind.EXPLODING_LOSS, loss,
                        loss.getLast().value()).stream())
                .findFirst().ifPresent(alarms::add);
        return alarms;
    }

    /** Of two figures that are measured together, as they were the last time: what has died or exploded is told by one look. */
    private static Optional<Alarm> compared(List<Figures> history, String name, String with, DoubleBiPredicate holds, Kind kind) {
        List<Point> now = series(history, name);
        List<Point> reference = series(history, with);
        if (now.isEmpty() || reference.isEmpty()) return Optional.empty();
        double last = now.getLast().value();
        double other = reference.getLast().value();
        return alarmIf(holds.test(last, other), kind, now, last, other);
    }

    /** An untrained generator draws grey pictures that differ little, so it must have been better once. */
    private static Optional<Alarm> constant(List<Figures> history) {
        double best = series(history, SPREAD).stream().mapToDouble(Point::value).max().orElse(0);
        return compared(history, SPREAD, SPREAD_OF_DATA, (now, data) -> now < CONSTANT * data && now < DIED * best,
                Kind.CONSTANT);
    }

    private interface DoubleBiPredicate {
        boolean test(double one, double other);
    }

    private static Stream<String> names(List<Figures> history, String ending) {
        return history.stream().flatMap(figures -> figures.values().keySet().stream()).filter(name -> name.endsWith(ending))
                .distinct().filter(name -> !series(history, name).isEmpty());
    }

    private Optional<Alarm> collapse(List<Figures> history) {
        List<Point> similarity = series(history, SIMILARITY);
        List<Point> data = series(history, SIMILARITY_OF_DATA);
        if (similarity.size() < window) return Optional.empty();
        double reference;
        if (!data.isEmpty()) {
            if (similarity.getLast().images() < settling) return Optional.empty();
            reference = data.getLast().value();
        } else {
            reference = Double.POSITIVE_INFINITY;
            for (int end = window; end <= similarity.size() - window; end++)
                reference = Math.min(reference, mean(similarity, end));
        }
        double now = mean(similarity, similarity.size());
        return alarmIf(now - reference > rise, Kind.COLLAPSE, similarity, now, reference);
    }

    private Optional<Alarm> overpowered(List<Figures> history) {
        List<Point> real = series(history, SIGN_REAL);
        List<Point> fake = series(history, SIGN_FAKE);
        List<Point> loss = series(history, GENERATOR_LOSS);
        if (real.size() < window || fake.size() < window || loss.size() < 2 * window) return Optional.empty();
        double before = mean(loss, loss.size() - window);
        // A hinge loss may be near 0 or below.
        boolean grows = mean(loss, loss.size()) - before > growth * Math.max(Math.abs(before), growth);
        double meanReal = mean(real, real.size());
        double meanFake = mean(fake, fake.size());
        return alarmIf(grows && meanReal > sign && meanFake < -sign, Kind.OVERPOWERED, real, meanReal, meanFake);
    }

    private Optional<Alarm> noProgress(List<Figures> history) {
        List<Point> distance = series(history, SWD);
        if (distance.isEmpty()) return Optional.empty();
        Point best = distance.getFirst();
        for (Point point : distance)
            if (point.value() < best.value() * (1 - improvement)) best = point;
        long since = distance.getLast().images() - best.images();
        return alarmIf(since >= patience, Kind.NO_PROGRESS, distance, best.value(), best.images(), since);
    }

    private Optional<Alarm> overfitting(List<Figures> history) {
        return overfitting(series(history, SIGN_TRAINED), series(history, SIGN_HELD_BACK), series(history, SIGN_FAKE), SURE)
                .or(() -> overfitting(series(history, TRAINED), series(history, HELD_BACK), series(history, FAKE),
                        Double.NEGATIVE_INFINITY));
    }

    private Optional<Alarm> overfitting(List<Point> real, List<Point> heldBack, List<Point> fake, double sure) {
        if (real.size() < window || heldBack.size() < window || fake.size() < window) return Optional.empty();
        double meanReal = mean(real, real.size());
        double meanHeldBack = mean(heldBack, heldBack.size());
        double meanFake = mean(fake, fake.size());
        // With the denominator on the other side: it may be 0 or less where the discriminator has learned nothing yet.
        boolean nearer = meanReal > meanFake && meanReal - meanHeldBack > overfitting * (meanReal - meanFake);
        return alarmIf(nearer && meanReal > sure, Kind.OVERFITTING, heldBack, meanReal, meanHeldBack, meanFake);
    }

    private Optional<Alarm> augmentationAtCeiling(List<Figures> history) {
        List<Point> strength = series(history, AUGMENTATION);
        if (strength.size() < window) return Optional.empty();
        double now = mean(strength, strength.size());
        // A mean of three times 0.8 may be a last bit below it.
        return alarmIf(now > ceiling - 1e-6, Kind.AUGMENTATION_AT_CEILING, strength, now, ceiling);
    }

    private static Optional<Alarm> alarmIf(boolean holds, Kind kind, List<Point> seenIn, double... figures) {
        if (!holds) return Optional.empty();
        List<Double> list = new ArrayList<>();
        for (double figure : figures)
            list.add(figure);
        return Optional.of(new Alarm(kind, seenIn.getLast().images(), list));
    }

    private static List<Point> series(List<Figures> history, String name) {
        return history.stream().filter(figures -> Double.isFinite(figures.values().getOrDefault(name, Double.NaN)))
                .map(figures -> new Point(figures.images(), figures.values().get(name))).toList();
    }

    /** Of the window that ends before an index. */
    private double mean(List<Point> series, int end) {
        return series.subList(end - window, end).stream().mapToDouble(Point::value).average().orElseThrow();
    }
}
