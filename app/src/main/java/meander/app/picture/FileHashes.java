package meander.app.picture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The SHA-256 of files, read once for as long as size and time of a file stay as they were: for a large checkpoint it takes longer than all
 * the rest of opening it. May be used by any thread.
 */
public final class FileHashes {
    /** A file that is younger may be written once more within the same tick of the file system's clock. */
    private static final long YOUNG = 2_000;

    /** Reads a file's content. */
    @FunctionalInterface
    interface Hash {
        String of(Path file) throws IOException;
    }

    private record Known(FileStamp stamp, String hash) {}

    private final Map<Path, Known> known = new ConcurrentHashMap<>();
    private final Hash hash;
    private final LongSupplier clock;

    public FileHashes() {
        this(Sha256::of, System::currentTimeMillis);
    }

    FileHashes(Hash hash, LongSupplier clock) {
        this.hash = hash;
        this.clock = clock;
    }

    /** 64 lower-case hexadecimal digits. */
    public String of(Path file) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        Known before = known.get(file);
        if (before != null && before.stamp.equals(stamp)) return before.hash;
        String content = hash.of(file);
        boolean settled = clock.getAsLong() - stamp.modified() > YOUNG && FileStamp.of(file).equals(stamp);
        if (settled) known.put(file, new Known(stamp, content));
        return content;
    }

    /** What was known of a file in an earlier session. */
    public void know(Path file, FileStamp stamp, String content) {
        if (!content.isEmpty() && !stamp.equals(FileStamp.NONE)) known.putIfAbsent(file, new Known(stamp, content));
    }
}
