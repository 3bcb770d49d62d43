package meander.models.checkpoint.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file, written anew for each input, in a folder of its own in which nothing else may turn up. */
final class Scratch {
    /** That a few bytes may make a reader allocate. */
    private static final long MOST_BYTES = 64L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Path FOLDER = folder();

    private Scratch() {}

    interface Reading {
        void read(Path file) throws IOException;
    }

    static void with(byte[] content, Reading reading) throws IOException {
        Path file = Files.write(FOLDER.resolve("network"), content);
        long allocated = allocating(reading, file);
        if (allocated > MOST_BYTES) allocated = allocating(reading, file); // classes are loaded the first time
        if (allocated > MOST_BYTES) throw new AssertionError(content.length + " bytes made a reader allocate " + allocated);
        String[] files = FOLDER.toFile().list();
        if (files == null || files.length != 1) throw new AssertionError("something was written");
    }

    private static long allocating(Reading reading, Path file) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        reading.read(file);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("meander-fuzz");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
