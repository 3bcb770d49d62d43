package meander.app.explore;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.Commands;
import meander.app.base.FxThreads;
import meander.app.base.Navigator;
import meander.app.base.Tasks;
import meander.app.base.TourStep;
import meander.app.base.WorkspaceContext;
import meander.app.base.WorkspaceModule;
import meander.app.base.WorkspaceView;
import meander.app.picture.PictureEnlarger;
import meander.app.session.WindowStateStore;
import meander.app.widgets.Choosers;
import meander.app.widgets.Choosers.Filter;
import meander.models.render.Frame;
import meander.models.request.Aspect;
import meander.models.request.Aspects;
import meander.models.request.RenderRequest;

/** The workspace in which a model's pictures are explored. */
public final class ExploreModule implements WorkspaceModule {
    public static final String ID = "explore";
    /** Walk between seeds, and turn ψ. */
    static final TourStep SEEDS = new TourStep("seeds", "#card-latent");
    /** Take layers from another seed. */
    static final TourStep MIXING = new TourStep("mixing", "#card-mixing");
    /** Open a file of one's own. */
    static final TourStep OWN = new TourStep("own", ".drop-box");

    /** What it is made of. @param models builds the list beside the stage, @param worker turns large frames into pixels */
    public record Parts(ExploreViewModel explore, Function<WorkspaceContext, ExploreView.ModelList> models, Tasks tasks,
            WindowStateStore store, FxThreads fx, Executor worker) {}

    private final Parts parts;
    private final ExploreViewModel explore;
    private Navigator navigator;
    private ExploreView view;

    public ExploreModule(Parts parts) {
        this.parts = parts;
        this.explore = parts.explore();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Ikon icon() {
        return Material2OutlinedAL.EXPLORE;
    }

    @Override
    public String shortcut() {
        return "Shortcut+1";
    }

    @Override
    public void attach(Navigator window) {
        navigator = window;
        explore.editor().request().addListener((_, was, now) -> followTour(was, now));
        explore.opened().addListener((_, was, now) -> {
            if (was != null && now != null && !was.file().equals(now.file())) navigator.did(OWN);
        });
        explore.frames().frame().addListener((_, _, _) -> navigator.controlsChanged());
    }

    /** Marks the steps of the tour that a person does by themselves. */
    private void followTour(RenderRequest was, RenderRequest now) {
        if (!explore.editor().undoable().get()) return; // a model that opens brings a request, too
        if (!was.point().equals(now.point()) || !was.truncation().equals(now.truncation())) navigator.did(SEEDS);
        if (!now.mix().weights().isEmpty() && !now.mix().equals(was.mix())) navigator.did(MIXING);
    }

    @Override
    public WorkspaceView build(WorkspaceContext context, Commands commands) {
        ExploreActions actions = new Actions(new Choosers(context.scene(), parts.store(), context.texts()));
        view = new ExploreView(
                new ExploreView.Parts(explore, parts.tasks(), parts.store(), context.texts(), parts.fx(), parts.worker()),
                parts.models().apply(context), actions::chooseFile);
        ExploreCommands.register(commands, explore, actions);
        commands.add("zoom.crisp", "P", explore.loaded(), () -> view.toggleCrisp());
        return view;
    }

    /** The frame whose pixels are on the stage, in the nodes as they are built now; null before the first. */
    public ReadOnlyObjectProperty<Frame> shown() {
        return view.shown();
    }

    @Override
    public boolean accepts(Path file) {
        return true;
    }

    @Override
    public void open(Path file) {
        explore.open(file);
    }

    @Override
    public void openUnasked(Path file) {
        explore.openUnasked(file);
    }

    @Override
    public List<TourStep> tour() {
        return List.of(SEEDS, MIXING, OWN);
    }

    @Override
    public void reveal(TourStep step) {
        navigator.show(ID);
        if (step.equals(SEEDS)) view.reveal(Aspects.LATENT);
        if (step.equals(MIXING)) view.reveal(Aspects.MIXING);
    }

    @Override
    public void close() {
        explore.close();
    }

    /** What the commands need a screen for. */
    private final class Actions implements ExploreActions {
        private final Choosers choosers;

        private Actions(Choosers choosers) {
            this.choosers = choosers;
        }

        @Override
        public void chooseFile() {
            choosers.open("chooser.open",
                    Filter.of("chooser.open.any", "*.pkl", "*.pth", "*.pt", "*.safetensors", "*.onnx", "*.png"),
                    Filter.of("chooser.open.models", "*.pkl", "*.pth", "*.pt", "*.safetensors", "*.onnx"),
                    Filter.of("chooser.open.pictures", "*.png"), Filter.ALL).ifPresent(explore::open);
        }

        @Override
        public void choosePictureTarget(int factor) {
            String name = "seed%04d%s.png".formatted(explore.values().seed().get(), PictureEnlarger.suffix(factor));
            choosers.save("chooser.save", name, Filter.of("chooser.save.png", "*.png"))
                    .ifPresent(target -> explore.save(target, factor));
        }

        @Override
        public void chooseExportTarget() {
            String name = explore.opened().get().model().info().name();
            choosers.save("chooser.export", name.replaceFirst("\\.[^.]*$", "") + ".onnx",
                    Filter.of("chooser.export.onnx", "*.onnx"), Filter.of("chooser.export.torchscript", "*.pt"),
                    Filter.of("chooser.export.safetensors", "*.safetensors")).ifPresent(explore::export);
        }

        @Override
        public void copy(Frame frame) {
            ClipboardContent content = new ClipboardContent();
            content.putImage(FrameImages.image(frame));
            Clipboard.getSystemClipboard().setContent(content);
        }

        @Override
        public void zoomToFit() {
            view.fit();
        }

        @Override
        public void zoomTo(int scale) {
            view.zoomTo(scale);
        }

        @Override
        public void show(Aspect<?> group) {
            navigator.openInspector();
            view.show(group);
        }
    }
}
