package meander.app.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import meander.models.files.OrdinaryFile;
import meander.training.run.RunFolder;

/** Which files and folders stand in the library for what a person has dropped or opened. Looks at the disk. */
final class LibraryFiles {
    private static final System.Logger LOG = System.getLogger(LibraryFiles.class.getName());
    /** What files of models end with, for picking them out of a folder; one that is opened by itself may end as it likes. */
    private static final Set<String> ENDINGS = Set.of("pkl", "pth", "pt", "safetensors", "bin", "ckpt", "onnx", "model");
    private static final int FOLDER_DEPTH = 4;
    private static final int MOST_OF_A_FOLDER = 500;
    /** A run's models lie at most so deep inside its folder. */
    private static final int RUN_DEPTH = 2;

    private LibraryFiles() {}

    /** The folder of the training that a model belongs to, or the file itself. */
    static Path entryOf(Path file) {
        Path folder = file;
        for (int up = 0; up <= RUN_DEPTH && folder != null; up++) {
            if (RunFolder.is(folder)) return folder;
            folder = folder.getParent();
        }
        return file;
    }

    /** Entries for files, folders of trainings, and what other folders hold of these. */
    static List<LibraryEntry> entriesOf(List<Path> dropped, long now) {
        return dropped.stream().flatMap(LibraryFiles::models).distinct().limit(MOST_OF_A_FOLDER)
                .map(file -> LibraryEntry.of(file, RunFolder.is(file) ? EntrySource.RUN : EntrySource.FILE, now)).toList();
    }

    private static Stream<Path> models(Path dropped) {
        Path place = dropped.toAbsolutePath().normalize();
        Path entry = entryOf(place);
        if (OrdinaryFile.isSpecial(place)) return Stream.of();
        if (!Files.isDirectory(place) || !entry.equals(place) || RunFolder.is(place)) return Stream.of(entry);
        List<Path> inside = new ArrayList<>();
        try (Stream<Path> all = Files.find(place, FOLDER_DEPTH, (path,
                attributes) -> attributes.isDirectory() ? RunFolder.is(path) : attributes.isRegularFile() && isModel(path))) {
            all.map(LibraryFiles::entryOf).distinct().limit(MOST_OF_A_FOLDER).forEach(inside::add);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.INFO, "not all of " + place + " can be read: " + e);
        }
        inside.sort(Comparator.naturalOrder());
        return inside.stream();
    }

    private static boolean isModel(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
