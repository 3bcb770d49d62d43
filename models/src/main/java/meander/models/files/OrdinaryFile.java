package meander.models.files;

import java.nio.file.Files;
import java.nio.file.Path;

/** Tells files that can be read to their end from those that may keep a reader waiting for ever. */
public final class OrdinaryFile {
    private OrdinaryFile() {}

    /** Whether something is there that is neither a file nor a folder, at the end of links too: a pipe, a socket, a device. */
    public static boolean isSpecial(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }
}
