package meander.models.render;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.request.RenderRequest;

/** Draws one model's pictures. Owns the engine's sessions; called by one thread, the render thread. */
public interface Renderer extends AutoCloseable {
    /** What to draw. */
    enum Quality {
        /** The sharpest picture that fits into the frame time: a preview, or the full one if that fits. */
        PREVIEW,
        /** The full picture. */
        FULL
    }

    Model model();

    /**
     * Draws.
     *
     * @param superseded asked between stages: true stops the work, whose result is then {@link RenderResult.Superseded}
     * @param refined    given each sharper picture on the way to a full one, coarsest first, never the last
     * @return a frame, or a failure as a value; nothing is thrown for what a file or a request can cause
     */
    RenderResult render(RenderRequest request, Quality quality, BooleanSupplier superseded, Consumer<Frame> refined);

    /** The full picture, not to be interrupted. */
    default RenderResult render(RenderRequest request) {
        return render(request, Quality.FULL, () -> false, frame -> {});
    }

    /** Draws from now on whatever it takes: a person was told of a {@link Demand} beyond this machine and wants it all the same. From any thread. */
    default void allowAnyDemand() {}

    /** The truncated, mixed and edited w of every layer, {@code [layers,w_dim]}; null where there is no w. */
    Tensor styles(RenderRequest request);

    @Override
    void close();
}
