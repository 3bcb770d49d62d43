package meander.app.base;

import java.util.Locale;

/** The looks of the window. */
public enum Theme {
    /** As the desktop has it, and with it when it changes. */
    SYSTEM, LIGHT, DARK;

    /** As the session and the command line write it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a session says; a word that is not known is {@link #DARK}, the look that leaves most to the picture. */
    public static Theme of(String id) {
        for (Theme theme : values())
            if (theme.id().equals(id)) return theme;
        return DARK;
    }
}
