package meander.app.base;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Keeps Java's heap near what lives in it. Left to itself the virtual machine would rather take memory from the system than look for old
 * objects that nobody needs: pictures of a size that is no longer shown, models that were closed.
 */
public final class HeapKeeper {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** How much more than lived at the last look there may be, in bytes and as a share. */
    private static final long SPARE = 32L << 20;
    private static final double SPARE_SHARE = 0.25;

    private final LongSupplier used;
    private final Runnable collect;
    private long living;

    /**
     * @param used    bytes that old objects take, by those that live and by those that do not
     * @param collect finds those that do not, and returns when they are gone
     */
    HeapKeeper(LongSupplier used, Runnable collect) {
        this.used = used;
        this.collect = collect;
    }

    /** Looks from now on every few seconds, on a thread of its own that does not keep the program running. */
    public static void begin() {
        // Young ones go by themselves. By -XX:+ExplicitGCInvokesConcurrent of the launchers a collection goes on beside the window and
        // stops it for some milliseconds only.
        List<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().endsWith("Old Gen")).toList();
        HeapKeeper keeper = new HeapKeeper(() -> old.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum(), System::gc);
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
        if (used.getAsLong() <= living + Math.max(SPARE, (long) (SPARE_SHARE * living))) return;
        collect.run();
        living = used.getAsLong();
    }
}
