package meander.app.library;

import java.nio.file.Path;
import java.util.List;

import meander.app.base.Navigator;
import meander.app.widgets.Choosers;
import meander.app.widgets.Choosers.Filter;

/** What the library needs the window for. */
record LibraryWindowActions(Navigator navigator, LibraryViewModel library, Choosers choosers) implements LibraryActions {
    private static final Filter MODELS = Filter.of("chooser.open.models", "*.pkl", "*.pth", "*.pt", "*.safetensors");

    @Override
    public void open(Path file) {
        navigator.openModel(file);
    }

    @Override
    public void details(Path file) {
        library.select(file);
        navigator.show(LibraryModule.ID);
    }

    @Override
    public void locate(Path file) {
        choosers.open("chooser.open", MODELS, Filter.ALL).ifPresent(found -> library.relocate(file, found));
    }

    @Override
    public void chooseModels() {
        List<Path> chosen = choosers.openAll("chooser.open",
                Filter.of("chooser.open.any", "*.pkl", "*.pth", "*.pt", "*.safetensors", "*.png"), MODELS,
                Filter.of("chooser.open.pictures", "*.png"), Filter.ALL);
        if (!chosen.isEmpty()) navigator.take(chosen);
    }
}
