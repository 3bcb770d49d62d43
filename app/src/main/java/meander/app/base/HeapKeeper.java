package meander.app.base;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps Java's heap near what lives in it. Left to itself the virtual machine would rather take memory from the system than look for old
 * objects that nobody needs: pictures of a size that is no longer shown, models that were closed.
 */
public final class HeapKeeper {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** For how many looks a hand that moves is not disturbed. */
    private static final int MOST_WAITS = 30;
    /** How much more than lived at the last look there may be, in bytes and as a share. */
    private static final long SPARE = 32L << 20;
    private static final double SPARE_SHARE = 0.25;

    private final LongSupplier used;
    private final Runnable collect;
    private final BooleanSupplier isIdle;
    private long living;
    private int waits;

    /**
     * @param used    bytes that old objects take, by those that live and by those that do not
     * @param collect finds those that do not, and returns when they are gone
     * @param isIdle  whether nobody would see that everything stands still for some tenths of a second
     */
    HeapKeeper(LongSupplier used, Runnable collect, BooleanSupplier isIdle) {
        this.used = used;
        this.collect = collect;
        this.isIdle = isIdle;
    }

    /**
     * Looks from now on every few seconds, on a thread of its own that does not keep the program running.
     *
     * @param isIdle whether nobody would see that everything stands still for some tenths of a second; asked on that thread
     */
    public static void begin(BooleanSupplier isIdle) {
        // Young ones go by themselves. A collection beside the window (-XX:+ExplicitGCInvokesConcurrent) would only mark what is dead and
        // leave it to later ones, which come late on a machine with other work; a whole one compacts and gives back.
        List<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().endsWith("Old Gen")).toList();
        HeapKeeper keeper = new HeapKeeper(() -> old.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum(), System::gc,
                isIdle);
        Thread.ofPlatform().name("meander-heap").daemon().start(() -> {
            try {
                while (true) {
                    Thread.sleep(INTERVAL);
                    keeper.look();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Collects if there is reason to. */
    void look() {
        if (used.getAsLong() <= living + Math.max(SPARE, (long) (SPARE_SHARE * living))) {
            waits = 0;
            return;
        }
        if (!isIdle.getAsBoolean() && waits++ < MOST_WAITS) return;
        waits = 0;
        collect.run();
        living = used.getAsLong();
    }
}
