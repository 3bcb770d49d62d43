package meander.app.base;

import java.util.function.BooleanSupplier;

/** Ctrl-C, as work sees it: true once somebody has pressed it. */
@FunctionalInterface
public interface InterruptSignals extends BooleanSupplier {
    /** From here on the work ends by itself when it sees an interrupt, however long that takes: only a second one ends it at once. */
    default void awaitEnd() {}
}
