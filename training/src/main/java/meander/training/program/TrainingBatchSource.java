package meander.training.program;

import meander.training.data.Domain;

/** The data as training meets it: an endless row of pictures, of which each place always holds the same one. */
public interface TrainingBatchSource {
    /** A picture, {@code C·H·W} numbers in −1…1. @param position counted from the beginning of the training */
    void picture(long position, float[] into);

    /** A picture of a side; at a position of both sides lie pictures that go together, where any do. */
    default void picture(Domain side, long position, float[] into) {
        picture(position, into);
    }

    /** A picture of a side to look at: if any are held back from learning, one of those. @param position counted from 0, without end */
    default void shown(Domain side, long position, float[] into) {
        picture(side, position, into);
    }

    /** The class of that picture, or −1. */
    int label(long position);

    /** The class of a picture drawn at random. @param chance in 0…1, 1 not included */
    int randomLabel(double chance);
}
