package meander.models.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes files that are whole or not there: into a temporary file beside the target, renamed when it is complete. What was there
 * before stays until then, and stays for good when the writing fails or the program is interrupted.
 */
public final class AtomicFile {
    private static final String ENDING = ".part";
    private static final Pattern PART = Pattern
            .compile("\\.(.+)\\.(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})" + Pattern.quote(ENDING), Pattern.DOTALL);

    private AtomicFile() {}

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
        make(target, written(content));
    }

    /**
     * Writes a file that is on the disk when this returns: a power cut leaves either it or what was there before, whole. It takes as
     * long as the disk does.
     */
    public static void writeDurably(Path target, Content content) throws IOException {
        make(target, temporary -> {
            written(content).make(temporary);
            // Before the renaming: some file systems would put the name on the disk first and the content later.
            force(temporary, StandardOpenOption.WRITE);
        });
        forceFolder(target.toAbsolutePath().getParent());
    }

    /** Has a file made, replacing what was there. */
    public static void make(Path target, Maker maker) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        // Not createTempFile, whose files only their owner may read.
        Path temporary = folder.resolve(beginning(target) + name() + ENDING);
        Files.createFile(temporary);
        temporary.toFile().deleteOnExit(); // for an interrupt while it is being written
        try {
            maker.make(temporary);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Deletes what programs that were killed left of this file. Only for whoever knows that nobody is writing it at the moment. */
    public static void deleteLeftovers(Path target) throws IOException {
        deleteLeftovers(target.toAbsolutePath().getParent(), target.getFileName().toString()::equals);
    }

    /** The same of all files in a folder whose names are such. */
    public static void deleteLeftovers(Path folder, Predicate<String> names) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, path -> {
            Matcher part = PART.matcher(path.getFileName().toString());
            return part.matches() && names.test(part.group(1));
        })) {
            for (Path part : parts)
                Files.deleteIfExists(part);
        }
    }

    /** Tells which program writes, so that its leftovers can be told from what is being written. */
    private static UUID name() {
        return new UUID(Own.MARK.bits(), UUID.randomUUID().getLeastSignificantBits());
    }

    private static final class Own {
        private static final ProcessMark MARK = ProcessMark.own();
    }

    /** Deletes what programs that run no more left half written in a folder. Stops at nothing that cannot be deleted. */
    public static void deleteLeftoversOfTheDead(Path folder) {
        if (!Files.isDirectory(folder)) return;
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*" + ENDING)) {
            for (Path part : parts) {
                Matcher name = PART.matcher(part.getFileName().toString());
                if (name.matches() && Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)
                        && !ProcessMark.ofBits(UUID.fromString(name.group(2)).getMostSignificantBits()).isAlive())
                    Files.deleteIfExists(part);
            }
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(AtomicFile.class.getName()).log(System.Logger.Level.DEBUG, "leftovers stay", e);
        }
    }

    private static String beginning(Path target) {
        return "." + target.getFileName() + ".";
    }

    private static Maker written(Content content) {
        return temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                content.writeTo(out);
            }
        };
    }

    private static void forceFolder(Path folder) throws IOException {
        // Windows lets no program open a folder; its file system keeps a journal of names.
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) force(folder, StandardOpenOption.READ);
    }

    private static void force(Path path, OpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
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
