package meander.training.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** Keeps two programs, or two threads, from training in the same folder. The system lets go of it when a program is killed. */
final class RunLock implements AutoCloseable {
    static final RunLock NONE = new RunLock(null, null);
    private static final String FILE = ".lock";
    /** What this program holds. Many systems let go of all of a program's locks on a file when it closes that file anywhere, so it is not opened again. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws IOException with a sentence if somebody else trains here, or the folder cannot be written to */
    static RunLock take(Path folder) throws IOException {
        synchronized (HELD) {
            FileChannel channel = null;
            Path file;
            try {
                file = Files.createDirectories(folder).toRealPath().resolve(FILE);
                if (!HELD.contains(file)) channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new IOException("The run's folder " + folder + " cannot be written to. Choose another.", e);
            }
            if (channel != null && locked(channel)) {
                HELD.add(file);
                return new RunLock(file, channel);
            }
            if (channel != null) channel.close();
            throw new IOException("The run in " + folder + " is being trained already, perhaps in another window.");
        }
    }

    /** Whether somebody trains in a folder, here or in another program. */
    static boolean isTaken(Path folder) {
        synchronized (HELD) {
            try {
                Path file = folder.toRealPath().resolve(FILE);
                if (HELD.contains(file)) return true;
                if (!Files.exists(file)) return false;
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    return !locked(channel);
                }
            } catch (IOException e) {
                return false; // nobody could train there
            }
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel == null) return;
        synchronized (HELD) {
            HELD.remove(file);
            channel.close();
        }
    }
}
