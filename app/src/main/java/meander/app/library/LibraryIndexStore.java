package meander.app.library;

import java.io.IOException;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.picture.Sha256;
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
    private static final int BUFFER = 1 << 16; // bytes
    private static final String ASIDE = "library-broken-%d.json";

    private final Path file;
    private final Consumer<Message> trouble;
    private final LatestOnlyExecutor<LibraryIndex> writer;
    private final CompletableFuture<LibraryIndex> beginning;
    /** The file's content when it was last read or written, as a hash, and the shelf that led to it; the writer's own once it was read. */
    private String onDisk = "";
    private LibraryIndex ours;
    private LibraryIndex theirs;
    private LibraryIndex wanted;

    /**
     * Begins to read the library.
     *
     * @param trouble told on any thread when the file was put aside or cannot be written
     * @param disk    reads the file
     */
    LibraryIndexStore(Path folder, Consumer<Message> trouble, Executor disk) {
        this.file = folder.resolve(FILE);
        this.trouble = trouble;
        this.beginning = CompletableFuture.supplyAsync(this::first, disk);
        this.writer = LatestOnlyExecutor.onThread("meander-library-file", (shelf, _) -> write(shelf), this::failed);
    }

    private LibraryIndex first() {
        LibraryIndex found = read().orElse(LibraryIndex.EMPTY);
        ours = found;
        theirs = found;
        return found;
    }

    /** Tells what the file held at first once it was read, on whichever thread. */
    void read(Consumer<LibraryIndex> reader) {
        beginning.thenAccept(reader);
    }

    /** What the file held at first; empty where there was none. Waits until it was read. */
    LibraryIndex beginning() {
        return beginning.join();
    }

    /** Saves a library soon, made of {@link #beginning}. */
    void save(LibraryIndex shelf) {
        wanted = shelf;
        writer.submit(shelf);
    }

    /** Saves what is not yet saved and waits for it. */
    @Override
    public void close() {
        writer.close();
        try {
            if (wanted != null && !wanted.equals(ours)) write(wanted);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** What the file holds, if it is a shelf. */
    private Optional<LibraryIndex> read() {
        try {
            if (!Files.exists(file)) return Optional.empty();
            MessageDigest digest = Sha256.digest();
            try (InputStream in = new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), digest)) {
                LibraryIndex read = LibraryIndexJson.read(in);
                in.transferTo(OutputStream.nullOutputStream());
                onDisk = HexFormat.of().formatHex(digest.digest());
                return Optional.of(read);
            }
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
        beginning.join(); // what it has found is seen from here on
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file.resolveSibling(LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            boolean untouched = !Files.exists(file) || onDisk.equals(Sha256.of(file));
            LibraryIndex others = untouched ? theirs : read().orElse(theirs);
            // Three ways: what this window has changed since it last wrote, over what lies there now.
            LibraryIndex merged = shelf.merge(ours, others);
            MessageDigest digest = Sha256.digest();
            AtomicFile.writeDurably(file, out -> LibraryIndexJson.write(merged, new DigestOutputStream(out, digest)));
            onDisk = HexFormat.of().formatHex(digest.digest());
            ours = shelf;
            theirs = merged;
        }
    }

    private void failed(Throwable thrown) {
        LOG.log(Level.WARNING, "the library is not saved: " + thrown);
        trouble.accept(Message.of("library.unwritable", file.toString()));
    }
}
