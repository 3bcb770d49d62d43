package meander.app;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Saves pictures of the window while it is being designed. Arguments: file or -, target, width, height, theme, language. */
public final class GuiDemo {
    private GuiDemo() {}

    public static void main(String[] arguments) {
        GuiOptions options = new GuiOptions(arguments[0].equals("-") ? Optional.empty() : Optional.of(Path.of(arguments[0])),
                Optional
                        .of(Path.of(arguments[1])),
                Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), Optional.of(Theme.of(
                        arguments[4])),
                Optional.of(Locale.forLanguageTag(arguments[5])));
        System.exit(Gui.open(options, System.err::println));
    }
}
