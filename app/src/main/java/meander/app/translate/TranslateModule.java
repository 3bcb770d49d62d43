package meander.app.translate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.event.EventTarget;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Commands;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Navigator;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.WorkspaceContext;
import meander.app.base.WorkspaceModule;
import meander.app.base.WorkspaceView;
import meander.app.model.TranslatorHandover;
import meander.app.picture.PictureFileNames;
import meander.app.session.WindowStateStore;
import meander.app.widgets.Choosers;
import meander.training.run.RunFolder;

/** The workspace in which pictures are translated. */
public final class TranslateModule implements WorkspaceModule {
    public static final String ID = "translate";

    /**
     * What it is made of.
     *
     * @param handed    the translator that was opened last in a workspace that cannot show it
     * @param device    what networks run on
     * @param beginning networks that it begins with the first time
     * @param offers    networks that come along, whose names depend on the language
     * @param worker    turns large pictures into pixels
     */
    public record Parts(TranslateViewModel translate, ReadOnlyObjectProperty<TranslatorHandover> handed,
            ReadOnlyObjectProperty<Message> device, List<Path> beginning, Function<Texts, List<ModelSuggestion>> offers,
            Tasks tasks, WindowStateStore store, FxThreads fx, Executor worker) {}

    private final Parts parts;
    private final TranslateViewModel translate;
    private TranslateView view;
    private TranslateActions actions;

    public TranslateModule(Parts parts) {
        this.parts = parts;
        this.translate = parts.translate();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Ikon icon() {
        return Material2OutlinedMZ.SWAP_HORIZ;
    }

    @Override
    public String shortcut() {
        return "Shortcut+2";
    }

    @Override
    public String dropText() {
        return "translate.drop";
    }

    @Override
    public void attach(Navigator navigator) {
        parts.handed().addListener((_, _, network) -> {
            navigator.show(ID);
            translate.take(network.translator(), network.file(), network.hash(), network.answers());
        });
        translate.draws().addListener((_, _, model) -> {
            if (model != null) navigator.openModel(model);
        });
    }

    @Override
    public WorkspaceView build(WorkspaceContext context, Commands commands) {
        Texts texts = context.texts();
        actions = new TranslateWindowActions(translate, new Choosers(context.scene(), parts.store(), texts), () -> view);
        view = new TranslateView(new TranslateView.Parts(translate, parts.device(), parts.tasks(), parts.store(), texts,
                parts.fx(), parts.worker(), parts.offers().apply(texts)), actions);
        TranslateCommands.register(commands, translate, actions);
        return view;
    }

    @Override
    public void enter() {
        translate.begin(parts.beginning());
    }

    @Override
    public boolean accepts(Path file) {
        return true;
    }

    @Override
    public void open(Path file) {
        translate.open(file);
    }

    /** A folder of pictures is translated; a network that falls on a pane takes its place. */
    @Override
    public Drop drop(List<Path> files, EventTarget place) {
        Path first = files.getFirst();
        if (Files.isDirectory(first) && !RunFolder.is(first)) {
            actions.chooseFolder(first);
            return Drop.DONE;
        }
        PaneViewModel pane = view.at(place);
        if (pane == null || PictureFileNames.isPicture(first)) return Drop.IGNORED;
        translate.open(pane, first);
        return Drop.OPENED;
    }

    @Override
    public void close() {
        translate.close();
    }
}
