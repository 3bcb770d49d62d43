package meander.models.render;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import meander.models.family.ImageLayout.Scale;
import meander.models.family.Model;
import meander.models.family.ProgramModel;
import meander.models.graph.Tensor;
import meander.models.request.RenderRequest;

/** Runs a model's program. It is one piece: each picture is the full one, and a preview is no quicker. */
final class ProgramRenderer implements Renderer {
    private final ProgramModel model;
    private final RenderSettings settings;
    private ProgramSession session;
    private Map<String, Tensor> ranWith = Map.of();
    private Tensor picture;

    ProgramRenderer(ProgramModel model, RenderSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public RenderResult render(RenderRequest request, Quality quality, BooleanSupplier superseded, Consumer<Frame> refined) {
        long start = System.nanoTime();
        try {
            Map<String, Tensor> inputs = model.inputs(request);
            if (superseded.getAsBoolean()) return new RenderResult.Superseded();
            boolean cold = session == null;
            if (cold) session = ProgramSession.open(model.program(), settings);
            if (picture == null || !inputs.equals(ranWith)) {
                String output = model.output().name();
                picture = model.output().seen().picture(session.run(model.program().inputs(), inputs, Set.of(output)).get(output),
                        Scale.SIGNED);
                ranWith = inputs;
            }
            return new Frame(picture, true, cold ? Double.NaN : (System.nanoTime() - start) / 1e6, request);
        } catch (IllegalArgumentException | UncheckedIOException | OnnxSession.EngineException | OutOfMemoryError e) {
            return new RenderResult.Failed(e);
        }
    }

    @Override
    public Tensor styles(RenderRequest request) {
        return null;
    }

    @Override
    public void close() {
        if (session != null) session.close();
    }
}
