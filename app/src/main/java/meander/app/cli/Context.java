package meander.app.cli;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * What a verb works with; a test puts its own in place.
 *
 * @param out         results
 * @param err         progress, notes and failures
 * @param terminal    whether {@code err} is a terminal, on which a line can be drawn over
 * @param engine      opens and draws
 * @param interrupted whether somebody has pressed Ctrl-C
 */
public record Context(PrintStream out, PrintStream err, boolean terminal, Engine engine, BooleanSupplier interrupted) {
    /** Says something that does not stop the work. */
    void note(String sentence) {
        err.println("meander: " + sentence);
    }

    /** @throws Failure when somebody has pressed Ctrl-C */
    void goOn() {
        if (interrupted.getAsBoolean())
            throw Failure.interrupted();
    }
}
