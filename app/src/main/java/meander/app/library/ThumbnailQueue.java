package meander.app.library;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import meander.app.base.DelayedTaskRow;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.library.ModelInspector.Glance;

/**
 * Looks at models one after the other, when nothing else needs the machine. Everything but the look itself is on the window's thread.
 */
final class ThumbnailQueue {
    /** The stage goes first: whoever asks has usually just opened something. */
    private static final Duration SOON = Duration.ofMillis(1200);
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** One look, on the worker. */
    private final Function<Path, Function<BooleanSupplier, Glance>> looks;
    private final BiConsumer<Path, Glance> seen;
    private final Executor worker;
    private final BooleanSupplier busy;
    private final Tasks tasks;
    private final Timers timers;
    private final FxThreads fx;
    private final SequencedSet<Path> waiting = new LinkedHashSet<>();
    private Path looking;
    private boolean going;
    private int done;
    private DelayedTaskRow row;
    private volatile boolean cancelled;

    /**
     * @param looks makes a look at a file, from what is known now
     * @param seen  given each file with what was seen
     * @param busy  whether something more urgent needs the machine
     */
    ThumbnailQueue(Function<Path, Function<BooleanSupplier, Glance>> looks, BiConsumer<Path, Glance> seen, Executor worker,
            BooleanSupplier busy, Tasks tasks, Timers timers, FxThreads fx) {
        this.looks = looks;
        this.seen = seen;
        this.worker = worker;
        this.busy = busy;
        this.tasks = tasks;
        this.timers = timers;
        this.fx = fx;
    }

    /** Asks for looks at files; those that wait or are looked at already are not asked for twice. */
    void ask(Collection<Path> files) {
        for (Path file : files)
            if (!file.equals(looking)) waiting.add(file);
        if (going || waiting.isEmpty()) return;
        going = true;
        cancelled = false;
        done = 0;
        timers.after(SOON, this::next);
    }

    /** Whether nothing waits and nothing is looked at. */
    boolean idle() {
        return !going;
    }

    /** Whether a file waits for its look. */
    boolean awaits(Path file) {
        return file.equals(looking) || waiting.contains(file);
    }

    /** Stops after what is looked at now, which is called off too. */
    void cancel() {
        cancelled = true;
        waiting.clear();
        if (looking == null) end();
    }

    private void next() {
        if (looking != null) return; // called off and asked again meanwhile
        if (waiting.isEmpty()) {
            end();
            return;
        }
        if (busy.getAsBoolean()) {
            timers.after(AGAIN, this::next);
            return;
        }
        if (row == null) row = new DelayedTaskRow(tasks, timers, Message.of("task.library"), this::cancel);
        row.progress(done / (double) (done + waiting.size()));
        looking = waiting.removeFirst();
        Path file = looking;
        Function<BooleanSupplier, Glance> look = looks.apply(file);
        worker.execute(() -> {
            Glance glance = look.apply(() -> cancelled);
            fx.later(() -> {
                looking = null;
                done++;
                if (!cancelled) seen.accept(file, glance);
                next();
            });
        });
    }

    private void end() {
        going = false;
        if (row != null) row.end();
        row = null;
    }
}
