package meander.app.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyObjectProperty;

import meander.app.base.Theme;

/** What the page of settings needs the window for. */
public interface SettingsActions {
    /** The look that is worn. */
    ReadOnlyObjectProperty<Theme> worn();

    void wear(Theme theme);

    /** The language that was chosen, as an IETF tag; empty for the machine's own. */
    String chosenLanguage();

    /** @param tag as of {@link #chosenLanguage} */
    void speak(String tag);

    /** Lets a person choose a folder. */
    void chooseStorage(Consumer<Path> chosen);

    /** Lets a person choose packages for the graphics card. */
    void choosePackages(Consumer<List<Path>> chosen);

    /** Shows a folder in the desktop's own window. */
    void open(Path folder);

    void beginTour();

    void showSettings();
}
