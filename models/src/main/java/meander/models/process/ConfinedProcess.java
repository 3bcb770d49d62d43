package meander.models.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A running process that a {@link Confinement} has started. It ends with this one. */
public interface ConfinedProcess extends AutoCloseable {
    /** Its number. */
    long pid();

    /** What it reads on its standard input. */
    OutputStream commands();

    /** What it writes where {@link #replies(String)} of its last argument leads. Nothing of it can be trusted. */
    InputStream replies();

    /** What it wrote on its standard error, as far as anybody wants to know. */
    String complaints();

    /** The status that it ended with, 128 and the signal's number for one that ended it; empty while it runs. */
    OptionalInt status();

    /** Ends it, at once. */
    void kill();

    /** Ends it and gives back what it held. */
    @Override
    void close();

    /** What it holds. @param memory in bytes, 0 where the system does not tell @param threads likewise */
    record Holding(long memory, int threads) {}

    /** What it holds now; on Linux alone. */
    default Holding holding() {
        Path status = Path.of("/proc", Long.toString(pid()), "status");
        long memory = 0;
        int threads = 0;
        try {
            if (!Files.isReadable(status)) return new Holding(0, 0);
            for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("VmRSS:")) memory = Long.parseLong(line.replaceAll("\\D", "")) << 10;
                if (line.startsWith("Threads:")) threads = Integer.parseInt(line.replaceAll("\\D", ""));
            }
        } catch (IOException e) {
            // It has just ended.
        }
        return new Holding(memory, threads);
    }

    /** The program that runs Java as this process does. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
    }
}
