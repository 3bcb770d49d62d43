package meander.training.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where files lie side by side: a folder, a zip, or memory. Names are paths with slashes; their order is that of the names. */
sealed interface FileContainer extends Closeable permits FolderContainer, ZipContainer, MemoryContainer {
    Comparator<Entry> BY_NAME = Comparator.comparing(Entry::name);

    /** Files that programs of the desktop leave behind. */
    Set<String> CLUTTER = Set.of("thumbs.db", "desktop.ini", "__macosx");

    /** What people call it. */
    String title();

    /** All files but hidden ones, by name. */
    List<Entry> entries();

    /** What was met on the way and left out. */
    List<SkippedImage> skipped();

    InputStream open(String name) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * One file.
     *
     * @param size  bytes, unpacked
     * @param stamp changes when the content does: a checksum, or the time of the last change
     */
    record Entry(String name, long size, long stamp) {}

    /** The content, or its beginning. */
    default byte[] read(String name, int most) throws IOException {
        try (InputStream in = open(name)) {
            return in.readNBytes(most);
        }
    }

    static boolean isClutter(String segment) {
        return segment.startsWith(".") || CLUTTER.contains(segment.toLowerCase(Locale.ROOT));
    }
}
