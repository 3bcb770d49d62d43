package meander.app.session;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.models.files.AtomicFile;

/**
 * Keeps the {@link WindowState} in a file of the person's configuration folder, and pictures of models beside it. The window never
 * waits for the disk, and whatever the file holds, there is a session: what cannot be read stands at its default. Where nothing
 * can be written the session lives in memory and {@link #trouble} says so once.
 */
public final class WindowStateStore implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WindowStateStore.class.getName());
    private static final String FILE = "session.json";
    private static final String ASIDE = "session-broken-%d.json";
    private static final String THUMBNAILS = "thumbnails";
    private static final String PNG = ".png";
    /** A session larger than this is not one of ours. */
    private static final long MAX_FILE = 16 << 20;

    private final Path folder;
    private final Path pictures;
    private final FxThreads fx;
    private final LatestOnlyExecutor<WindowState> writer;
    private final ReadOnlyObjectWrapper<WindowState> session;
    private final OpeningMarkers openings;
    private final ReadOnlyObjectWrapper<Message> trouble = new ReadOnlyObjectWrapper<>();
    private final ObservableMap<String, Path> thumbnails = FXCollections.observableHashMap();
    private final ObservableMap<String, Path> thumbnailsShown = FXCollections.unmodifiableObservableMap(thumbnails);
    private Optional<Path> broken = Optional.empty();
    private boolean toldTrouble;
    /** What the file holds; the writer's own, and the closing thread's once the writer rests. */
    private WindowState written;

    /** Keeps the pictures in the same folder. */
    public WindowStateStore(Path folder, FxThreads fx) {
        this(folder, folder, fx);
    }

    /** Reads the session. @param folder made when it is first written to, @param working where pictures of models are kept, likewise */
    public WindowStateStore(Path folder, Path working, FxThreads fx) {
        this.folder = folder;
        this.pictures = working.resolve(THUMBNAILS);
        this.openings = new OpeningMarkers(working.resolve("opening"));
        this.fx = fx;
        this.written = read();
        this.session = new ReadOnlyObjectWrapper<>(written);
        this.writer = LatestOnlyExecutor.onThread("meander-session", (changed, _) -> write(changed), this::failed);
        findThumbnails();
    }

    /** The folder where this platform keeps a person's configuration of Meander. */
    public static Path defaultFolder() {
        return folder(System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** XDG on Linux, Application Support on a Mac, the roaming profile on Windows. */
    static Path folder(String system, Map<String, String> environment, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) return home.resolve("Library/Application Support/Meander");
        boolean windows = name.startsWith("windows");
        String set = environment.get(windows ? "APPDATA" : "XDG_CONFIG_HOME");
        if (set != null && Path.of(set).isAbsolute()) return Path.of(set).resolve(windows ? "Meander" : "meander");
        return home.resolve(windows ? "AppData/Roaming/Meander" : ".config/meander");
    }

    /** Whether a folder holds a session: not before the first start. */
    public static boolean isThere(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    public Path folder() {
        return folder;
    }

    /** The session as it is now. */
    public ReadOnlyObjectProperty<WindowState> session() {
        return session.getReadOnlyProperty();
    }

    /** Changes the session and saves it soon. On the window's thread. */
    public void update(UnaryOperator<WindowState> change) {
        WindowState changed = change.apply(session.get());
        if (changed.equals(session.get())) return;
        session.set(changed);
        writer.submit(changed);
    }

    /** Why nothing is saved, when nothing can be; null otherwise. */
    public ReadOnlyObjectProperty<Message> trouble() {
        return trouble.getReadOnlyProperty();
    }

    /** What is being opened, and what went badly the time before. */
    public OpeningMarkers openings() {
        return openings;
    }

    /** Small pictures of models: hash of the model file to PNG file. */
    public ObservableMap<String, Path> thumbnails() {
        return thumbnailsShown;
    }

    /** Keeps the small picture of a model, soon. @param hash of the model file, @param png the file's bytes */
    public void keepThumbnail(String hash, byte[] png) {
        writer.chore(() -> {
            Path file = pictures.resolve(hash + PNG);
            try {
                replace(file, png);
                fx.later(() -> thumbnails.put(hash, file));
            } catch (IOException e) {
                failed(e);
            }
        });
    }

    /** Saves what is not yet saved and waits for it. */
    @Override
    public void close() {
        writer.close();
        try {
            if (!written.equals(session.get())) write(session.get());
        } catch (IOException e) {
            failed(e);
        }
    }

    private void write(WindowState changed) throws IOException {
        replace(folder.resolve(FILE), WindowStateJson.write(changed));
        written = changed;
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        AtomicFile.writeDurably(file, out -> out.write(content));
    }

    private void failed(Throwable thrown) {
        LOG.log(Level.WARNING, "the session is not saved: " + thrown);
        fx.later(() -> {
            if (!toldTrouble) trouble.set(Message.of("session.unwritable", folder.toString()));
            toldTrouble = true;
        });
    }

    private WindowState read() {
        Path file = folder.resolve(FILE);
        byte[] bytes = null;
        try {
            if (!Files.exists(file)) return WindowState.DEFAULT;
            if (Files.isRegularFile(file) && Files.size(file) <= MAX_FILE) bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the session cannot be read: " + e);
            return WindowState.DEFAULT; // it may be sound
        }
        try {
            if (bytes != null) return WindowStateJson.read(bytes);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "the session is damaged: " + e);
        }
        putAside(file);
        return WindowState.DEFAULT;
    }

    /** What a person had is not written over. */
    private void putAside(Path file) {
        try {
            int number = 1;
            while (Files.exists(aside(number), LinkOption.NOFOLLOW_LINKS))
                number++;
            Files.move(file, aside(number));
            broken = Optional.of(aside(number));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the damaged session stays where it is: " + e);
        }
    }

    private Path aside(int number) {
        return folder.resolve(ASIDE.formatted(number));
    }

    /** Where a session that could not be read was put aside; empty where it could. */
    public Optional<Path> broken() {
        return broken;
    }

    private void findThumbnails() {
        if (Files.isDirectory(pictures)) try (DirectoryStream<Path> found = Files.newDirectoryStream(pictures, "*" + PNG)) {
            for (Path picture : found) {
                String name = picture.getFileName().toString();
                if (!name.startsWith(".")) thumbnails.put(name.substring(0, name.length() - PNG.length()), picture);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.WARNING, "no thumbnails: " + e);
        }
    }
}
