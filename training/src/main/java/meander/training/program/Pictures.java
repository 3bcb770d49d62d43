package meander.training.program;

/** The data as training meets it: an endless row of pictures, of which each place always holds the same one. */
public interface Pictures {
    /** A picture, {@code C·H·W} numbers in −1…1. @param position counted from the beginning of the training */
    void picture(long position, float[] into);

    /** The class of that picture, or −1. */
    int label(long position);

    /** The class of a picture drawn at random. @param chance in 0…1, 1 not included */
    int randomLabel(double chance);
}
