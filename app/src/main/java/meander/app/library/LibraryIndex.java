package meander.app.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import meander.app.picture.FileStamp;

/** All models of the library, each file once, in the order in which they came. */
public final class LibraryIndex {
    public static final LibraryIndex EMPTY = new LibraryIndex(List.of());

    private final List<LibraryEntry> items;
    private final Map<Path, LibraryEntry> byFile;
    /** Sorted once, as it is asked for at every change of what is shown. */
    private volatile List<LibraryEntry> latestFirst;

    public LibraryIndex(List<LibraryEntry> items) {
        Map<Path, LibraryEntry> once = LinkedHashMap.newLinkedHashMap(items.size());
        items.forEach(item -> once.putIfAbsent(item.file(), item));
        this.byFile = once;
        this.items = List.copyOf(once.values());
    }

    public List<LibraryEntry> items() {
        return items;
    }

    /** Those that do not come along, those used last first, then those that came last. */
    List<LibraryEntry> latestFirst() {
        if (latestFirst == null)
            latestFirst = items.reversed().stream().filter(item -> item.source() != EntrySource.BUNDLED)
                    .sorted(Comparator.comparingLong(LibraryEntry::used).reversed()).toList();
        return latestFirst;
    }

    public Optional<LibraryEntry> find(Path file) {
        return Optional.ofNullable(byFile.get(file));
    }

    LibraryIndex with(LibraryEntry item) {
        return insert(items.size(), item);
    }

    LibraryIndex with(List<LibraryEntry> more) {
        List<LibraryEntry> changed = new ArrayList<>(items);
        changed.addAll(more);
        return new LibraryIndex(changed);
    }

    /** With an item at a place, unless its file is here already. */
    LibraryIndex insert(int index, LibraryEntry item) {
        if (find(item.file()).isPresent()) return this;
        List<LibraryEntry> changed = new ArrayList<>(items);
        changed.add(Math.min(index, changed.size()), item);
        return new LibraryIndex(changed);
    }

    LibraryIndex without(Path file) {
        return new LibraryIndex(items.stream().filter(item -> !item.file().equals(file)).toList());
    }

    /** With a file's item changed, if it is here. */
    LibraryIndex change(Path file, UnaryOperator<LibraryEntry> change) {
        if (find(file).isEmpty()) return this;
        return new LibraryIndex(items.stream().map(item -> item.file().equals(file) ? change.apply(item) : item).toList());
    }

    LibraryIndex withTag(Path file, String tag) {
        return change(file, item -> item.withTag(tag));
    }

    LibraryIndex withoutTag(Path file, String tag) {
        return change(file, item -> item.withoutTag(tag));
    }

    /** With the models that come along, and without those of an older version or of another folder, which do so no more. */
    LibraryIndex withBundled(List<LibraryViewModel.Bundled> models) {
        Map<Path, LibraryEntry> fresh = new LinkedHashMap<>();
        models.forEach(model -> fresh.put(model.file(),
                LibraryEntry.of(model.file(), EntrySource.BUNDLED, 0).withContent(FileStamp.NONE, model.hash(), model.facts())));
        List<LibraryEntry> changed = new ArrayList<>();
        for (LibraryEntry item : items)
            if (fresh.remove(item.file()) != null) changed.add(item.bundled());
            else if (item.source() != EntrySource.BUNDLED) changed.add(item);
        changed.addAll(fresh.values());
        return new LibraryIndex(changed);
    }

    int indexOf(Path file) {
        return items.stream().map(LibraryEntry::file).toList().indexOf(file);
    }

    /**
     * What two have made of the same beginning: what one of them left as it was, the other decides; where both changed an item, this one
     * does.
     */
    LibraryIndex merge(LibraryIndex beginning, LibraryIndex theirs) {
        Set<Path> files = new LinkedHashSet<>(items.stream().map(LibraryEntry::file).toList());
        theirs.items.forEach(item -> files.add(item.file()));
        List<LibraryEntry> merged = new ArrayList<>();
        for (Path file : files) {
            LibraryEntry mine = find(file).orElse(null);
            LibraryEntry before = beginning.find(file).orElse(null);
            LibraryEntry other = theirs.find(file).orElse(null);
            LibraryEntry chosen = Objects.equals(mine, before) ? other : mine;
            if (chosen != null) merged.add(chosen);
        }
        return new LibraryIndex(merged);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof LibraryIndex shelf && items.equals(shelf.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }
}
