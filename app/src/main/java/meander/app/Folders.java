package meander.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import meander.models.files.FileTree;

/**
 * Where the window keeps what it needs while it runs. Where a person’s own folder cannot be written to, a temporary one takes its place for
 * what can be made again, and goes when the window closes; what they make stands in their own folder or nowhere.
 *
 * @param own     the person’s folder, with the session; may be one that cannot be written to
 * @param working the models that come along, pictures of models, and reports of crashes
 * @param passing what goes at the end; empty where everything stays
 */
record Folders(Path own, Path working, Optional<Path> passing) {
    /** Tries the person’s folder. @throws IOException if there is no room for a temporary folder either */
    static Folders of(Path own) throws IOException {
        if (CacheFolder.writable(own)) return new Folders(own, own, Optional.empty());
        Path passing = Files.createTempDirectory("meander");
        return new Folders(own, passing, Optional.of(passing));
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
