package meander.app.settings;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The room that decoded pictures of data sets take. Whatever goes is decoded again when it is needed.
 *
 * @param folder where they are kept; nothing else in it is touched
 */
public record DatasetCacheSize(Path folder) {
    private static final String ENDING = ".pictures";
    private static final long GIGABYTE = 1_000_000_000;

    private record Kept(Path file, long bytes, FileTime when) {}

    /** What is taken, in bytes. */
    public long bytes() {
        return kept().stream().mapToLong(Kept::bytes).sum();
    }

    /** Deletes all that nobody holds on to. @return the bytes that are left */
    public long clear() {
        kept().forEach(each -> delete(each.file));
        return bytes();
    }

    /** Deletes what was decoded longest ago, until the rest fits. @param gigabytes 0 for no limit */
    public void fit(int gigabytes) {
        if (gigabytes == 0) return;
        long left = bytes();
        for (Kept each : kept())
            if (left > gigabytes * GIGABYTE && delete(each.file)) left -= each.bytes;
    }

    /** Oldest first. */
    private List<Kept> kept() {
        List<Kept> kept = new ArrayList<>();
        if (Files.isDirectory(folder)) try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files)
                if (Files.isRegularFile(file)) kept.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(DatasetCacheSize.class.getName()).log(System.Logger.Level.WARNING, "the cache cannot be looked at",
                    e);
        }
        kept.sort(Comparator.comparing(Kept::when));
        return kept;
    }

    /** Windows keeps a file that a training has mapped. */
    private static boolean delete(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
    }
}
