package meander.training.data;

import java.util.List;

/** Pictures of any size, in an order that does not depend on the disk they lie on. */
sealed interface ImageSource permits ImageFileSource, IdxImages, PairedDataset {
    int size();

    String name(int index);

    /** The place in {@link #classes()}, or -1 if there are none. */
    int label(int index);

    List<String> classes();

    /** Whether each picture of an even number belongs to the next one: without the one the other is of no use. */
    default boolean paired() {
        return false;
    }

    /** Called from several threads. */
    ByteImage pixels(int index) throws SkippedImageException;

    Traits traits();

    List<SkippedImage> skipped();

    /** How many files beside the pictures are something else. */
    int otherFiles();

    /**
     * What the pictures have in common.
     *
     * @param side       the median of their shorter sides
     * @param grey       none has colours
     * @param seeThrough any has opacity
     * @param moving     how many are animations
     * @param bordered   a little room around them is filled with black instead of enlarging them
     */
    record Traits(int side, boolean grey, boolean seeThrough, int moving, boolean bordered) {}
}
