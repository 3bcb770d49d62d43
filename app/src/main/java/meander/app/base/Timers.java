package meander.app.base;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Time, as a thing that is handed in: what o'clock it is and being called back after a while. A test turns its hands itself. */
public interface Timers {
    /** A call that is still to come. */
    @FunctionalInterface
    interface Pending {
        /** Takes the call back; nothing happens if it has already come. */
        void cancel();
    }

    /** A steady clock in nanoseconds, good for differences only. */
    long nanos();

    /** Calls back once, on the window's thread. */
    Pending after(Duration delay, Runnable work);

    /** The machine's own clock; one daemon thread for all calls. */
    static Timers system(FxThreads fx) {
        ScheduledExecutorService thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("meander-timers").daemon().factory());
        return new Timers() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Pending after(Duration delay, Runnable work) {
                ScheduledFuture<?> future = thread.schedule(() -> fx.later(work), delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            }
        };
    }
}
