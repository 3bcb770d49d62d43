package meander.training.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two programs, or two threads, from training in the same folder. The system lets go of it when a program is killed. */
final class RunLock implements AutoCloseable {
    static final RunLock NONE = new RunLock(null);

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException with a sentence if somebody else trains here, or the folder cannot be written to */
    static RunLock take(Path folder) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("The run's folder " + folder + " cannot be written to. Choose another.", e);
        }
        if (locked(channel)) return new RunLock(channel);
        channel.close();
        throw new IOException("The run in " + folder + " is being trained already, perhaps in another window.");
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
        if (channel != null) channel.close();
    }
}
