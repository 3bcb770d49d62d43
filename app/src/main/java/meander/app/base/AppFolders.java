package meander.app.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import meander.models.files.AtomicFile;
import meander.models.files.FileTrees;
import meander.models.files.TemporaryFiles;

/**
 * Where the window keeps what it needs while it runs. Where a person’s own folder cannot be written to, a temporary one takes its place for
 * what can be made again, and goes when the window closes; what they make stands in their own folder or nowhere.
 *
 * @param own     the person’s folder, with the session; may be one that cannot be written to
 * @param working the models that come along, pictures of models, and reports of crashes
 * @param passing what goes at the end; empty where everything stays
 */
public record AppFolders(Path own, Path working, Optional<Path> passing) {
    /** Tries the person’s folder. */
    public static AppFolders of(Path own) {
        if (CacheFolder.writable(own)) return new AppFolders(own, own, Optional.empty());
        return passing(own);
    }

    private static AppFolders passing(Path own) {
        try {
            Path passing = TemporaryFiles.folder("meander");
            return new AppFolders(own, passing, Optional.of(passing));
        } catch (IOException e) {
            // There is room nowhere: what cannot be kept is made again, or missing, but there is a window.
            System.getLogger(AppFolders.class.getName()).log(System.Logger.Level.WARNING, "no temporary folder: " + e);
            return new AppFolders(own, own, Optional.empty());
        }
    }

    /** The same where what is larger than a trial finds no room in the person's folder. */
    public AppFolders elsewhere() {
        return passing.isPresent() ? this : passing(own);
    }

    /** Where decoded pictures are kept. @param chosen by the person, if any */
    public Path pictures(Optional<Path> chosen) {
        return chosen.filter(CacheFolder::writable).orElseGet(() -> CacheFolder.orElse(working.resolve("pictures")));
    }

    /** Where trainings are kept. @param chosen by the person, if any */
    public Path runs(Optional<Path> chosen) {
        return chosen.orElse(own.resolve("runs"));
    }

    /** Where the models that come along are unpacked. */
    public Path bundled() {
        return working.resolve("bundled");
    }

    /** Where reports of crashes are kept. */
    public Path crashes() {
        return working.resolve("crashes");
    }

    /** Deletes what programs that were killed left half written. @param own the person’s folder, which need not be there */
    public static void deleteLeftoversOfTheDead(Path own) {
        AppFolders folders = new AppFolders(own, own, Optional.empty());
        for (Path each : List.of(own, folders.bundled(), own.resolve("thumbnails"), own.resolve("opening"), folders.crashes()))
            AtomicFile.deleteLeftoversOfTheDead(each);
    }

    /** Deletes what goes at the end. */
    public void leave() {
        passing.ifPresent(AppFolders::delete);
    }

    /** Deletes a folder with all that is in it, as far as that can be done. */
    public static void delete(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            System.getLogger(AppFolders.class.getName()).log(System.Logger.Level.DEBUG, "left behind", e);
        }
    }
}
