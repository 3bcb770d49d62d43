package meander.app.library;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

import meander.app.FxThreads;
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
    public record Entry(Section section, Path file, String name, String line, Path thumbnail, boolean missing,
            boolean current) {}

    /** @param disk where files are looked up */
    public LibraryViewModel(List<Bundled> bundled, SessionStore store, ReadOnlyObjectProperty<Opened> opened, FxThreads fx,
            Executor disk) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** What a person is looking for: words that a row's name or line must all contain. */
    public StringProperty search() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The bundled models that suit the search. */
    public ObservableList<Entry> bundled() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** The recent files that suit the search, latest first, without those that are bundled. */
    public ObservableList<Entry> recent() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Looks again which files are there, when the window comes to the front for instance. */
    public void refresh() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Takes a file out of the recent ones; the file itself stays. */
    public void forget(Entry entry) {
        throw new UnsupportedOperationException("comes with the next commit");
    }
}
