package meander.models.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes files that are whole or not there: into a temporary file beside the target, renamed when it is complete. What was there
 * before stays until then, and stays for good when the writing fails or the program is interrupted.
 */
public final class WholeFile {
    private WholeFile() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Makes its own file at the path it is given, for libraries that will not take a stream. */
    @FunctionalInterface
    public interface Maker {
        void make(Path file) throws IOException;
    }

    /** Writes a file, replacing what was there. */
    public static void write(Path target, Content content) throws IOException {
        make(target, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                content.writeTo(out);
            }
        });
    }

    /** Has a file made, replacing what was there. */
    public static void make(Path target, Maker maker) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        // Not createTempFile, whose files only their owner may read.
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        Files.createFile(temporary);
        temporary.toFile().deleteOnExit(); // for an interrupt while it is being written
        try {
            maker.make(temporary);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
