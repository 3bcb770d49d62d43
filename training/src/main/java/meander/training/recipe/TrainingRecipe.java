package meander.training.recipe;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import meander.training.data.DataSettings;

/** How a family learns: which networks, which losses, in which order. */
public interface TrainingRecipe {
    /** Keys of the settings that say how many feature maps layers have. */
    Set<String> FEATURE_MAPS = Set.of("channel-base", "channel-max", "width", "d-width");

    /** The setting, where a recipe has it, that says by how many thousands of pictures the learning rate has fallen; 0 for the whole training. */
    String SCHEDULE = "schedule-kimg";

    /** As on the command line, for example {@code stylegan2}. */
    String name();

    /** As a person reads it, for example {@code StyleGAN2}. */
    String title();

    /** Where it comes from. */
    String paper();

    List<Setting> settings();

    /** What is measured and shown while it trains. */
    default Monitoring monitoring() {
        return Monitoring.STANDARD;
    }

    /** Whether it learns from data of two sides. */
    default DataSettings.Sides sides() {
        return DataSettings.Sides.NONE;
    }

    /**
     * What to train.
     *
     * @param data the shape of the pictures
     * @throws IllegalArgumentException with a sentence if settings and data do not go together
     */
    TrainingPlan plan(SettingValues settings, DataShape data);

    /**
     * Settings for networks of another size and trainings of another length.
     *
     * @param width share of the feature maps that the recipe begins with
     * @param size  of the pictures, pixels
     * @param kimg  length of the training, thousands of pictures
     * @return those that differ from what the recipe begins with
     */
    default Map<String, String> fitted(double width, int size, double kimg) {
        Map<String, String> fitted = new TreeMap<>();
        for (Setting setting : settings())
            if (FEATURE_MAPS.contains(setting.key()) && width != 1)
                fitted.put(setting.key(), Long.toString(Math.max(1, Math.round(Long.parseLong(setting.initial()) * width))));
        return fitted;
    }

    /**
     * What a recipe needs to know of its data.
     *
     * @param size     width and height, pixels
     * @param channels 1 grey, 3 RGB, 4 RGBA
     * @param classes  0 where pictures have none
     */
    record DataShape(int size, int channels, int classes) {}
}
