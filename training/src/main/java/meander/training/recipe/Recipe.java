package meander.training.recipe;

import java.util.List;

import meander.training.data.DataSettings;

/** How a family learns: which networks, which losses, in which order. */
public interface Recipe {
    /** As on the command line, for example {@code stylegan2}. */
    String name();

    /** As a person reads it, for example {@code StyleGAN2}. */
    String title();

    /** Where it comes from. */
    String paper();

    List<Setting> settings();

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
    Plan plan(Settings settings, DataShape data);

    /**
     * What a recipe needs to know of its data.
     *
     * @param size     width and height, pixels
     * @param channels 1 grey, 3 RGB, 4 RGBA
     * @param classes  0 where pictures have none
     */
    record DataShape(int size, int channels, int classes) {}
}
