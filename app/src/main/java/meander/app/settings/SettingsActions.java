package meander.app.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What the page of settings needs the window for. */
public interface SettingsActions {
    /** Lets a person choose a folder. */
    void chooseStorage(Consumer<Path> chosen);

    /** Lets a person choose packages for the graphics card. */
    void choosePackages(Consumer<List<Path>> chosen);

    /** Shows a folder in the desktop's own window. */
    void open(Path folder);

    void beginTour();
}
