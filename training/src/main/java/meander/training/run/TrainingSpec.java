package meander.training.run;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a person asked for: enough to run the same training again. Saved as {@code spec.json} in the run's folder.
 *
 * @param recipe   the recipe's name, for example {@code stylegan2}
 * @param data     a folder, a zip, an IDX file, or {@code bundled:NAME}
 * @param kimg     thousands of real pictures to be shown to the discriminator until it is finished
 * @param seed     decides every random number of the run, the order of the pictures included
 * @param settings what differs from the recipe's defaults, by {@linkplain meander.training.recipe.Setting#key key}
 */
public record TrainingSpec(String recipe, String data, double kimg, long seed, SortedMap<String, String> settings) {
    public TrainingSpec {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    public static TrainingSpec of(String recipe, String data, double kimg) {
        return new TrainingSpec(recipe, data, kimg, 0, new TreeMap<>());
    }

    /** Pictures until it is finished. */
    public long images() {
        return Math.round(kimg * 1000);
    }

    public TrainingSpec with(Map<String, String> changes) {
        TreeMap<String, String> merged = new TreeMap<>(settings);
        merged.putAll(changes);
        return new TrainingSpec(recipe, data, kimg, seed, merged);
    }

    public TrainingSpec withKimg(double more) {
        return new TrainingSpec(recipe, data, more, seed, settings);
    }
}
