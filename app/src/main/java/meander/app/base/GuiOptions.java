package meander.app.base;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How to open the window.
 *
 * @param file       a model, a picture with a recipe, or the folder of a training, to begin with; otherwise the bundled model
 * @param screenshot draw the window without a display, save it there and end
 * @param width      of the window's inside, in pixels
 * @param height     of the window's inside, in pixels
 * @param theme      in place of the session's
 * @param locale     in place of the session's
 * @param workspace  to begin with, by its id; otherwise the one that the file belongs to
 * @param tour       begin with the tour, however often the window was opened before
 */
public record GuiOptions(Optional<Path> file, Optional<Path> screenshot, int width, int height, Optional<Theme> theme,
        Optional<Locale> locale, Optional<String> workspace, boolean tour) {
    /** The bundled model in a window of the usual size. */
    public static final GuiOptions DEFAULT = new GuiOptions(Optional.empty(), Optional.empty(), 1400, 900, Optional.empty(),
            Optional.empty(), Optional.empty(), false);

    public GuiOptions {
        if (width < 320 || height < 240 || width > 16384 || height > 16384)
            throw new IllegalArgumentException("a window is between 320 × 240 and 16384 × 16384, not " + width + " × " + height);
    }
}
