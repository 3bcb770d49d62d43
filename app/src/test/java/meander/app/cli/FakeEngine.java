package meander.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

import meander.app.gpu.GpuInstaller;
import meander.models.checkpoint.Rejected;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.family.ProgramPolicy;
import meander.models.family.Translator;
import meander.models.graph.Network;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.render.PictureTranslator;
import meander.models.render.RenderResult;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.training.run.TrainingEngine;

/** Opens every file as the same small style-based model, and remembers what it was asked to draw. */
final class FakeEngine implements CommandEngine {
    static final List<Control.Layer> LAYERS = List.of(new Control.Layer(0, 2), new Control.Layer(1, 4), new Control.Layer(2, 4));
    final List<RenderRequest> drawn = new ArrayList<>();
    int classes;
    List<Control> own = List.of();
    Map<String, String> answers = Map.of();
    ProgramPolicy programs;
    boolean styleBased = true;
    boolean rejects;
    RenderResult answer;
    GpuInstaller packages;
    final FakeTraining training = new FakeTraining();

    @Override
    public OpenResult open(Path file, Map<String, String> answers, ProgramPolicy programs, DoubleConsumer progress,
            BooleanSupplier cancelled) {
        progress.accept(1);
        this.answers = answers;
        this.programs = programs;
        if (rejects) return new OpenResult.Refused(Rejected.because(Rejected.Reason.TRUNCATED, 7L));
        return new OpenResult.Ready(new FakeModel(file, styleBased, classes, own));
    }

    @Override
    public GpuInstaller gpu() {
        return packages;
    }

    @Override
    public PictureTranslator translator(Translator translator) {
        throw new AssertionError("no translator was opened");
    }

    @Override
    public RenderSettings settings() {
        return RenderSettings.DEFAULT;
    }

    @Override
    public TrainingEngine training(Path run) {
        return training;
    }

    @Override
    public Renderer renderer(Model model) {
        return new FakeRenderer(model);
    }

    private record FakeModel(Path file, boolean styleBased, int classes, List<Control> own) implements NetworkModel {
        @Override
        public ModelInfo info() {
            return new ModelInfo(file, "Fake", "for tests", 4, 4, 3, 8, styleBased ? 5 : 0, styleBased ? 3 : 0, classes, 1234,
                    List.of("from a test"));
        }

        @Override
        public List<Control> controls() {
            List<Control> controls = new ArrayList<>(List.of(new Control.Seed(8)));
            if (styleBased)
                controls.addAll(List.of(new Control.Truncate(3), new Control.NoiseLevels(LAYERS), new Control.Mixing(LAYERS)));
            if (classes > 0) controls.add(new Control.Classes(classes, List.of()));
            controls.addAll(own);
            return controls;
        }

        @Override
        public RenderRequest initial() {
            return RenderRequest.DEFAULT.withSeed(42).withTruncation(RenderRequest.DEFAULT.truncation().withPsi(0.7));
        }

        @Override
        public Network picture() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
            throw new UnsupportedOperationException();
        }
    }

    private final class FakeRenderer implements Renderer {
        private final Model model;

        private FakeRenderer(Model model) {
            this.model = model;
        }

        @Override
        public Model model() {
            return model;
        }

        @Override
        public RenderResult render(RenderRequest request, Quality quality, BooleanSupplier superseded, Consumer<Frame> refined) {
            drawn.add(request);
            return answer != null ? answer : new Frame(Tensor.full(request.point().seed() / 10f, 3, 4, 4), true, 1, request);
        }

        @Override
        public Tensor styles(RenderRequest request) {
            return request.styles().orElse(Tensor.full(request.point().seed(), 3, 5));
        }

        @Override
        public void close() {}
    }
}
