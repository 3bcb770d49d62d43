package meander.app.cli;

import java.util.function.Consumer;

import meander.app.base.GuiOptions;

/** Opens the window and returns when it is closed; {@link meander.app.shell.DesktopApp#open} is one. */
@FunctionalInterface
public interface WindowLauncher {
    /** @param say given the sentences that a person should read, @return the exit code */
    int open(GuiOptions options, Consumer<String> say);
}
