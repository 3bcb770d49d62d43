package meander.app.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;

import meander.app.FxThreads;
import meander.app.Session;
import meander.app.SessionStore;
import meander.app.explore.Opened;

/**
 * The list of models at hand, without a screen. Recent ones follow the session; which files are still there is looked up away
 * from the window's thread.
 */
public final class LibraryViewModel {
    /** Where a model comes from. */
    public enum Section {
        BUNDLED, RECENT
    }

    /** A model that comes with Meander. @param hash of the file, see {@link Opened#hash}; empty when not known */
    public record Bundled(Path file, String name, String line, String hash) {}

    /**
     * A row of the list.
     *
     * @param line      what it is, for example {@code StyleGAN2 · 256 px · 24.8 M}
     * @param thumbnail a small PNG file; null when there is none
     * @param missing   whether the file is gone
     * @param current   whether it is the model on the stage
     */
    public record Entry(Section section, Path file, String name, String line, Path thumbnail, boolean missing, boolean current) {}

    private final List<Bundled> all;
    private final SessionStore store;
    private final ReadOnlyObjectProperty<Opened> opened;
    private final FxThreads fx;
    private final Executor disk;
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ObservableList<Entry> bundled = FXCollections.observableArrayList();
    private final ObservableList<Entry> bundledShown = FXCollections.unmodifiableObservableList(bundled);
    private final ObservableList<Entry> recent = FXCollections.observableArrayList();
    private final ObservableList<Entry> recentShown = FXCollections.unmodifiableObservableList(recent);
    private Set<Path> missing = Set.of();
    private List<Session.Recent> lookedUp = List.of();

    /** @param disk where files are looked up */
    public LibraryViewModel(List<Bundled> bundled, SessionStore store, ReadOnlyObjectProperty<Opened> opened, FxThreads fx,
            Executor disk) {
        this.all = List.copyOf(bundled);
        this.store = store;
        this.opened = opened;
        this.fx = fx;
        this.disk = disk;
        search.addListener((_, _, _) -> list());
        opened.addListener((_, _, _) -> list());
        store.thumbnails().addListener((MapChangeListener<String, Path>) _ -> list());
        store.session().addListener((_, _, session) -> {
            if (!session.recents().equals(lookedUp)) refresh();
        });
        refresh();
    }

    /** What a person is looking for: words that a row's name or line must all contain. */
    public StringProperty search() {
        return search;
    }

    /** The bundled models that suit the search. */
    public ObservableList<Entry> bundled() {
        return bundledShown;
    }

    /** The recent files that suit the search, latest first, without those that are bundled. */
    public ObservableList<Entry> recent() {
        return recentShown;
    }

    /** Looks again which files are there, when the window comes to the front for instance. */
    public void refresh() {
        lookedUp = store.session().get().recents();
        list();
        List<Path> files = Stream.concat(all.stream().map(Bundled::file), lookedUp.stream().map(Session.Recent::file)).toList();
        disk.execute(() -> {
            Set<Path> gone = files.stream().filter(file -> !Files.isRegularFile(file)).collect(Collectors.toSet());
            fx.later(() -> {
                missing = gone;
                list();
            });
        });
    }

    /** Takes a file out of the recent ones; the file itself stays. */
    public void forget(Entry entry) {
        store.update(session -> session.withoutRecent(entry.file()));
    }

    private void list() {
        Set<Path> ours = all.stream().map(Bundled::file).collect(Collectors.toSet());
        Map<Path, String> hashes = new HashMap<>();
        lookedUp.forEach(known -> hashes.put(known.file(), known.hash()));
        show(bundled, all.stream().map(model -> entry(Section.BUNDLED, model.file(), model.name(), model.line(),
                model.hash().isEmpty() ? hashes.getOrDefault(model.file(), "") : model.hash())));
        show(recent, lookedUp.stream().filter(known -> !ours.contains(known.file()))
                .map(known -> entry(Section.RECENT, known.file(), known.name(), known.line(), known.hash())));
    }

    private Entry entry(Section section, Path file, String name, String line, String hash) {
        boolean current = opened.get() != null && opened.get().file().equals(file);
        return new Entry(section, file, name, line, store.thumbnails().get(hash), missing.contains(file), current);
    }

    /** Touches the list only where it differs, so that a view keeps its place. */
    private void show(ObservableList<Entry> list, Stream<Entry> entries) {
        List<String> words = List.of(search.get().strip().toLowerCase(Locale.ROOT).split("\\s+"));
        List<Entry> wanted = entries.filter(entry -> {
            String text = (entry.name() + " " + entry.line()).toLowerCase(Locale.ROOT);
            return words.stream().allMatch(text::contains);
        }).toList();
        if (!list.equals(wanted)) list.setAll(wanted);
    }
}
