package meander.app.library;

import java.nio.file.Path;

/** What the library needs the rest of the window, or a screen, for. */
public interface LibraryActions {
    /** Opens a model where it belongs. */
    void open(Path file);

    /** Shows a model in detail. */
    void details(Path file);

    /** Lets a person say where a missing file is now. */
    void locate(Path file);

    /** Lets a person choose files that are taken in. */
    void chooseModels();
}
