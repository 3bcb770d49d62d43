package meander.app.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.FxThreads;
import meander.app.widgets.PicturePane;
import meander.app.widgets.Pixels;
import meander.models.render.Frame;

/**
 * Brings frames to the stage. Large ones are turned into pixels by a worker (7 ms for 1024 × 1024 would be felt in a drag), into
 * the buffer that is not on the screen; only the newest frame that waits is painted.
 */
final class FramePainter {
    private static final int SMALL = 256 * 256;
    /** A preview's size and the full one, by turns. */
    private static final int KEPT = 3;

    private final PicturePane pane;
    private final FxThreads fx;
    private final Executor worker;
    private final List<Pixels> buffers = new ArrayList<>();
    private final ReadOnlyObjectWrapper<Frame> shown = new ReadOnlyObjectWrapper<>();
    private boolean busy;
    private Frame waiting;
    private int width;
    private int height;

    FramePainter(PicturePane pane, FxThreads fx, Executor worker) {
        this.pane = pane;
        this.fx = fx;
        this.worker = worker;
    }

    /** The frame whose pixels are on the stage. */
    ReadOnlyObjectProperty<Frame> shown() {
        return shown.getReadOnlyProperty();
    }

    /** @param fullWidth of the full picture, in whose place a preview is shown */
    void paint(Frame frame, int fullWidth, int fullHeight) {
        width = fullWidth;
        height = fullHeight;
        if (busy) waiting = frame;
        else
            start(frame);
    }

    private void start(Frame frame) {
        Pixels pixels = pixels(frame.width(), frame.height());
        if (frame.width() * frame.height() <= SMALL) {
            pixels.write(frame::toArgb);
            finish(frame, pixels);
            return;
        }
        busy = true;
        worker.execute(() -> {
            pixels.write(frame::toArgb);
            fx.later(() -> {
                busy = false;
                finish(frame, pixels);
                Frame next = waiting;
                waiting = null;
                if (next != null) start(next);
            });
        });
    }

    private void finish(Frame frame, Pixels pixels) {
        pixels.flip();
        pane.show(pixels, width, height, frame.channels() == 4);
        shown.set(frame);
    }

    private Pixels pixels(int wantedWidth, int wantedHeight) {
        for (Pixels each : buffers)
            if (each.fits(wantedWidth, wantedHeight)) return each;
        Pixels fresh = new Pixels(wantedWidth, wantedHeight);
        buffers.add(fresh);
        if (buffers.size() > KEPT) buffers.removeFirst();
        return fresh;
    }
}
