package meander.training.run;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingPlan;
import meander.training.recipe.TrainingRecipe;

/**
 * A training that this machine has too little memory for.
 *
 * @param needed     bytes
 * @param available  bytes
 * @param gradientAccumulation     parts in which a step would fit, with the same numbers; empty where none helps
 * @param resolution of pictures that would fit, pixels; empty where none helps
 */
public record MemoryShortage(long needed, long available, OptionalInt gradientAccumulation, OptionalInt resolution) {
    private static final int MOST_ROUNDS = 1024;
    private static final int SMALLEST = 8;

    /** @param settings what was typed; those of the recipe itself stand for the rest */
    static Optional<MemoryShortage> of(TrainingRecipe recipe, Map<String, String> settings, TrainingRecipe.DataShape data,
            long available) {
        Optional<Long> needed = needed(recipe, settings, data);
        if (needed.isEmpty() || needed.get() <= available) return Optional.empty();
        OptionalInt rounds = OptionalInt.empty();
        for (int more = 2; more <= MOST_ROUNDS && rounds.isEmpty(); more *= 2)
            if (fits(recipe, with(settings, more), data, available)) rounds = OptionalInt.of(more);
        OptionalInt resolution = OptionalInt.empty();
        for (int size = data.size() / 2; size >= SMALLEST && resolution.isEmpty(); size /= 2)
            if (fits(recipe, settings, new TrainingRecipe.DataShape(size, data.channels(), data.classes()), available))
                resolution = OptionalInt.of(size);
        return Optional.of(new MemoryShortage(needed.get(), available, rounds, resolution));
    }

    private static Map<String, String> with(Map<String, String> settings, int rounds) {
        Map<String, String> more = new HashMap<>(settings);
        more.put("gradient-accumulation", Integer.toString(rounds));
        return more;
    }

    private static boolean fits(TrainingRecipe recipe, Map<String, String> settings, TrainingRecipe.DataShape data,
            long available) {
        return needed(recipe, settings, data).filter(bytes -> bytes <= available).isPresent();
    }

    /** Empty where settings and data do not go together, which is said elsewhere. */
    private static Optional<Long> needed(TrainingRecipe recipe, Map<String, String> settings, TrainingRecipe.DataShape data) {
        try {
            TrainingPlan plan = recipe.plan(new SettingValues(RunSettings.of(recipe), settings), data);
            return Optional.of(MemoryEstimate.of(plan).bytes());
        } catch (ArithmeticException e) { // a tensor of more numbers than an array can have
            return Optional.of(Long.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Bytes as a person reads them. */
    public static String gigabytes(long bytes) {
        double gigabytes = bytes / 1e9;
        return String.format(Locale.ROOT, gigabytes < 9.95 ? "%.1f" : "%.0f", gigabytes);
    }

    /** What its sentences are made of: gigabytes needed and available, then parts and resolution, each empty where none helps. */
    public List<String> arguments() {
        return List.of(gigabytes(needed), gigabytes(available), text(gradientAccumulation), text(resolution));
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }

    /** Two English sentences. */
    public String sentence() {
        String fits = gradientAccumulation.isPresent()
                ? "With --set gradient-accumulation=" + gradientAccumulation.getAsInt()
                        + " it would fit, more slowly and with the same batch size"
                        + (resolution.isPresent() ? "; at " + resolution.getAsInt() + " pixels too" : "")
                : resolution.isPresent()
                        ? "At " + resolution.getAsInt() + " pixels it would fit"
                        : "A smaller batch size or width would help";
        return "This training needs about " + gigabytes(needed) + " GB of memory and " + gigabytes(available) + " GB are free. "
                + fits + "; --set memory-check=off trains anyway.";
    }
}
