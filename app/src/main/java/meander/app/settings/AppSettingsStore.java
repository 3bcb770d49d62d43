package meander.app.settings;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.models.files.AtomicFile;

/**
 * Keeps the {@link AppSettings} in a file beside the session. The window never waits for the disk. A file that cannot be understood is put
 * aside under another name, so that nothing a person has written into it is lost, and the settings stand at their defaults.
 */
public final class AppSettingsStore implements AutoCloseable {
    /** What a file that cannot be understood is called from then on. */
    static final String ASIDE = "settings.broken.json";
    private static final System.Logger LOG = System.getLogger(AppSettingsStore.class.getName());
    private static final String FILE = "settings.json";
    private static final long MAX_FILE = 1 << 20;

    private final Path file;
    private final FxThreads fx;
    private final LatestOnlyExecutor<AppSettings> writer;
    private final ReadOnlyObjectWrapper<AppSettings> settings;
    private final ReadOnlyObjectWrapper<Message> trouble = new ReadOnlyObjectWrapper<>();
    /** What the file holds; the writer's own, and the closing thread's once the writer rests. */
    private AppSettings written;

    /** Reads the settings. @param folder made when it is first written to */
    public AppSettingsStore(Path folder, FxThreads fx) {
        this.file = folder.resolve(FILE);
        this.fx = fx;
        this.written = read();
        this.settings = new ReadOnlyObjectWrapper<>(written);
        this.writer = LatestOnlyExecutor.onThread("meander-settings", (changed, _) -> write(changed), this::failed);
    }

    /** The settings as they are now. */
    public ReadOnlyObjectProperty<AppSettings> settings() {
        return settings.getReadOnlyProperty();
    }

    /** Changes the settings and saves them soon. On the window's thread. */
    public void update(UnaryOperator<AppSettings> change) {
        AppSettings changed = change.apply(settings.get());
        if (changed.equals(settings.get())) return;
        settings.set(changed);
        writer.submit(changed);
    }

    /** What a person should know of the file; null where all is well. */
    public ReadOnlyObjectProperty<Message> trouble() {
        return trouble.getReadOnlyProperty();
    }

    /** Saves what is not yet saved and waits for it. */
    @Override
    public void close() {
        writer.close();
        try {
            if (!written.equals(settings.get())) write(settings.get());
        } catch (IOException e) {
            failed(e);
        }
    }

    private void write(AppSettings changed) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] json = AppSettingsJson.write(changed);
        AtomicFile.writeDurably(file, out -> out.write(json));
        written = changed;
    }

    private void failed(Throwable thrown) {
        LOG.log(Level.WARNING, "the settings are not saved: " + thrown);
        fx.later(() -> trouble.set(Message.of("settings.unwritable", file.getParent().toString())));
    }

    private AppSettings read() {
        if (!Files.isRegularFile(file)) return AppSettings.DEFAULT;
        try {
            if (Files.size(file) > MAX_FILE) throw new IOException("far too large");
            return AppSettingsJson.read(Files.readAllBytes(file));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the settings cannot be read: " + e);
            putAside();
            return AppSettings.DEFAULT;
        }
    }

    private void putAside() {
        try {
            Files.move(file, file.resolveSibling(ASIDE), StandardCopyOption.REPLACE_EXISTING);
            trouble.set(Message.of("settings.broken", ASIDE, file.getParent().toString()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "they cannot be put aside either: " + e);
        }
    }
}
