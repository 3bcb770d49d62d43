package meander.app.widgets;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.FxThreads;

/**
 * Brings pictures to a pane. Large ones are turned into pixels by a worker (7 ms for 1024 × 1024 would be felt in a drag), into the buffer
 * that is not on the screen; only the newest picture that waits is painted.
 *
 * @param <T> the pictures
 */
public final class PixelPainter<T> {
    private static final int SMALL = 256 * 256;
    /** A preview's size and the full one, by turns. */
    private static final int KEPT = 3;

    /** A picture as pixels. @param alpha whether one can see through it, @param writer puts premultiplied ARGB row by row */
    public record Source(int width, int height, boolean alpha, Consumer<IntBuffer> writer) {}

    private record Wish<T>(T picture, int width, int height) {}

    private final PicturePane pane;
    private final FxThreads fx;
    private final Executor worker;
    private final Function<T, Source> source;
    private final List<DoubleBufferedImage> buffers = new ArrayList<>();
    private final ReadOnlyObjectWrapper<T> shown = new ReadOnlyObjectWrapper<>();
    private boolean busy;
    private Wish<T> waiting;

    public PixelPainter(PicturePane pane, FxThreads fx, Executor worker, Function<T, Source> source) {
        this.pane = pane;
        this.fx = fx;
        this.worker = worker;
        this.source = source;
    }

    /** The picture whose pixels are on the screen. */
    public ReadOnlyObjectProperty<T> shown() {
        return shown.getReadOnlyProperty();
    }

    /** @param fullWidth of the full picture, in whose place a preview is shown */
    public void paint(T picture, int fullWidth, int fullHeight) {
        Wish<T> wish = new Wish<>(picture, fullWidth, fullHeight);
        if (busy) waiting = wish;
        else
            start(wish);
    }

    private void start(Wish<T> wish) {
        Source pixels = source.apply(wish.picture());
        DoubleBufferedImage target = pixels(pixels.width(), pixels.height());
        if (pixels.width() * pixels.height() <= SMALL) {
            target.write(pixels.writer());
            finish(wish, pixels, target);
            return;
        }
        busy = true;
        worker.execute(() -> {
            target.write(pixels.writer());
            fx.later(() -> {
                busy = false;
                finish(wish, pixels, target);
                Wish<T> next = waiting;
                waiting = null;
                if (next != null) start(next);
            });
        });
    }

    private void finish(Wish<T> wish, Source pixels, DoubleBufferedImage target) {
        target.flip();
        pane.show(target, wish.width(), wish.height(), pixels.alpha());
        shown.set(wish.picture());
    }

    private DoubleBufferedImage pixels(int wantedWidth, int wantedHeight) {
        for (DoubleBufferedImage each : buffers)
            if (each.fits(wantedWidth, wantedHeight)) return each;
        DoubleBufferedImage fresh = new DoubleBufferedImage(wantedWidth, wantedHeight);
        buffers.add(fresh);
        if (buffers.size() > KEPT) buffers.removeFirst();
        return fresh;
    }
}
