package meander.app.train;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

import meander.app.base.Message;
import meander.training.data.DataSettings.Sides;

/** Looks at data before a training is begun with it. */
public interface DatasetInspector {
    /** How many pictures a contact sheet shows. */
    int SHEET = 18;

    /**
     * Data that comes along.
     *
     * @param data as {@link meander.training.run.TrainingSpec#data} names it, for example {@code bundled:emoji}
     * @param name in the window; also names its texts, {@code train.data.NAME}
     */
    record Ready(String data, String name) {}

    /** Pixels as {@code 0xAARRGGBB}, row by row. */
    record Picture(int width, int height, int[] argb) {}

    /** Pictures that are left out, for one reason. @param example the first file's name */
    record Skipped(Message why, int count, String example) {}

    /**
     * What was found.
     *
     * @param pictures that can be used
     * @param width    that all are brought to, in pixels
     * @param classes  0 where there are none
     * @param cropped  how many are cropped to the shape of the others
     * @param padded   how many are padded to it
     * @param skipped  reasons with the first pictures that were left out for them
     * @param sheet    some of the pictures, as the networks will see them
     * @param left     how many were left out in all
     * @param sides    with pairs, the pictures of the sheet are those of a pair one after the other
     */
    record Summary(String name, int pictures, int width, int height, int classes, int cropped, int padded, List<Skipped> skipped,
            List<Picture> sheet, int left, Sides sides) {
        public Summary(String name, int pictures, int width, int height, int classes, int cropped, int padded,
                List<Skipped> skipped, List<Picture> sheet, int left) {
            this(name, pictures, width, height, classes, cropped, padded, skipped, sheet, left, Sides.NONE);
        }

        public Summary {
            skipped = List.copyOf(skipped);
            sheet = List.copyOf(sheet);
        }
    }

    List<Ready> ready();

    /**
     * Looks through data, which may take a while.
     *
     * @param data  a folder, a file or {@code bundled:NAME}
     * @param sides whether it is to have two sides
     * @throws IOException with a sentence, if nothing can be trained on it
     */
    Summary look(String data, Sides sides, BooleanSupplier cancelled) throws IOException;
}
