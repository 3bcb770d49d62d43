package meander.app.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import javafx.event.EventTarget;

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
import meander.app.session.WindowStateStore;
import meander.app.widgets.Choosers;
import meander.app.widgets.Choosers.Filter;
import meander.training.run.RunFolder;

/** The workspace in which networks are trained. */
public final class TrainModule implements WorkspaceModule {
    public static final String ID = "train";
    /** Let a network learn. */
    static final TourStep TRAIN = new TourStep("train", "#rail-train");

    /** What it is made of. @param disk reads pictures */
    public record Parts(TrainViewModel train, Tasks tasks, WindowStateStore store, FxThreads fx, Executor disk) {}

    private final Parts parts;
    private final TrainViewModel train;
    private Navigator navigator;

    public TrainModule(Parts parts) {
        this.parts = parts;
        this.train = parts.train();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Ikon icon() {
        return Material2OutlinedAL.BAR_CHART;
    }

    @Override
    public String shortcut() {
        return "Shortcut+3";
    }

    @Override
    public String dropText() {
        return "train.drop";
    }

    @Override
    public void attach(Navigator window) {
        navigator = window;
        train.visits().addListener((_, _, _) -> navigator.showModel());
    }

    @Override
    public WorkspaceView build(WorkspaceContext context, Commands commands) {
        TrainActions actions = new Actions(new Choosers(context.scene(), parts.store(), context.texts()), train);
        TrainCommands.register(commands, train, actions);
        return new TrainView(new TrainView.Parts(train, parts.tasks(), parts.store(), context.texts(), parts.fx(), parts.disk()),
                actions);
    }

    @Override
    public void enter() {
        navigator.did(TRAIN);
    }

    @Override
    public boolean owns(Path file) {
        return RunFolder.is(file);
    }

    /** What pictures come in for a training. */
    @Override
    public boolean accepts(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Files.isDirectory(file) || name.endsWith(".zip") || name.endsWith(".gz") || name.endsWith("ubyte");
    }

    @Override
    public void open(Path file) {
        if (RunFolder.is(file)) train.open(file);
        else
            train.newRun(file);
    }

    /** Pictures to train on are no models to be collected. */
    @Override
    public Drop drop(List<Path> files, EventTarget place) {
        navigator.open(files.getFirst());
        return Drop.DONE;
    }

    @Override
    public List<TourStep> tour() {
        return List.of(TRAIN);
    }

    @Override
    public void close() {
        train.close();
    }

    private record Actions(Choosers choosers, TrainViewModel train) implements TrainActions {
        @Override
        public void chooseRun() {
            choosers.folder("chooser.run").ifPresent(train::open);
        }

        @Override
        public void chooseFolder(Consumer<Path> chosen) {
            choosers.folder("chooser.data.folder").ifPresent(chosen);
        }

        @Override
        public void chooseFile(Consumer<Path> chosen) {
            choosers.open("chooser.data.file", Filter.of("chooser.data.file.any", "*.zip", "*.gz", "*-ubyte"), Filter.ALL)
                    .ifPresent(chosen);
        }
    }
}
