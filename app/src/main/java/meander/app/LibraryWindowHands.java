package meander.app;

import java.nio.file.Path;
import java.util.List;

import meander.app.Choosers.Filter;
import meander.app.library.LibraryHands;
import meander.app.library.LibraryViewModel;

/** What the library needs the window for. */
record LibraryWindowHands(MainWindow window, LibraryViewModel library, Choosers choosers) implements LibraryHands {
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
