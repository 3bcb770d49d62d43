package meander.app;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

import meander.app.base.FxThreads;

/** Work that waits until the test lets it run, on the test's own thread. Serves as a worker or as the window's thread. */
public final class Queued implements Executor, FxThreads {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean flowing;

    @Override
    public void execute(Runnable work) {
        synchronized (this) {
            if (!flowing) {
                waiting.add(work);
                return;
            }
        }
        work.run();
    }

    /** Runs everything, and from now on at once. */
    public void flow() {
        synchronized (this) {
            flowing = true;
        }
        all();
    }

    @Override
    public void later(Runnable work) {
        execute(work);
    }

    public synchronized int size() {
        return waiting.size();
    }

    /** Runs one piece of work. @return false if there was none */
    public boolean one() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
        }
        if (next == null) return false;
        next.run();
        return true;
    }

    /** Runs everything, also what comes meanwhile. */
    public void all() {
        while (one()) {
        }
    }
}
