package meander.app.library;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Commands;
import meander.app.base.Navigator;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.WorkspaceContext;
import meander.app.base.WorkspaceModule;
import meander.app.base.WorkspaceView;
import meander.app.picture.PictureFileNames;
import meander.app.session.WindowStateStore;
import meander.app.widgets.Choosers;

/** The workspace in which models are kept, and their list for others. */
public final class LibraryModule implements WorkspaceModule {
    public static final String ID = "library";

    /** What it is made of. @param bundled the models that come along, whose names depend on the language */
    public record Parts(LibraryViewModel library, Function<Texts, List<LibraryViewModel.Bundled>> bundled, Tasks tasks,
            WindowStateStore store) {}

    private final Parts parts;
    private final LibraryViewModel library;
    private final LibraryThumbnails pictures = new LibraryThumbnails();
    private Navigator navigator;

    public LibraryModule(Parts parts) {
        this.parts = parts;
        this.library = parts.library();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Ikon icon() {
        return Material2OutlinedMZ.PHOTO_LIBRARY;
    }

    @Override
    public String shortcut() {
        return "Shortcut+4";
    }

    @Override
    public String dropText() {
        return "library.drop.all";
    }

    @Override
    public void attach(Navigator window) {
        navigator = window;
    }

    @Override
    public WorkspaceView build(WorkspaceContext context, Commands commands) {
        library.bundle(parts.bundled().apply(context.texts()));
        LibraryActions actions = actions(context);
        LibraryWorkspaceView view = new LibraryWorkspaceView(library, parts.tasks(), parts.store(), context.texts(), actions,
                pictures);
        LibraryCommands.register(commands, library, actions, view::search);
        return view;
    }

    /** The list of models, from which one is opened at a click. */
    public LibraryListView list(WorkspaceContext context) {
        return new LibraryListView(library, context.texts(), LibraryListView.Use.OPEN, actions(context), pictures);
    }

    private LibraryActions actions(WorkspaceContext context) {
        return new LibraryWindowActions(navigator, library, new Choosers(context.scene(), parts.store(), context.texts()));
    }

    @Override
    public void addElsewhere(Commands commands) {
        LibraryCommands.registerElsewhere(commands, library);
    }

    @Override
    public void enter() {
        library.selectAny();
    }

    @Override
    public void refresh() {
        library.refresh();
    }

    @Override
    public void collect(List<Path> files, Consumer<Path> first) {
        library.add(files.stream().filter(file -> !PictureFileNames.isPicture(file)).toList(), found -> {
            if (navigator.isShown(ID)) library.select(found);
            first.accept(found);
        });
    }

    @Override
    public void close() {
        library.close();
    }
}
