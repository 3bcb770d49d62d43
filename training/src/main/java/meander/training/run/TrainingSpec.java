package meander.training.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;

import meander.training.recipe.SettingAliases;

/**
 * What a person asked for: enough to run the same training again. Saved as {@code spec.json} in the run's folder.
 *
 * @param recipe   the recipe's name, for example {@code stylegan2}
 * @param data     a folder, a zip, an IDX file, or {@code bundled:NAME}
 * @param kimg     thousands of real pictures to be shown to the discriminator until it is finished
 * @param seed     decides every random number of the run, the order of the pictures included
 * @param settings what differs from the recipe's defaults, by {@linkplain meander.training.recipe.Setting#key key}
 * @param initial  the model file of another run whose weights it begins with; null where they are random
 */
public record TrainingSpec(String recipe, String data, double kimg, long seed, SortedMap<String, String> settings,
        @JsonInclude(JsonInclude.Include.NON_NULL) String initial) {
    /** As many thousands of pictures as a training may be long. */
    public static final double MOST_KIMG = 1e9;

    public TrainingSpec {
        // A file may lack them; see objection.
        settings = settings == null ? null : Collections.unmodifiableSortedMap(SettingAliases.current(settings));
    }

    public TrainingSpec(String recipe, String data, double kimg, long seed, SortedMap<String, String> settings) {
        this(recipe, data, kimg, seed, settings, null);
    }

    /** What nobody can have asked for, as a file that was changed may hold it; empty if all is well. */
    Optional<String> objection() {
        if (recipe == null || recipe.isBlank()) return Optional.of("no recipe");
        if (data == null || data.isBlank()) return Optional.of("no data");
        if (!(kimg > 0 && kimg <= MOST_KIMG)) return Optional.of("kimg is " + kimg);
        if (settings == null) return Optional.of("no settings");
        return settings.entrySet().stream().filter(setting -> setting.getValue() == null)
                .map(setting -> "no value for " + setting.getKey()).findFirst();
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
        merged.putAll(SettingAliases.current(changes));
        return new TrainingSpec(recipe, data, kimg, seed, merged, initial);
    }

    public TrainingSpec withKimg(double more) {
        return new TrainingSpec(recipe, data, more, seed, settings, initial);
    }

    /** Begins with the weights of a model. */
    public TrainingSpec withInitial(Path model) {
        return new TrainingSpec(recipe, data, kimg, seed, settings, model.toString());
    }
}
