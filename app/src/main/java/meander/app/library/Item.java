package meander.app.library;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

import meander.app.picture.Stamp;

/**
 * A model of the library.
 *
 * @param file   the model's file, or the folder of a training
 * @param tags   what a person calls it
 * @param used   when it was last opened, or came, in ms since 1970
 * @param stamp  of the file when its content was last looked at
 * @param hash   SHA-256 of that content; empty while not known
 */
public record Item(Path file, Source source, SortedSet<String> tags, long used, Stamp stamp, String hash, Facts facts) {
    public Item {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    static Item of(Path file, Source source, long now) {
        return new Item(file, source, Collections.emptySortedSet(), now, Stamp.NONE, "", Facts.UNKNOWN);
    }

    /** The file's name. */
    public String name() {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }

    Item withTags(Collection<String> changed) {
        return new Item(file, source, new TreeSet<>(changed), used, stamp, hash, facts);
    }

    Item withUse(long when) {
        return new Item(file, source, tags, when, stamp, hash, facts);
    }

    Item withContent(Stamp seen, String content, Facts found) {
        return new Item(file, source, tags, used, seen, content, found);
    }

    /** As one that comes along. */
    Item bundled() {
        return new Item(file, Source.BUNDLED, tags, used, stamp, hash, facts);
    }

    /** The same at another place, where its content has to be looked at again. */
    Item at(Path elsewhere) {
        return new Item(elsewhere, source, tags, used, Stamp.NONE, hash, facts);
    }
}
