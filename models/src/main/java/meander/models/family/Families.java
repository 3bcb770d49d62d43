package meander.models.family;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** The catalogue: every family there is, and opening a file as whichever it is. */
public final class Families {
    private final List<Family> families;

    public Families(List<Family> families) {
        this.families = List.copyOf(families);
    }

    /** All families on the class path. */
    public static Families installed() {
        throw new UnsupportedOperationException();
    }

    public List<Family> all() {
        return families;
    }

    /**
     * Opens a file by its content.
     *
     * @param answers   what a person has said about the file's guesses, by id
     * @param progress  told the share that is done, 0 … 1
     * @param cancelled asked now and then; true refuses with {@code CANCELLED}
     */
    public OpenResult open(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled) {
        throw new UnsupportedOperationException();
    }
}
