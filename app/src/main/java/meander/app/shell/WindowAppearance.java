package meander.app.shell;

import java.util.Locale;
import java.util.Optional;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;

import meander.app.base.Appearance;
import meander.app.base.Texts;
import meander.app.base.Theme;
import meander.app.session.WindowStateStore;
import meander.ui.Messages;

/** Theme and language of one window, kept in its session. */
final class WindowAppearance implements Appearance {
    private final WindowStateStore store;
    private final ThemeManager themes;
    private final Runnable rebuild;
    private final ReadOnlyObjectWrapper<Theme> theme = new ReadOnlyObjectWrapper<>();
    private String language;

    /**
     * @param chosenTheme    in place of the session's
     * @param chosenLanguage in place of the session's
     * @param rebuild        builds the window's nodes in another language
     */
    WindowAppearance(Scene scene, WindowStateStore store, Optional<Theme> chosenTheme, Optional<Locale> chosenLanguage,
            Runnable rebuild) {
        this.store = store;
        this.themes = new ThemeManager(scene);
        this.rebuild = rebuild;
        put(chosenTheme.orElseGet(() -> Theme.of(store.session().get().theme())));
        language = chosenLanguage.map(Locale::toLanguageTag).orElse(store.session().get().language());
    }

    /** Texts of the language in force. */
    Texts texts() {
        return new Texts(new Messages(language.isEmpty() ? Locale.getDefault() : Locale.forLanguageTag(language)));
    }

    @Override
    public ReadOnlyObjectProperty<Theme> theme() {
        return theme.getReadOnlyProperty();
    }

    @Override
    public void apply(Theme wanted) {
        put(wanted);
        store.update(session -> session.withTheme(wanted.id()));
    }

    private void put(Theme wanted) {
        themes.apply(wanted);
        theme.set(wanted);
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public void setLanguage(String tag) {
        store.update(session -> session.withLanguage(tag));
        language = tag;
        rebuild.run();
    }
}
