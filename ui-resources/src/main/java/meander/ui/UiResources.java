package meander.ui;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Where the stylesheets and fonts are. Knows nothing of JavaFX, so that whoever draws decides when to load them. */
public final class UiResources {
    /** The two faces of the family {@code Meander UI}: Inter with tabular figures and Noto Sans SC in one. */
    public static final List<String> FONTS = List.of("fonts/MeanderUI-Regular.ttf", "fonts/MeanderUI-Bold.ttf");

    private UiResources() {}

    /** Shapes and measures; its colours come from {@link #colours}. */
    public static String stylesheet() {
        return url("meander.css");
    }

    /** The colours of a look. */
    public static String colours(boolean dark) {
        return url(dark ? "dark.css" : "light.css");
    }

    /** A file of this module, to be closed by the caller. @param name relative to this package */
    public static InputStream open(String name) {
        return Objects.requireNonNull(UiResources.class.getResourceAsStream(name), name);
    }

    private static String url(String name) {
        return Objects.requireNonNull(UiResources.class.getResource(name), name).toExternalForm();
    }
}
