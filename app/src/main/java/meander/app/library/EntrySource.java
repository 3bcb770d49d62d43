package meander.app.library;

import java.util.Locale;

/** Where a model of the library comes from. */
public enum EntrySource {
    /** It comes along with Meander. */
    BUNDLED,
    /** A file. */
    FILE,
    /** The folder of a training, which stands for its newest model. */
    RUN;

    /** For keys of texts and for the file. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
