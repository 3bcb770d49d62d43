package meander.training.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

import meander.training.recipe.TrainingRecipe;

/**
 * How long a person wants to wait. A training is fitted to that: the largest pictures and networks that this machine can show so many
 * pictures in that time that it is worth it, then as many pictures as there is time for.
 */
public enum DurationPreset {
    /** To see whether the pictures will do. */
    QUICK(Duration.ofMinutes(15), 60), BALANCED(Duration.ofHours(2), 250),
    /** Overnight. */
    THOROUGH(Duration.ofHours(8), 800);

    private static final int SMALLEST = 32;
    /** Shares of the feature maps that a recipe begins with. */
    private static final double[] WIDTHS = {1, 0.5};
    private static final double[] LAST_WIDTHS = {1, 0.5, 0.25};
    private static final String RESOLUTION = "resolution";
    /** Whoever has seen each picture so often learns it by heart. */
    private static final int EPOCHS = 1000;
    private static final double MOST_KIMG = 25_000;

    private final Duration time;
    private final double least;

    /** @param least thousands of pictures below which smaller networks make better ones */
    DurationPreset(Duration time, double least) {
        this.time = time;
        this.least = least;
    }

    public Duration time() {
        return time;
    }

    /** For keys of texts, and for the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How long some training takes; empty if settings and data do not go together. */
    @FunctionalInterface
    interface Timing {
        Optional<Duration> of(TrainingSpec spec);
    }

    /**
     * A training of about this time.
     *
     * @param asked    whose settings stay
     * @param size     of the pictures, pixels
     * @param pictures how many there are
     * @return empty if none of these settings and the data go together
     */
    Optional<TrainingSpec> fit(TrainingRecipe recipe, TrainingSpec asked, int size, int pictures, Timing timing) {
        Optional<TrainingSpec> fitted = Optional.empty();
        int smallest = asked.settings().containsKey(RESOLUTION) ? size : Math.min(size, SMALLEST);
        int[] sides = IntStream.iterate(size, side -> side >= smallest, side -> side / 2).toArray();
        for (int side : sides)
            for (double width : side == smallest ? LAST_WIDTHS : WIDTHS) {
                TrainingSpec tried = with(recipe, asked, size, side, width, least);
                Optional<Duration> needed = timing.of(tried);
                if (needed.isEmpty()) continue;
                double share = time.toMillis() / Math.max(1.0, needed.get().toMillis());
                double kimg = rounded(Math.clamp(least * share, 0.1, Math.clamp(pictures * EPOCHS / 1000.0, least, MOST_KIMG)));
                fitted = Optional.of(with(recipe, asked, size, side, width, kimg));
                if (share >= 1) return fitted;
            }
        return fitted;
    }

    private static TrainingSpec with(TrainingRecipe recipe, TrainingSpec asked, int size, int side, double width, double kimg) {
        TreeMap<String, String> settings = new TreeMap<>(recipe.fitted(width, side, kimg));
        if (side != size) settings.put(RESOLUTION, Integer.toString(side));
        settings.keySet().removeAll(asked.settings().keySet());
        return asked.with(settings).withKimg(kimg);
    }

    /** Down to two figures. */
    private static double rounded(double kimg) {
        double unit = Math.pow(10, Math.floor(Math.log10(kimg)) - 1);
        return Math.round(Math.floor(kimg / unit + 1e-9) * unit * 1000) / 1000.0;
    }
}
