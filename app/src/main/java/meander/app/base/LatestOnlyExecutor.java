package meander.app.base;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Does only the newest of what it is given: at most one value is worked on and one waits, and a newer one takes the place of the
 * one that waits. So a hand that moves faster than the work never builds a queue.
 *
 * @param <T> what is worked on
 */
public final class LatestOnlyExecutor<T> implements AutoCloseable {
    /** What to do with a value. */
    @FunctionalInterface
    public interface Work<T> {
        /** @param superseded true once a newer value waits or this is closing: what is left may be skipped */
        void run(T value, BooleanSupplier superseded) throws Exception;
    }

    private final Object lock = new Object();
    private final Executor executor;
    private final Work<? super T> work;
    private final Consumer<? super Throwable> failed;
    private final Queue<Runnable> chores = new ArrayDeque<>();
    private T waiting;
    private boolean busy;
    private boolean closed;
    private Thread worker;

    /**
     * @param executor where the work runs; given one thing at a time
     * @param failed   told what the work threw, on the working thread; the next value is worked on all the same
     */
    public LatestOnlyExecutor(Executor executor, Work<? super T> work, Consumer<? super Throwable> failed) {
        this.executor = executor;
        this.work = work;
        this.failed = failed;
    }

    /** One that works on a thread of its own. @param name of the thread */
    public static <T> LatestOnlyExecutor<T> onThread(String name, Work<? super T> work, Consumer<? super Throwable> failed) {
        return new LatestOnlyExecutor<>(thread(name), work, failed);
    }

    /** A thread to work on, which steps aside for the window's; {@link #close} ends it. @param name of the thread */
    public static ExecutorService thread(String name) {
        ThreadFactory threads = Thread.ofPlatform().name(name).daemon().factory();
        return Executors.newSingleThreadExecutor(work -> threads.newThread(UiPriority.courteous(work)));
    }

    /** Asks for a value to be worked on, instead of the one that waits, if one does. Ignored once closed. */
    public void submit(T value) {
        synchronized (lock) {
            if (closed) return;
            waiting = value;
            start();
        }
    }

    /**
     * Asks for something to run on the same thread, between values. Chores keep their order and are never dropped, not even by
     * closing, unless they come after it.
     *
     * @return false if this is closed and the chore will not run
     */
    public boolean chore(Runnable chore) {
        synchronized (lock) {
            if (closed) return false;
            chores.add(chore);
            start();
            return true;
        }
    }

    /** Whether nothing is worked on and nothing waits. */
    public boolean idle() {
        synchronized (lock) {
            return !busy;
        }
    }

    /** Drops what waits, signals the running work, does the chores that are left and waits until the thread has come to rest. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            waiting = null;
            boolean interrupted = false;
            while (busy && worker != Thread.currentThread())
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            if (interrupted) Thread.currentThread().interrupt();
        }
        if (executor instanceof ExecutorService service) service.shutdown();
    }

    private void start() {
        if (busy) return;
        busy = true;
        executor.execute(this::drain);
    }

    private void drain() {
        while (true) {
            Runnable chore;
            T value = null;
            synchronized (lock) {
                worker = Thread.currentThread();
                chore = chores.poll();
                if (chore == null) {
                    value = waiting;
                    waiting = null;
                }
                if (chore == null && value == null) {
                    busy = false;
                    worker = null;
                    lock.notifyAll();
                    return;
                }
            }
            try {
                if (chore != null) chore.run();
                else
                    work.run(value, this::superseded);
            } catch (Throwable e) {
                tell(e);
            }
        }
    }

    private void tell(Throwable thrown) {
        try {
            failed.accept(thrown);
        } catch (RuntimeException e) {
            System.getLogger(LatestOnlyExecutor.class.getName()).log(System.Logger.Level.ERROR, "a failure could not be told", e);
        }
    }

    private boolean superseded() {
        synchronized (lock) {
            return closed || waiting != null;
        }
    }
}
