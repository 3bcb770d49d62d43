package meander.app.base;

import java.nio.file.Path;

/** Files by their names. */
public final class FileNames {
    private FileNames() {}

    /** A file's name without its folder; of a root, which has none, all of it. */
    public static String of(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }
}
