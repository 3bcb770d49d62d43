package meander.app.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.text.Font;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import meander.app.base.Theme;
import meander.models.files.TemporaryFiles;
import meander.ui.UiResources;

/** Dresses a scene: fonts that come along, shapes, and the colours of a look. On the window's thread. */
public final class ThemeManager {
    private final Scene scene;
    private Theme theme = Theme.SYSTEM;

    public ThemeManager(Scene scene) {
        this.scene = scene;
        TemporaryFiles.noting(ThemeManager::loadFonts);
        Platform.getPreferences().colorSchemeProperty().subscribe(_ -> {
            if (theme == Theme.SYSTEM) apply(theme);
        });
    }

    /** Puts a look on. */
    public void apply(Theme wanted) {
        theme = wanted;
        boolean dark = isDark(wanted);
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        scene.getStylesheets().setAll(UiResources.colours(dark), UiResources.stylesheet());
    }

    private static boolean isDark(Theme theme) {
        return switch (theme) {
            case DARK -> true;
            case LIGHT -> false;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    private static void loadFonts() {
        for (String face : UiResources.FONTS)
            try (InputStream file = UiResources.open(face)) {
                if (Font.loadFont(file, 13) == null) throw new IllegalStateException("JavaFX does not read " + face);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
    }
}
