package meander.app.base;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * When a workspace draws: after every change, a preview alone while a hand moves, and everything as soon as it rests or lets go. The work itself is
 * a {@link LatestOnlyExecutor}'s. Belongs to the window's thread but for {@link #busy}.
 */
public final class RenderLoop {
    /** A hand that has not moved for this long rests, and the picture settles. */
    private static final Duration REST = Duration.ofMillis(120);
    /** For so long after a hand has moved, other work had better wait. */
    private static final Duration BUSY = Duration.ofMillis(300);

    private final Timers timers;
    private final Consumer<Boolean> draw;
    private final BooleanSupplier idle;
    private Timers.Pending rest = () -> {};
    private boolean settling = true;
    /** When something was last changed. */
    private volatile long touched;

    /**
     * @param draw asks for what is looked at now to be drawn; given whether a preview is not enough
     * @param idle whether nothing is being drawn; called on any thread
     */
    public RenderLoop(Timers timers, Consumer<Boolean> draw, BooleanSupplier idle) {
        this.timers = timers;
        this.draw = draw;
        this.idle = idle;
        touched = timers.nanos() - BUSY.toNanos();
    }

    /** Something was changed. @param moving whether by a hand that may go on */
    public void changed(boolean moving) {
        touched = timers.nanos();
        rest.cancel();
        settling = !moving;
        draw.accept(settling);
        if (moving) rest = timers.after(REST, this::settle);
    }

    /** The hand has let go: what is not settled yet settles. */
    public void released() {
        if (!settling) settle();
    }

    /** Whether the last thing that was asked for was more than a preview. */
    public boolean settling() {
        return settling;
    }

    /** Whether the machine is needed here, by a hand that moves or a picture that is being drawn. From any thread. */
    public boolean busy() {
        return timers.nanos() - touched < BUSY.toNanos() || !idle.getAsBoolean();
    }

    /** Asks for nothing more by itself. */
    public void stop() {
        rest.cancel();
    }

    private void settle() {
        rest.cancel();
        settling = true;
        draw.accept(true);
    }
}
