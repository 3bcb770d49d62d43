package meander.app.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;

import meander.app.FakeTimers;
import meander.app.Queued;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.model.ImageStore;
import meander.app.picture.PictureEnlarger;
import meander.app.picture.StrawEnlarger;
import meander.app.session.WindowStateStore;
import meander.models.checkpoint.Rejected;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.render.Renderer;
import meander.models.request.Control;

/** A view model with everything around it made of straw; by default all threads are the test's own. */
final class Stage {
    final Path folder;
    final FakeTimers timers = new FakeTimers();
    final List<StrawRenderer> renderers = new ArrayList<>();
    final List<Map<String, String>> answers = new ArrayList<>();
    /** Done while a file is being opened. */
    Runnable whileOpening = () -> {};
    /** What the next model can do; null for everything. */
    List<Control> controls;
    boolean fits;
    String failing;
    PictureEnlarger enlarger = new StrawEnlarger();
    ModelExporter exporter = (_, target, progress, _) -> {
        progress.accept(0.5);
        Files.writeString(target, "onnx");
    };
    ImageStore pictures = new PngImageStore();
    Executor render = Runnable::run;
    Executor workers = Runnable::run;
    FxThreads fx = FxThreads.inline();
    WindowStateStore store;
    Tasks tasks;
    ExploreViewModel explore;

    Stage(Path folder) {
        this.folder = folder;
    }

    /** Builds what has been set up. */
    Stage up() {
        store = new WindowStateStore(folder.resolve("config"), FxThreads.inline());
        tasks = new Tasks(fx, timers, workers);
        explore = new ExploreViewModel(new ExploreViewModel.Parts(this::open, this::renderer,
                (model, target, progress, cancelled) -> exporter.export(model, target, progress, cancelled), enlarger, pictures,
                store, tasks, fx, timers, render, new Random(7)), Message.of("device.cpu"));
        return this;
    }

    /** With a model on the stage. */
    Stage opened() {
        up().explore.open(file("a.pkl"));
        return this;
    }

    /** A file that opens; another name is another content, and a name with {@code bad} does not open. */
    Path file(String name) {
        try {
            return Files.writeString(folder.resolve(name), "content of " + name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    StrawRenderer renderer() {
        return renderers.getLast();
    }

    void down() {
        for (Object thread : List.of(render, workers, fx))
            if (thread instanceof Queued queued) queued.flow();
        explore.close();
        store.close();
    }

    private Renderer renderer(Model model) {
        StrawRenderer renderer = new StrawRenderer(model);
        renderer.fits = fits;
        renderer.failing = failing;
        renderers.add(renderer);
        return renderer;
    }

    private OpenResult open(Path file, Map<String, String> given, java.util.function.DoubleConsumer progress,
            java.util.function.BooleanSupplier cancelled) {
        answers.add(given);
        progress.accept(0.5);
        whileOpening.run();
        if (cancelled.getAsBoolean()) return new OpenResult.Refused(Rejected.because(Rejected.Reason.CANCELLED));
        if (file.getFileName().toString().contains("bad"))
            return new OpenResult.Refused(Rejected.because(Rejected.Reason.TRUNCATED, 17L));
        StrawModel model = StrawModel.of(file, given);
        return new OpenResult.Ready(controls == null ? model : model.with(controls));
    }
}
