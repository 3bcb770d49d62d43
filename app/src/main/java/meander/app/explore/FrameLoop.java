package meander.app.explore;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.ErrorBanner;
import meander.app.base.ErrorMessages;
import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.RenderLoop;
import meander.app.base.Timers;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.render.MemoryDemand;
import meander.models.render.RenderFault;
import meander.models.render.RenderResult;
import meander.models.render.Renderer;
import meander.models.request.RenderRequest;
import meander.models.text.Phrase;

/**
 * Draws what is looked at, always the newest: a preview, then the full picture once the hand rests. Pictures come back to the window's thread, to which
 * everything here belongs that does not say otherwise.
 */
public final class FrameLoop {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** What comes of drawing, besides pictures and what the banner says. */
    interface Listener {
        /** The engine has got through with a picture of this model, whatever came of it. */
        void engineHolds();

        /** The picture takes more than a machine should give unasked. */
        void beyond(MemoryDemand demand);

        /** The full picture of a request is there, and there is time for what is not urgent. */
        void settled(RenderRequest request, Frame picture);
    }

    /** Something for the render thread. @param settle whether a preview is not enough */
    private record Draw(Renderer renderer, RenderRequest request, boolean settle) {}

    /** What the render thread has made. @param preview ms of the preview on the way, NaN if there was none, @param settled whether no more is to come */
    private record Drawn(Draw draw, RenderResult result, double preview, boolean settled, Tensor styles) {}

    private final Timers timers;
    private final FxThreads fx;
    private final RequestEditor editor;
    private final ExploreBanner banner;
    private final Listener listener;
    private final RenderLoop loop;
    private final LatestOnlyExecutor<Draw> draws;
    private final Consumer<Drawn> toWindow;
    private final ReadOnlyObjectWrapper<Frame> frame = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Tensor> styles = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyDoubleWrapper previewMillis = new ReadOnlyDoubleWrapper(Double.NaN);
    private final ReadOnlyDoubleWrapper fullMillis = new ReadOnlyDoubleWrapper(Double.NaN);
    private final ReadOnlyDoubleWrapper framesPerSecond = new ReadOnlyDoubleWrapper(Double.NaN);
    private final Deque<Long> shownAt = new ArrayDeque<>();
    private Renderer renderer;
    private Renderer shownBy;
    /** The picture that was there before the engine was; null where there was none. */
    private Frame lastSeen;
    private volatile boolean closing;
    /** The last thing drawn; the render thread's own. */
    private Drawn last;

    /** @param renderThread runs one thing at a time, see {@link LatestOnlyExecutor#thread}; closed with this */
    FrameLoop(RequestEditor editor, Timers timers, FxThreads fx, Executor renderThread, ExploreBanner banner, Listener listener) {
        this.timers = timers;
        this.fx = fx;
        this.editor = editor;
        this.banner = banner;
        this.listener = listener;
        toWindow = fx.latest(this::show);
        draws = new LatestOnlyExecutor<>(renderThread, this::draw, thrown -> fx
                .later(() -> banner.show(ErrorBanner.of(ErrorBanner.Kind.RENDER, ErrorMessages.message(thrown), thrown))));
        loop = new RenderLoop(timers, settle -> {
            if (renderer != null) draws.submit(new Draw(renderer, editor.request().get(), settle));
        }, draws::idle);
        editor.onGesture(shownAt::clear, loop::released);
    }

    /** The newest picture; null before the first. */
    public ReadOnlyObjectProperty<Frame> frame() {
        return frame.getReadOnlyProperty();
    }

    /** The truncated, mixed and edited w of the last settled picture, {@code [layers,w_dim]}; null where there is none. */
    public ReadOnlyObjectProperty<Tensor> styles() {
        return styles.getReadOnlyProperty();
    }

    /** What the last preview took, in ms; NaN before the first. */
    public ReadOnlyDoubleProperty previewMillis() {
        return previewMillis.getReadOnlyProperty();
    }

    /** What the last full picture took, in ms; NaN before the first. */
    public ReadOnlyDoubleProperty fullMillis() {
        return fullMillis.getReadOnlyProperty();
    }

    /** Pictures a second in the last second of the last drag; NaN before the first. */
    public ReadOnlyDoubleProperty framesPerSecond() {
        return framesPerSecond.getReadOnlyProperty();
    }

    /** Whether the machine is needed here, by a hand that moves or a picture that is being drawn. From any thread. */
    boolean busy() {
        return loop.busy();
    }

    /** What draws now; null before the first model. */
    Renderer renderer() {
        return renderer;
    }

    /** Another model: from now on this draws, as soon as {@link #redraw} asks. @return what drew before; null at first */
    Renderer replace(Renderer drawing) {
        Renderer old = renderer;
        renderer = drawing;
        lastSeen = null;
        styles.set(null);
        framesPerSecond.set(Double.NaN);
        previewMillis.set(Double.NaN);
        fullMillis.set(Double.NaN);
        return old;
    }

    /** The same model on another device. */
    void use(Renderer drawing) {
        putAway(renderer);
        renderer = drawing;
        redraw();
    }

    /** Closes a renderer where it has worked. */
    void putAway(Renderer unused) {
        if (unused != null && !draws.chore(unused::close)) unused.close();
    }

    /** Draws what is looked at now. */
    void redraw() {
        loop.changed(editor.held());
    }

    /** Runs something on the render thread, between pictures. */
    void chore(Runnable chore) {
        draws.chore(chore);
    }

    /** Shows the picture that a model was left with, until the engine is ready to draw the same. @param pixels those of what is looked at now */
    void showLast(Tensor pixels) {
        lastSeen = new Frame(pixels, false, Double.NaN, editor.request().get());
        shownBy = renderer;
        frame.set(lastSeen);
    }

    /** The full picture of what is looked at, if it is there. */
    Optional<Frame> whole() {
        Frame now = frame.get();
        return now != null && now.full() && shownBy == renderer && now.request().equals(editor.request().get())
                ? Optional.of(now)
                : Optional.empty();
    }

    /** Gives the full picture of what is looked at now, as soon as it is drawn. Not called if it cannot be drawn; the banner says why. */
    void full(Consumer<Frame> receiver) {
        if (renderer == null) return;
        Optional<Frame> there = whole();
        if (there.isPresent()) {
            receiver.accept(there.get());
            return;
        }
        Draw draw = new Draw(renderer, editor.request().get(), true);
        draws.chore(() -> {
            RenderResult result = render(draw, Renderer.Quality.FULL, () -> closing, _ -> {});
            fx.later(() -> {
                show(new Drawn(draw, result, Double.NaN, false, null));
                if (result instanceof Frame full) receiver.accept(full);
            });
        });
    }

    /**
     * Draws something else in between, small.
     *
     * @param side     in pixels, the longest
     * @param receiver given nothing if it cannot be drawn; not called once another model is looked at
     */
    void aside(RenderRequest request, int side, Consumer<Optional<Frame>> receiver) {
        Draw draw = new Draw(renderer, request, false);
        draws.chore(() -> {
            if (closing) return;
            RenderResult result = render(draw, Renderer.Quality.PREVIEW, () -> closing, _ -> {});
            Optional<Frame> small = result instanceof Frame picture
                    ? Optional.of(Thumbnails.of(picture, side))
                    : Optional.empty();
            fx.later(() -> {
                if (renderer == draw.renderer()) receiver.accept(small);
            });
        });
    }

    /** Whether this is still looked at, and no hand moves. */
    boolean settledOn(RenderRequest request) {
        return loop.settling() && editor.request().get() == request;
    }

    /** Draws no more, and waits for the render thread to put its engine away. */
    void close() {
        loop.stop();
        closing = true;
        if (renderer != null) draws.chore(renderer::close);
        renderer = null;
        draws.close();
    }

    /** On the render thread. A preview is never stopped by a newer request: a hand that moves faster would see nothing at all. */
    private void draw(Draw draw, BooleanSupplier superseded) {
        Frame shown;
        if (last != null && last.draw().renderer() == draw.renderer() && last.draw().request() == draw.request()
                && last.result() instanceof Frame before)
            shown = before;
        else
            switch (render(draw, Renderer.Quality.PREVIEW, () -> closing, _ -> {})) {
                case Frame preview -> {
                    shown = preview;
                    deliver(new Drawn(draw, preview, preview.millis(), false, null));
                }
                case RenderResult.Failed failed -> {
                    deliver(new Drawn(draw, failed, Double.NaN, true, null));
                    return;
                }
                case RenderResult.Superseded() -> {
                    return;
                }
            }
        if (!draw.settle() || superseded.getAsBoolean()) return;
        double preview = last.preview();
        RenderResult full = shown.full()
                ? shown
                : render(draw, Renderer.Quality.FULL, superseded,
                        refined -> toWindow.accept(new Drawn(draw, refined, preview, false, null)));
        if (!(full instanceof RenderResult.Superseded))
            deliver(new Drawn(draw, full, preview, true, full instanceof Frame ? draw.renderer().styles(draw.request()) : null));
    }

    private void deliver(Drawn drawn) {
        last = drawn;
        toWindow.accept(drawn);
    }

    private static RenderResult render(Draw draw, Renderer.Quality quality, BooleanSupplier superseded, Consumer<Frame> refined) {
        try {
            return draw.renderer().render(draw.request(), quality, superseded, refined);
        } catch (RuntimeException | OutOfMemoryError e) {
            return new RenderResult.Failed(RenderFault.unforeseen(e), e);
        }
    }

    private void show(Drawn drawn) {
        if (drawn.draw().renderer() != renderer) return;
        if (!Double.isNaN(drawn.preview())) previewMillis.set(drawn.preview());
        switch (drawn.result()) {
            case Frame picture -> {
                if (picture.full()) listener.engineHolds();
                shownBy = renderer;
                boolean coarser = lastSeen != null && frame.get() == lastSeen && !picture.full()
                        && picture.request().equals(lastSeen.request()) && picture.width() < lastSeen.width();
                if (!coarser) frame.set(picture);
                if (picture.full() && !Double.isNaN(picture.millis())) fullMillis.set(picture.millis());
                banner.clear(ErrorBanner.Kind.RENDER);
                if (editor.held()) count();
                if (drawn.settled()) {
                    styles.set(drawn.styles());
                    listener.settled(drawn.draw().request(), picture);
                }
            }
            case RenderResult.Failed(Phrase why, Throwable cause) -> {
                listener.engineHolds();
                if (shownBy != renderer) frame.set(null); // what is there is another model's
                if (cause instanceof MemoryDemand.Beyond beyond) listener.beyond(beyond.demand());
                else
                    banner.show(ErrorBanner.of(ErrorBanner.Kind.RENDER, Message.of(why), cause));
            }
            case RenderResult.Superseded() -> {
            }
        }
    }

    private void count() {
        long now = timers.nanos();
        shownAt.addLast(now);
        while (now - shownAt.getFirst() > SECOND)
            shownAt.removeFirst();
        if (now > shownAt.getFirst()) framesPerSecond.set((shownAt.size() - 1) * (double) SECOND / (now - shownAt.getFirst()));
    }
}
