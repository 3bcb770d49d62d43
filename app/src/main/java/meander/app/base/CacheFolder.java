package meander.app.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The folder where this platform keeps what a person can do without: decoded pictures of data sets. */
public final class CacheFolder {
    private static final int TRIAL = 1 << 16; // bytes

    private CacheFolder() {}

    /** The person's folder, made; or another one where that cannot be written to, as in a container without a home. */
    public static Path orElse(Path other) {
        Path folder = folder(System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
        return writable(folder) ? folder : other;
    }

    /** XDG on Linux, Caches on a Mac, the local profile on Windows. */
    static Path folder(String system, Map<String, String> environment, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) return home.resolve("Library/Caches/Meander");
        boolean windows = name.startsWith("windows");
        String set = environment.get(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        Path parent = set != null && Path.of(set).isAbsolute()
                ? Path.of(set)
                : home.resolve(windows ? "AppData/Local" : ".cache");
        return windows ? parent.resolve("Meander/Cache") : parent.resolve("meander");
    }

    /** By trying: neither rights nor owners tell of a disk that is mounted for reading only. */
    static boolean writable(Path folder) {
        try {
            Files.createDirectories(folder);
            Path trial = Files.createTempFile(folder, "trial", null);
            try {
                Files.write(trial, new byte[TRIAL]); // a disk that is full still takes names
            } finally {
                Files.deleteIfExists(trial);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
