package meander.app.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import meander.models.files.WholeFile;
import picocli.CommandLine.Option;

/** Where results go, and whether they may replace what is there. */
final class Outputs {
    @Option(names = "--force", description = "overwrite files that exist; draw also what takes more memory than this machine should give, or has weights that are no numbers")
    private boolean force;

    /** Makes a folder ready for files. Called before the work, so that a long run does not end at a file that is in the way. */
    void prepare(Path folder, List<String> names) {
        if (Files.exists(folder) && !Files.isDirectory(folder))
            throw Failure.call("--out " + folder + " is a file; name a folder.");
        for (String name : names)
            free(folder.resolve(name));
        create(folder);
    }

    /** Makes the way free for one file. */
    void prepare(Path file) {
        if (Files.isDirectory(file)) throw Failure.call("--out " + file + " is a folder; name a file in it.");
        free(file);
        create(file.toAbsolutePath().getParent());
    }

    /** Whether a person wants it whatever speaks against it. */
    boolean isForced() {
        return force;
    }

    private void free(Path file) {
        if (!force && Files.exists(file)) throw Failure.call(file + " exists; --force overwrites it.");
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
            WholeFile.deleteLeftoversOfTheDead(folder);
        } catch (FileAlreadyExistsException e) {
            throw Failure.call("--out " + folder + " runs through a file; name a folder.");
        } catch (IOException e) {
            throw Failure.work("The folder " + folder + " cannot be made: " + Sentences.of(e) + ".", e);
        }
    }
}
