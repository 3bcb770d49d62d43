package meander.app.tour;

import java.util.Locale;

/** What the first minutes are for, in this order. */
public enum TourStep {
    /** Walk between seeds, and turn ψ. */
    SEEDS,
    /** Take layers from another seed. */
    MIXING,
    /** Open a file of one's own. */
    OWN,
    /** Let a network learn. */
    TRAIN;

    /** For keys of texts. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
