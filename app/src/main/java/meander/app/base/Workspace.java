package meander.app.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the window can be used for, in the order of the rail; the last ones stand at its lower end. */
public enum Workspace {
    EXPLORE("Shortcut+1"), TRANSLATE("Shortcut+2"), TRAIN("Shortcut+3"), LIBRARY("Shortcut+4"), HELP("F1"), SETTINGS(
            "Shortcut+Comma");

    private final String shortcut;

    Workspace(String shortcut) {
        this.shortcut = shortcut;
    }

    /** For keys of texts and for the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the command that goes there. */
    public String shortcut() {
        return shortcut;
    }

    /** Whether it is a page to be read and left again, rather than a place to work in. */
    public boolean isPage() {
        return this == HELP || this == SETTINGS;
    }

    public static Optional<Workspace> of(String id) {
        return Arrays.stream(values()).filter(workspace -> workspace.id().equals(id)).findFirst();
    }
}
