package meander.training.recipe;

import java.util.List;

/**
 * The batch of a step, and over how many parts of it gradients are accumulated.
 *
 * @param size         pictures
 * @param accumulation parts, of equal size
 */
record BatchPlan(int size, int accumulation) {
    static final String SIZE = "batch-size";
    static final String ACCUMULATION = "gradient-accumulation";

    /** Their settings. @param least pictures, @param says of the batch size */
    static List<Setting> settings(int size, int least, int most, String says) {
        return List.of(Setting.whole(SIZE, size, least, most, says), Setting.whole(ACCUMULATION, 1, 1, 1024,
                "Gradients are accumulated over this many parts of a batch, for machines with little memory."));
    }

    static BatchPlan of(SettingValues settings) {
        return of(settings, SIZE);
    }

    /**
     * @param key of the setting of the batch size
     * @throws IllegalArgumentException with a sentence if the parts would not be of equal size
     */
    static BatchPlan of(SettingValues settings, String key) {
        int size = settings.whole(key);
        int accumulation = settings.whole(ACCUMULATION);
        if (size % accumulation != 0)
            throw new IllegalArgumentException(key + " " + size + " cannot be worked out in " + accumulation + " parts.");
        return new BatchPlan(size, accumulation);
    }

    /** Pictures in one part. */
    int part() {
        return size / accumulation;
    }

    /** For a discriminator that compares pictures within groups of 4. @param what is to be a multiple, @throws IllegalArgumentException with a sentence if it is not */
    BatchPlan inGroups(String what) {
        if (part() > 4 && part() % 4 != 0)
            throw new IllegalArgumentException(what + " of more than 4 is a multiple of 4, not " + part() + ".");
        return this;
    }
}
