package meander.training.data;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * Why there is no data set, as a value. A translation is looked up by the name of {@link #reason()} and is a {@link MessageFormat}
 * pattern over {@link #details()}.
 */
public record UnusableData(Reason reason, List<Object> details) implements PreparedDataset {
    public UnusableData {
        details = List.copyOf(details);
    }

    static UnusableData because(Reason reason, Object... details) {
        return new UnusableData(reason, List.of(details));
    }

    /** One English sentence: what it is and what to do. */
    public String sentence() {
        return new MessageFormat(reason.pattern(), Locale.ENGLISH).format(details.toArray());
    }

    /** Each reason's Javadoc lists its details in order. */
    public enum Reason {
        /** Name. */
        MISSING("{0} does not exist: it may have been moved, renamed or deleted."),
        /** Name, the names that there are. */
        UNKNOWN_BUNDLED("No data set called \"{0}\" comes along: choose one of {1}."),
        /** Name, technical cause. */
        UNREADABLE("{0} cannot be read ({1}): check its permissions and its disk, then try again."),
        /** Name. */
        NO_PICTURES("{0} holds no pictures: choose a folder or a zip of PNG, JPEG, WebP, GIF, BMP or TIFF pictures; "
                + "folders inside it become classes."),
        /** Name, how many, why the first of them. */
        ALL_SKIPPED("None of the {1,number,integer} pictures of {0} can be used; the first: {2}"),
        /** Name. */
        ONE_PICTURE("{0} is a single picture: choose the folder that holds the pictures to learn from."),
        /** Name. */
        NOT_A_DATASET(
                "{0} is not a data set that can be read here: choose a folder or a zip of pictures, or MNIST''s IDX files."),
        /** Name, technical cause. */
        DAMAGED_ZIP("{0} is a damaged zip ({1}): copy or download it again."),
        /** Name, technical cause. */
        DAMAGED_LABELS("{0} is not a list of labels as NVlabs'' dataset_tool.py writes it ({1}): make the data set again."),
        /** Name. */
        DAMAGED_IDX("{0} ends before its pictures do or is damaged: copy or download it again."),
        /** Name. */
        ONLY_LABELS("{0} holds labels without their pictures: put the file with the pictures beside it."),
        /** Name, the limit. */
        TOO_MANY("{0} holds more than {1,number,integer} files, more than can be handled: choose a part of it."),
        /** Name. */
        NO_SIDES("{0} does not hold two sides: put pictures into folders A and B (or trainA and trainB), "
                + "or take pictures twice as wide as high, whose left half is A."),
        /** Name. */
        NO_PAIRS("The folders A and B of {0} have no name in common: pictures that belong together need the same name."),
        /** The size. */
        BAD_SIZE("Pictures cannot be {0,number,integer} pixels wide: choose a power of two from 4 to 1024."),
        /** The number of channels. */
        BAD_CHANNELS(
                "Pictures cannot have {0,number,integer} channels: choose 1 for grey, 3 for colours, 4 for colours and opacity."),
        /** Name, the label, the limit. */
        TOO_MANY_CLASSES("{0} has a label {1}, but at most {2,number,integer} classes can be told apart: number them from 0."),
        /** Folder, megabytes needed, megabytes free. */
        DISK_FULL("The decoded pictures need {1,number,integer} MB in {0}, where {2,number,integer} MB are free: "
                + "free some space or choose a smaller size."),
        /** Folder, technical cause. */
        CACHE_UNWRITABLE("The decoded pictures cannot be kept in {0} ({1}): check that this folder can be written."),
        /** No details. */
        CANCELLED("Reading the pictures was cancelled.");

        private final String pattern;

        Reason(String pattern) {
            this.pattern = pattern;
        }

        /** The English {@link MessageFormat} pattern. */
        public String pattern() {
            return pattern;
        }
    }
}
