package meander.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import meander.models.files.FileTree;
import meander.models.files.TemporaryFiles;
import meander.models.files.WholeFile;

/**
 * Where the window keeps what it needs while it runs. Where a person’s own folder cannot be written to, a temporary one takes its place for
 * what can be made again, and goes when the window closes; what they make stands in their own folder or nowhere.
 *
 * @param own     the person’s folder, with the session; may be one that cannot be written to
 * @param working the models that come along, pictures of models, and reports of crashes
 * @param passing what goes at the end; empty where everything stays
 */
record Folders(Path own, Path working, Optional<Path> passing) {
    /** Tries the person’s folder. */
    static Folders of(Path own) {
        if (CacheFolder.writable(own)) return new Folders(own, own, Optional.empty());
        return passing(own);
    }

    private static Folders passing(Path own) {
        try {
            Path passing = TemporaryFiles.folder("meander");
            return new Folders(own, passing, Optional.of(passing));
        } catch (IOException e) {
            // There is room nowhere: what cannot be kept is made again, or missing, but there is a window.
            System.getLogger(Folders.class.getName()).log(System.Logger.Level.WARNING, "no temporary folder: " + e);
            return new Folders(own, own, Optional.empty());
        }
    }

    /** The same where what is larger than a trial finds no room in the person's folder. */
    Folders elsewhere() {
        return passing.isPresent() ? this : passing(own);
    }

    /** Where decoded pictures are kept. @param chosen by the person, if any */
    Path pictures(Optional<Path> chosen) {
        return chosen.filter(CacheFolder::writable).orElseGet(() -> CacheFolder.orElse(working.resolve("pictures")));
    }

    /** Where trainings are kept. @param chosen by the person, if any */
    Path runs(Optional<Path> chosen) {
        return chosen.orElse(own.resolve("runs"));
    }

    /** Where the models that come along are unpacked. */
    Path bundled() {
        return working.resolve("bundled");
    }

    /** Where reports of crashes are kept. */
    Path crashes() {
        return working.resolve("crashes");
    }

    /** Deletes what programs that were killed left half written. */
    void tidy() {
        for (Path each : List.of(own, working, bundled(), working.resolve("thumbnails"), working.resolve("opening"), crashes()))
            WholeFile.deleteLeftoversOfTheDead(each);
    }

    /** Deletes what goes at the end. */
    void leave() {
        passing.ifPresent(Folders::delete);
    }

    /** Deletes a folder with all that is in it, as far as that can be done. */
    static void delete(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            System.getLogger(Folders.class.getName()).log(System.Logger.Level.DEBUG, "left behind", e);
        }
    }
}
