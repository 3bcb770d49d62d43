package meander.app.cli;

import java.util.List;
import java.util.function.Consumer;

import meander.app.base.GuiOptions;

/**
 * Opens the window.
 *
 * @param workspaces what it can begin with
 */
public record WindowLauncher(List<String> workspaces, Opener opener) {
    /** Opens the window and returns when it is closed; {@link meander.app.shell.DesktopApp#open} is one. */
    @FunctionalInterface
    public interface Opener {
        /** @param say given the sentences that a person should read, @return the exit code */
        int open(GuiOptions options, Consumer<String> say);
    }

    int open(GuiOptions options, Consumer<String> say) {
        return opener.open(options, say);
    }
}
