package meander.training.data;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * A picture that was left out, and why. A translation is looked up by the name of {@link #reason()} and is a {@link MessageFormat}
 * pattern over {@link #details()}.
 *
 * @param name the path of the picture inside its source
 */
public record SkippedImage(String name, Reason reason, List<Object> details) {
    public SkippedImage {
        details = List.copyOf(details);
    }

    static SkippedImage because(String name, Reason reason, Object... details) {
        return new SkippedImage(name, reason, List.of(details));
    }

    /** One English sentence, without the name. */
    public String why() {
        return new MessageFormat(reason.pattern(), Locale.ENGLISH).format(details.toArray());
    }

    /** Each reason's Javadoc lists its details in order. */
    public enum Reason {
        /** No details. */
        EMPTY("The file is empty."),
        /** No details. */
        NOT_A_PICTURE("This is no picture of a kind that can be read here."),
        /** No details. */
        DAMAGED("The picture is damaged."),
        /** No details. */
        TRUNCATED("The file ends before its picture does."),
        /** Width, height, the limit in million pixels. */
        TOO_MANY_PIXELS("The picture has {0,number,integer} x {1,number,integer} pixels, more than {2,number,integer} million."),
        /** The limit in megabytes. */
        TOO_LARGE("The file is larger than {0,number,integer} MB."),
        /** Technical cause. */
        UNREADABLE("The file cannot be read ({0})."),
        /** No details. */
        MISSING("The list of labels names this picture, but it is not there."),
        /** No details. */
        OTHER_SET("A larger set lies beside it and is used: choose this file itself to use it instead."),
        /** No details. */
        NO_SIDE("It lies neither in a folder A nor in a folder B."),
        /** No details. */
        NOT_TWICE_AS_WIDE("It is not twice as wide as high, so it does not hold two pictures side by side."),
        /** No details. */
        NO_PARTNER("The other side has no usable picture of this name."),
        /** No details. */
        ODD_NAME("Its name leads out of the archive."),
        /** The limit. */
        TOO_DEEP("It lies more than {0,number,integer} folders deep.");

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
