package meander.app.library;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import meander.app.picture.FileStamp;

/**
 * A model of the library.
 *
 * @param file   the model's file, or the folder of a training
 * @param tags   what a person calls it
 * @param used   when it was last opened, or came, in ms since 1970
 * @param stamp  of the file when its content was last looked at
 * @param hash   SHA-256 of that content; empty while not known
 */
public record LibraryEntry(Path file, EntrySource source, SortedSet<String> tags, long used, FileStamp stamp, String hash,
        ModelSummary facts) {
    private static final int LONGEST_TAG = 40;

    public LibraryEntry {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    static LibraryEntry of(Path file, EntrySource source, long now) {
        return new LibraryEntry(file, source, Collections.emptySortedSet(), now, FileStamp.NONE, "", ModelSummary.UNKNOWN);
    }

    /** The file's name. */
    public String name() {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }

    LibraryEntry withTags(Collection<String> changed) {
        return new LibraryEntry(file, source, new TreeSet<>(changed), used, stamp, hash, facts);
    }

    LibraryEntry withTag(String tag) {
        return withTags(Stream.concat(tags.stream(), Stream.of(tag)).toList());
    }

    LibraryEntry withoutTag(String tag) {
        return withTags(tags.stream().filter(each -> !each.equals(tag)).toList());
    }

    /** A tag as it is kept, of what a person has typed; may be empty. */
    static String tag(String typed) {
        String tag = typed.strip().replaceAll("^#+", "").replaceAll("\\s+", " ").strip();
        return tag.length() <= LONGEST_TAG ? tag : tag.substring(0, LONGEST_TAG);
    }

    LibraryEntry withUse(long when) {
        return new LibraryEntry(file, source, tags, when, stamp, hash, facts);
    }

    LibraryEntry withContent(FileStamp seen, String content, ModelSummary found) {
        return new LibraryEntry(file, source, tags, used, seen, content, found);
    }

    /** As one that comes along. */
    LibraryEntry bundled() {
        return new LibraryEntry(file, EntrySource.BUNDLED, tags, used, stamp, hash, facts);
    }

    /** The same at another place, where its content has to be looked at again. */
    LibraryEntry at(Path elsewhere) {
        return new LibraryEntry(elsewhere, source, tags, used, FileStamp.NONE, hash, facts);
    }
}
