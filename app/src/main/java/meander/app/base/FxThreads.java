package meander.app.base;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import javafx.application.Platform;

/**
 * The way onto the thread that may touch the window. Everything that comes from a worker passes through here, so that a test
 * can put its own in place and so that a flood of updates becomes one.
 */
@FunctionalInterface
public interface FxThreads {
    /** Runs some work on the window's thread, soon; returns at once. */
    void later(Runnable work);

    /** The real one. */
    static FxThreads javafx() {
        return Platform::runLater;
    }

    /** Runs everything where it is called, for tests and for use without a window. */
    static FxThreads inline() {
        return Runnable::run;
    }

    /**
     * A receiver that any thread may call as often as it likes. The window's thread is asked once per pulse and sees the newest
     * value only; those that came before it are dropped.
     */
    default <T> Consumer<T> latest(Consumer<? super T> receiver) {
        AtomicReference<T> newest = new AtomicReference<>();
        return value -> {
            if (newest.getAndSet(value) == null) later(() -> {
                T taken = newest.getAndSet(null);
                if (taken != null) receiver.accept(taken);
            });
        };
    }

    /** Work that any thread may ask for as often as it likes and that runs once for all that asked before it ran. */
    default Runnable once(Runnable work) {
        AtomicBoolean asked = new AtomicBoolean();
        return () -> {
            if (asked.compareAndSet(false, true)) later(() -> {
                asked.set(false);
                work.run();
            });
        };
    }
}
