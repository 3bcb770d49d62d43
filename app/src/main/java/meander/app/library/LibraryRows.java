package meander.app.library;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import javafx.collections.ObservableList;

import meander.app.library.LibraryViewModel.Entry;
import meander.app.model.LoadedModel;
import meander.models.text.VisibleText;

/** Models of the library as rows of a list, and which of them suit a search. On the window's thread. */
final class LibraryRows {
    private final LibraryViewModel.Parts parts;
    private final ModelFileStates files;
    private final Map<Path, String> names = new HashMap<>();

    LibraryRows(LibraryViewModel.Parts parts, ModelFileStates files) {
        this.parts = parts;
        this.files = files;
    }

    /** Gives a model a name in the person's language. */
    void name(Path file, String name) {
        names.put(file, name);
    }

    boolean isNamed(LibraryEntry item) {
        return names.containsKey(item.file());
    }

    Entry of(LibraryEntry item) {
        LoadedModel stage = parts.opened().get();
        boolean current = stage != null && stage.file().startsWith(item.file());
        return new Entry(item, VisibleText.line(nameOf(item)), parts.store().thumbnails().get(item.hash()),
                files.isMissing(item.file()), current, files.trouble(item.file()));
    }

    private String nameOf(LibraryEntry item) {
        return names.getOrDefault(item.file(), item.name());
    }

    /** The words of a search, in small letters. */
    static List<String> words(String search) {
        return Stream.of(search.strip().toLowerCase(Locale.ROOT).split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    /** Whether name, line and tags of a model contain all words. */
    boolean suits(LibraryEntry item, List<String> words) {
        if (words.isEmpty()) return true;
        StringBuilder text = new StringBuilder(nameOf(item)).append(' ').append(item.facts().line());
        item.tags().forEach(tag -> text.append(" #").append(tag));
        String all = text.toString().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(all::contains);
    }

    /** Touches the list only where it differs, so that a view keeps its place. */
    static void show(ObservableList<Entry> list, Stream<Entry> entries) {
        List<Entry> wanted = entries.toList();
        if (!list.equals(wanted)) list.setAll(wanted);
    }
}
