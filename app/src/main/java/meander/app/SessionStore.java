package meander.app;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableMap;

/**
 * Keeps the {@link Session} in a file of the person's configuration folder, and pictures of models beside it. The window never
 * waits for the disk, and whatever the file holds, there is a session: what cannot be read stands at its default. Where nothing
 * can be written the session lives in memory and {@link #trouble} says so once.
 */
public final class SessionStore implements AutoCloseable {
    private final Path folder;
    private final ReadOnlyObjectWrapper<Session> session = new ReadOnlyObjectWrapper<>(Session.DEFAULT);
    private final ReadOnlyObjectWrapper<Message> trouble = new ReadOnlyObjectWrapper<>();

    /** Reads the session. @param folder made when it is first written to */
    public SessionStore(Path folder, FxThreads fx) {
        this.folder = folder;
    }

    /** The folder where this platform keeps a person's configuration of Meander. */
    public static Path defaultFolder() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    public Path folder() {
        return folder;
    }

    /** The session as it is now. */
    public ReadOnlyObjectProperty<Session> session() {
        return session.getReadOnlyProperty();
    }

    /** Changes the session and saves it soon. On the window's thread. */
    public void update(UnaryOperator<Session> change) {
        session.set(change.apply(session.get()));
    }

    /** Why nothing is saved, when nothing can be; null otherwise. */
    public ReadOnlyObjectProperty<Message> trouble() {
        return trouble.getReadOnlyProperty();
    }

    /** Small pictures of models: hash of the model file to PNG file. */
    public ObservableMap<String, Path> thumbnails() {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Keeps the small picture of a model, soon. @param hash of the model file, @param png the file's bytes */
    public void keepThumbnail(String hash, byte[] png) {
        throw new UnsupportedOperationException("comes with the next commit");
    }

    /** Saves what is not yet saved and waits for it. */
    @Override
    public void close() {}
}
