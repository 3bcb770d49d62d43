package meander.app.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** All models of the library, each file once, in the order in which they came. */
public final class Shelf {
    public static final Shelf EMPTY = new Shelf(List.of());

    private final List<Item> items;
    private final Map<Path, Item> byFile;

    public Shelf(List<Item> items) {
        Map<Path, Item> once = LinkedHashMap.newLinkedHashMap(items.size());
        items.forEach(item -> once.putIfAbsent(item.file(), item));
        this.byFile = once;
        this.items = List.copyOf(once.values());
    }

    public List<Item> items() {
        return items;
    }

    public Optional<Item> find(Path file) {
        return Optional.ofNullable(byFile.get(file));
    }

    Shelf with(Item item) {
        return insert(items.size(), item);
    }

    Shelf with(List<Item> more) {
        List<Item> changed = new ArrayList<>(items);
        changed.addAll(more);
        return new Shelf(changed);
    }

    /** With an item at a place, unless its file is here already. */
    Shelf insert(int index, Item item) {
        if (find(item.file()).isPresent()) return this;
        List<Item> changed = new ArrayList<>(items);
        changed.add(Math.min(index, changed.size()), item);
        return new Shelf(changed);
    }

    Shelf without(Path file) {
        return new Shelf(items.stream().filter(item -> !item.file().equals(file)).toList());
    }

    /** With a file's item changed, if it is here. */
    Shelf change(Path file, UnaryOperator<Item> change) {
        if (find(file).isEmpty()) return this;
        return new Shelf(items.stream().map(item -> item.file().equals(file) ? change.apply(item) : item).toList());
    }

    int indexOf(Path file) {
        return items.stream().map(Item::file).toList().indexOf(file);
    }

    /**
     * What two have made of the same beginning: what one of them left as it was, the other decides; where both changed an item, this one
     * does.
     */
    Shelf merge(Shelf beginning, Shelf theirs) {
        Set<Path> files = new LinkedHashSet<>(items.stream().map(Item::file).toList());
        theirs.items.forEach(item -> files.add(item.file()));
        List<Item> merged = new ArrayList<>();
        for (Path file : files) {
            Item mine = find(file).orElse(null);
            Item before = beginning.find(file).orElse(null);
            Item other = theirs.find(file).orElse(null);
            Item chosen = Objects.equals(mine, before) ? other : mine;
            if (chosen != null) merged.add(chosen);
        }
        return new Shelf(merged);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Shelf shelf && items.equals(shelf.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }
}
