package meander.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import meander.training.data.DataSettings.Sides;

/**
 * What a data set holds and what was done to its pictures, for people to read.
 *
 * @param title       the name of the folder or file, or {@code bundled:NAME}
 * @param size        how many pictures
 * @param classes     empty if the pictures have none
 * @param skipped     the first of those that were left out
 * @param allSkipped  how many files were left out
 * @param otherFiles  how many files beside them are no pictures
 * @param fingerprint of the pictures as they are learnt from: size, labels, every byte
 * @param sides       what there is of each thing; the sides are the first two classes, and the two behind them, if there are four, hold
 *                    those that are not to be learnt from
 */
public record DataSummary(String title, int size, int width, int height, int channels, List<ClassSize> classes, Changes changes,
        List<SkippedImage> skipped, int allSkipped, int otherFiles, String fingerprint, Sides sides) {
    public DataSummary {
        classes = List.copyOf(classes);
        skipped = List.copyOf(skipped);
        if (sides == null) sides = Sides.NONE; // in a file of an older version
    }

    public record ClassSize(String name, int pictures) {}

    /**
     * How many pictures were changed in which way.
     *
     * @param cropped     to the square in their middle
     * @param padded      to a square with borders
     * @param onWhite     laid on white, for they were see-through
     * @param firstFrames animations of which only the first picture is used
     */
    public record Changes(int cropped, int padded, int shrunk, int enlarged, int onWhite, int firstFrames) {}

    /** English sentences for the command line. */
    public List<String> sentences() {
        List<String> all = new ArrayList<>();
        String colours = switch (channels) {
            case 1 -> "grey";
            case 4 -> "in colour with opacity";
            default -> "in colour";
        };
        all.add("%s: %s of %d x %d pixels, %s%s.".formatted(title, pictures(size), width, height, colours, grouped()));
        add(all, changes.cropped, "cropped to the square in the middle");
        add(all, changes.padded, "padded to a square");
        add(all, changes.shrunk, "scaled down");
        add(all, changes.enlarged, "scaled up, which leaves them blurred");
        add(all, changes.onWhite, "laid on white");
        add(all, changes.firstFrames, "animated, of which the first picture is used");
        if (otherFiles > 0) all.add(String.format(Locale.ENGLISH, "Files beside them that are no pictures: %,d.", otherFiles));
        if (allSkipped > 0)
            all.add(String.format(Locale.ENGLISH, "%,d %s left out; the first: ", allSkipped,
                    allSkipped == 1 ? "file was" : "files were") + skipped.getFirst().name() + ": " + skipped.getFirst().why());
        return all;
    }

    private String grouped() {
        return switch (sides) {
            case NONE -> classes.isEmpty() ? "" : ", in " + classes.size() + " classes";
            case PAIRED -> String.format(Locale.ENGLISH, ", %,d pairs", size / 2);
            case UNPAIRED -> ", of two sides";
        };
    }

    private void add(List<String> all, int count, String what) {
        if (count == 0) return;
        String who = count == size ? "All of them" : pictures(count);
        all.add(who + (count == 1 && count != size ? " was " : " were ") + what + ".");
    }

    private static String pictures(int count) {
        return String.format(Locale.ENGLISH, "%,d %s", count, count == 1 ? "picture" : "pictures");
    }
}
