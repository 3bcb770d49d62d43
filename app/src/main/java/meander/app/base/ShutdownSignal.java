package meander.app.base;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import meander.models.process.Signals;

/**
 * Ctrl-C and the like, as work sees it: a request to end, with a moment to end well. The process then exits as the system wants it,
 * with 130 after Ctrl-C.
 *
 * <p>Signals are taken over from the virtual machine, whose own way of ending begins with the engine's shutdown hook, which pulls the
 * engine away from under a picture that is being drawn.
 */
public final class ShutdownSignal implements InterruptSignals {
    private static final long PATIENCE_SECONDS = 3;
    private static final int SIGNALLED = 128;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode;
    private volatile boolean patient;
    private volatile Runnable ending = () -> {};

    private ShutdownSignal() {}

    /** Follows the interrupts of this process. */
    public static ShutdownSignal ofThisProcess() {
        ShutdownSignal interruption = new ShutdownSignal();
        Signals.handle("INT", () -> interruption.request(SIGNALLED + 2));
        Signals.handle("TERM", () -> interruption.request(SIGNALLED + 15));
        // A terminal that is closed. Under nohup, which has it ignored, Java leaves it so.
        Signals.handle("HUP", () -> interruption.request(SIGNALLED + 1));
        return interruption;
    }

    boolean requested() {
        return exitCode != 0;
    }

    @Override
    public boolean getAsBoolean() {
        return requested();
    }

    @Override
    public void awaitEnd() {
        patient = true;
    }

    /** What to exit with: what the work says, unless somebody has ended it. */
    public int exitCode(int work) {
        return requested() ? exitCode : work;
    }

    /** What makes the work end that does not ask. */
    public void onRequest(Runnable work) {
        ending = work;
    }

    /** The work is done; nothing waits for it any more. */
    public void finished() {
        finished.countDown();
    }

    private void request(int code) {
        exitCode = code;
        if (patient) { // a second one is the system's, which ends a process under its engine's feet without a word
            Signals.release("INT");
            Signals.release("TERM");
            Signals.release("HUP");
            return;
        }
        ending.run();
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) Runtime.getRuntime().halt(code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
