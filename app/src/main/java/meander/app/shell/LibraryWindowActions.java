package meander.app.shell;

import java.nio.file.Path;
import java.util.List;

import meander.app.base.Workspace;
import meander.app.library.LibraryActions;
import meander.app.library.LibraryViewModel;
import meander.app.widgets.Choosers;
import meander.app.widgets.Choosers.Filter;

/** What the library needs the window for. */
record LibraryWindowActions(MainWindow window, LibraryViewModel library, Choosers choosers) implements LibraryActions {
    private static final Filter MODELS = Filter.of("chooser.open.models", "*.pkl", "*.pth", "*.pt", "*.safetensors");
    private static final Filter ALL = Filter.of("chooser.open.all", "*.*");

    @Override
    public void open(Path file) {
        window.openModel(file);
    }

    @Override
    public void details(Path file) {
        library.select(file);
        window.show(Workspace.LIBRARY);
    }

    @Override
    public void locate(Path file) {
        choosers.open("chooser.open", MODELS, ALL).ifPresent(found -> library.relocate(file, found));
    }

    @Override
    public void chooseModels() {
        List<Path> chosen = choosers.openAll("chooser.open",
                Filter.of("chooser.open.any", "*.pkl", "*.pth", "*.pt", "*.safetensors", "*.png"), MODELS,
                Filter.of("chooser.open.pictures", "*.png"), ALL);
        if (!chosen.isEmpty()) window.take(chosen);
    }
}
