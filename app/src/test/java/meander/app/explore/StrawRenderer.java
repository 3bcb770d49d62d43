package meander.app.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.render.RenderResult;
import meander.models.render.Renderer;
import meander.models.request.RenderRequest;
import meander.models.text.Technical;

/** Draws grey squares as bright as the seed, writes down what it was asked for and fails when told to. */
final class StrawRenderer implements Renderer {
    /** What was asked for. */
    record Call(RenderRequest request, Quality quality) {}

    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final Model model;
    /** Whether previews are full pictures. */
    boolean fits;
    /** What it fails with; null when it does not. */
    String failing;
    /** Thrown when not null. */
    RuntimeException throwing;
    /** Told every request before it is drawn. */
    Consumer<RenderRequest> asked = _ -> {};
    /** Done in the middle of a full picture. */
    Runnable meanwhile = () -> {};
    volatile boolean closed;
    volatile Thread closedBy;

    StrawRenderer(Model model) {
        this.model = model;
    }

    List<Quality> qualities() {
        return calls.stream().map(Call::quality).toList();
    }

    RenderRequest lastRequest() {
        return calls.getLast().request();
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public RenderResult render(RenderRequest request, Quality quality, BooleanSupplier superseded, Consumer<Frame> refined) {
        if (closed) throw new IllegalStateException("closed");
        calls.add(new Call(request, quality));
        asked.accept(request);
        if (throwing != null) throw throwing;
        if (failing != null) return new RenderResult.Failed(Technical.SENTENCE.with(failing), new IllegalStateException("straw"));
        if (quality == Quality.FULL) meanwhile.run();
        if (superseded.getAsBoolean()) return new RenderResult.Superseded();
        boolean full = fits || quality == Quality.FULL;
        return new Frame(Tensor.full(request.point().seed() % 100 / 100f, 3, full ? 16 : 4, full ? 16 : 4), full, full ? 20 : 5,
                request);
    }

    @Override
    public Tensor styles(RenderRequest request) {
        return Tensor.zeros(4, 8);
    }

    @Override
    public void close() {
        closed = true;
        closedBy = Thread.currentThread();
    }
}
