package meander.app.widgets;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import javafx.scene.Scene;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import meander.app.base.Texts;
import meander.app.session.WindowStateStore;

/** The desktop's own windows for choosing files, which begin where files were last chosen. */
public record Choosers(Scene scene, WindowStateStore store, Texts texts) {
    /** What a chooser shows. @param key of its name */
    public record Filter(String key, List<String> endings) {
        public static final Filter ALL = of("chooser.open.all", "*.*");

        public static Filter of(String key, String... endings) {
            return new Filter(key, List.of(endings));
        }
    }

    public Optional<Path> open(String title, Filter... filters) {
        return take(chooser(title, filters).showOpenDialog(scene.getWindow()));
    }

    public List<Path> openAll(String title, Filter... filters) {
        List<File> chosen = chooser(title, filters).showOpenMultipleDialog(scene.getWindow());
        if (chosen == null) return List.of();
        chosen.stream().findFirst().ifPresent(this::take);
        return chosen.stream().map(File::toPath).toList();
    }

    public Optional<Path> save(String title, String name, Filter... filters) {
        FileChooser chooser = chooser(title, filters);
        chooser.setInitialFileName(name);
        return take(chooser.showSaveDialog(scene.getWindow()));
    }

    public Optional<Path> folder(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(texts.text(title));
        begin().ifPresent(chooser::setInitialDirectory);
        return take(chooser.showDialog(scene.getWindow()));
    }

    private FileChooser chooser(String title, Filter... filters) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(texts.text(title));
        begin().ifPresent(chooser::setInitialDirectory);
        for (Filter filter : filters)
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(texts.text(filter.key()), filter.endings()));
        return chooser;
    }

    private Optional<File> begin() {
        return store.session().get().folder().map(Path::toFile).filter(File::isDirectory);
    }

    private Optional<Path> take(File chosen) {
        Optional<Path> file = Optional.ofNullable(chosen).map(File::toPath);
        file.map(Path::getParent).ifPresent(folder -> store.update(session -> session.withFolder(folder)));
        return file;
    }
}
