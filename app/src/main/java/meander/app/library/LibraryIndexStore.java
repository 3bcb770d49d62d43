package meander.app.library;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.models.files.AtomicFile;

/**
 * Keeps the {@link LibraryIndex} in a file of the person's configuration folder. The window never waits for the disk; a file that is not a shelf
 * is put aside under another name, never written over. Several windows may keep the same file: each adds its own changes to what the others
 * have written since.
 */
final class LibraryIndexStore implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LibraryIndexStore.class.getName());
    private static final String FILE = "library.json";
    private static final String LOCK = ".library.lock";
    private static final String ASIDE = "library-broken-%d.json";

    private final Path file;
    private final Consumer<Message> trouble;
    private final LatestOnlyExecutor<LibraryIndex> writer;
    private final LibraryIndex beginning;
    /** What the file held when it was last read or written, and the shelf that led to it; the writer's own. */
    private byte[] onDisk = {};
    private LibraryIndex ours;
    private LibraryIndex theirs;
    private LibraryIndex wanted;

    /**
     * Reads the shelf.
     *
     * @param trouble told on any thread, also before this returns, when the file was put aside or cannot be written
     */
    LibraryIndexStore(Path folder, Consumer<Message> trouble) {
        this.file = folder.resolve(FILE);
        this.trouble = trouble;
        this.beginning = read().orElse(LibraryIndex.EMPTY);
        this.ours = beginning;
        this.theirs = beginning;
        this.wanted = beginning;
        this.writer = LatestOnlyExecutor.onThread("meander-library-file", (shelf, _) -> write(shelf), this::failed);
    }

    /** What the file held at first; empty where there was none. */
    LibraryIndex beginning() {
        return beginning;
    }

    /** Saves a shelf soon. */
    void save(LibraryIndex shelf) {
        wanted = shelf;
        writer.submit(shelf);
    }

    /** Saves what is not yet saved and waits for it. */
    @Override
    public void close() {
        writer.close();
        try {
            if (!wanted.equals(ours)) write(wanted);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** What the file holds, if it is a shelf. */
    private Optional<LibraryIndex> read() {
        try {
            if (!Files.exists(file)) return Optional.empty();
            byte[] bytes = Files.readAllBytes(file);
            LibraryIndex read = LibraryIndexJson.read(bytes);
            onDisk = bytes;
            return Optional.of(read);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the library cannot be read: " + e);
            putAside();
            return Optional.empty();
        }
    }

    private void putAside() {
        try {
            int number = 1;
            while (Files.exists(aside(number)))
                number++;
            Files.move(file, aside(number));
            trouble.accept(Message.of("library.broken", aside(number).toString()));
        } catch (IOException e) {
            failed(e);
        }
    }

    private Path aside(int number) {
        return file.resolveSibling(ASIDE.formatted(number));
    }

    private void write(LibraryIndex shelf) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file.resolveSibling(LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            boolean untouched = !Files.exists(file) || Arrays.equals(onDisk, Files.readAllBytes(file));
            LibraryIndex others = untouched ? theirs : read().orElse(theirs);
            // Three ways: what this window has changed since it last wrote, over what lies there now.
            LibraryIndex merged = shelf.merge(ours, others);
            byte[] bytes = LibraryIndexJson.write(merged);
            AtomicFile.writeDurably(file, out -> out.write(bytes));
            onDisk = bytes;
            ours = shelf;
            theirs = merged;
        }
    }

    private void failed(Throwable thrown) {
        LOG.log(Level.WARNING, "the library is not saved: " + thrown);
        trouble.accept(Message.of("library.unwritable", file.toString()));
    }
}
