package meander.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, as work sees it: a request to end, with a moment to end well. The process then exits with 130, as the system wants it;
 * temporary files are gone by then.
 */
final class Interruption {
    private static final long PATIENCE_SECONDS = 3;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    private Interruption() {}

    /** Follows the interrupts of this process. */
    static Interruption ofThisProcess() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::request, "interruption"));
        return interruption;
    }

    boolean requested() {
        return requested;
    }

    /** The work is done; nothing waits for it any more. */
    void finished() {
        finished.countDown();
    }

    private void request() {
        requested = true;
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
