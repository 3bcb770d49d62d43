package meander.app.base;

import javafx.beans.property.ReadOnlyObjectProperty;

/** Theme and language of the window; both are kept. */
public interface Appearance {
    /** The theme in force. */
    ReadOnlyObjectProperty<Theme> theme();

    void apply(Theme theme);

    /** The language that was chosen, as an IETF tag; empty for the machine's own. */
    String language();

    /** Builds the window's nodes anew. @param tag as of {@link #language} */
    void setLanguage(String tag);
}
