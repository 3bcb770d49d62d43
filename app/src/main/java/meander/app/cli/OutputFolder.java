package meander.app.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import meander.models.files.AtomicFile;
import picocli.CommandLine.Option;

/** Where results go, and whether they may replace what is there. */
final class OutputFolder {
    @Option(names = "--force", description = "overwrite files that exist; draw or write also what takes more memory than this machine should give, or has weights that are no numbers")
    private boolean force;

    /** Makes a folder ready for files. Called before the work, so that a long run does not end at a file that is in the way. */
    void prepare(Path folder, List<String> names) {
        if (Files.exists(folder) && !Files.isDirectory(folder))
            throw CommandFailure.call("--out " + folder + " is a file; name a folder.");
        for (String name : names)
            free(folder.resolve(name));
        create(folder);
    }

    /** Makes the way free for one file. */
    void prepare(Path file) {
        if (Files.isDirectory(file)) throw CommandFailure.call("--out " + file + " is a folder; name a file in it.");
        free(file);
        create(file.toAbsolutePath().getParent());
    }

    /** Whether a person wants it whatever speaks against it. */
    boolean isForced() {
        return force;
    }

    private void free(Path file) {
        if (!force && Files.exists(file)) throw CommandFailure.call(file + " exists; --force overwrites it.");
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
            AtomicFile.deleteLeftoversOfTheDead(folder);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.call("--out " + folder + " runs through a file; name a folder.");
        } catch (IOException e) {
            throw CommandFailure.work("The folder " + folder + " cannot be made: " + FileErrorMessages.of(e) + ".", e);
        }
    }
}
