package meander.training.run;

import java.util.ArrayList;
import java.util.List;

import meander.training.data.DataSettings;
import meander.training.recipe.Setting;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingRecipe;

/** The settings of a run: those that every recipe has, and its own. */
final class RunSettings {
    static final String MEMORY_CHECK = "memory-check";

    private RunSettings() {}

    /** What every recipe has, before its own: how the data is read and how often things are written. */
    static List<Setting> of(TrainingRecipe recipe) {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.whole("resolution", 0, 0, 1024,
                        "Side of the pictures in pixels, a power of two; 0 chooses it from the data."),
                Setting.choice("fit", "What is done with pictures that are not square.", "crop", "crop", "pad"),
                Setting.onOff("classes", true, "Whether classes of the data are learned as such."),
                Setting.onOff("mirror", true, "Whether half of the pictures are mirrored, by chance."),
                Setting.real("held-back", 0, 0, 0.5, "Share of the data that is only used for measuring."),
                Setting.real("checkpoint-interval", 10, 0.01, 10000, "Thousands of pictures between checkpoints."),
                Setting.real("sample-interval", 1, 0.01, 10000, "Thousands of pictures between samples of the same latents."),
                Setting.real("metric-interval", 5, 0.01, 10000, "Thousands of pictures between measurements of the metrics."),
                Setting.onOff(MEMORY_CHECK, true,
                        "Whether a training is refused for which there seems to be too little memory.")));
        // A recipe may have its own idea of one of these.
        recipe.settings().forEach(own -> all.removeIf(common -> common.key().equals(own.key())));
        all.addAll(recipe.settings());
        return List.copyOf(all);
    }

    /** How pictures are read. */
    static DataSettings data(SettingValues settings, TrainingRecipe recipe) {
        return new DataSettings(settings.whole("resolution"), 0,
                settings.text("fit").equals("pad") ? DataSettings.Fit.PAD : DataSettings.Fit.CROP,
                DataSettings.Transparency.ON_WHITE, recipe.sides());
    }
}
