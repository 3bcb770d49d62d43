package meander.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the window can be used for, in the order of the rail. */
public enum Workspace {
    EXPLORE, TRANSLATE, TRAIN, LIBRARY;

    /** For keys of texts and for the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Workspace> of(String id) {
        return Arrays.stream(values()).filter(workspace -> workspace.id().equals(id)).findFirst();
    }
}
