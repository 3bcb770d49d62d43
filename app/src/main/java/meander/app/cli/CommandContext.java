package meander.app.cli;

import java.io.PrintStream;

import meander.app.base.InterruptSignals;
import meander.models.text.VisibleText;

/**
 * What a verb works with; a test puts its own in place.
 *
 * @param out         results
 * @param err         progress, notes and failures
 * @param terminal    whether {@code err} is a terminal, on which a line can be drawn over
 * @param engine      opens and draws
 * @param window      shows
 * @param interrupted whether somebody has pressed Ctrl-C
 */
public record CommandContext(PrintStream out, PrintStream err, boolean terminal, CommandEngine engine, WindowLauncher window,
        InterruptSignals interrupted) {
    public CommandContext {
        out = VisibleOutput.over(out);
        err = VisibleOutput.over(err);
    }

    /** The streams of this process. */
    public static CommandContext ofThisProcess(CommandEngine engine, WindowLauncher window, InterruptSignals interrupted) {
        return new CommandContext(System.out, System.err, onTerminal(), engine, window, interrupted);
    }

    /** Whether standard error is a terminal: the launcher knows; without it, whether everything is. */
    private static boolean onTerminal() {
        String known = System.getProperty("meander.terminal");
        return known == null ? System.console() != null && System.console().isTerminal() : Boolean.parseBoolean(known);
    }

    /** Says something that does not stop the work. */
    public void note(String sentence) {
        err.println("meander: " + VisibleText.line(sentence));
    }

    /** Where a stream of this takes codes of a terminal that are our own. */
    static PrintStream raw(PrintStream stream) {
        return VisibleOutput.over(stream).raw();
    }

    /** @throws CommandFailure when somebody has pressed Ctrl-C */
    void goOn() {
        if (interrupted.getAsBoolean()) throw CommandFailure.interrupted();
    }
}
