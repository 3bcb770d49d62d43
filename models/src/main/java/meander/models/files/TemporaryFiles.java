package meander.models.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this program and its libraries leave among the temporary files when they are killed. As libraries name what they make as any program
 * with that library would, this program notes what was its own, in a file that goes with it; the next one to start deletes what those that
 * run no more have noted, and nothing else.
 */
public final class TemporaryFiles {
    private static final System.Logger LOG = System.getLogger(TemporaryFiles.class.getName());
    private static final Pattern MADE = Pattern.compile("(?:onnxruntime-java|meander)\\d+|\\+JXF\\d+\\.tmp");
    private static final Pattern NOTES = Pattern.compile("meander-(\\d{1,18})-(\\d{1,18})\\.temporary");
    private static final int LONGEST = 1 << 16; // bytes
    private static final ReentrantLock LOCK = new ReentrantLock();

    private TemporaryFiles() {}

    /** Does what may leave something behind, such as loading a library, and notes what has appeared meanwhile. */
    public static void noting(Runnable work) {
        noting(folder(), work);
    }

    static void noting(Path folder, Runnable work) {
        LOCK.lock();
        try {
            Set<String> before = made(folder);
            work.run();
            Set<String> after = made(folder);
            after.removeAll(before);
            if (!after.isEmpty()) note(folder, after);
        } finally {
            LOCK.unlock();
        }
    }

    /** A folder of our own. @throws IOException if there is no room */
    public static Path folder(String prefix) throws IOException {
        Path made = Files.createTempDirectory(prefix);
        note(folder(), Set.of(made.getFileName().toString()));
        return made;
    }

    private static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static Set<String> made(Path folder) {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{onnxruntime-java,meander,+JXF}*")) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.DEBUG, "no temporary files", e);
        }
        names.removeIf(name -> !MADE.matcher(name).matches());
        return names;
    }

    private static void note(Path folder, Set<String> names) {
        Path notes = folder.resolve("meander-" + ProcessMark.own() + ".temporary");
        try {
            Files.write(notes, names, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND,
                    LinkOption.NOFOLLOW_LINKS);
            notes.toFile().deleteOnExit();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing is noted", e);
        }
    }

    /** Deletes what programs that run no more have noted as theirs. */
    public static void deleteThoseOfTheDead() {
        deleteThoseOfTheDead(folder());
    }

    static void deleteThoseOfTheDead(Path folder) {
        Map<Path, List<String>> dead = new LinkedHashMap<>();
        Set<String> alive = new HashSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "meander-*.temporary")) {
            for (Path notes : found) {
                Matcher name = NOTES.matcher(notes.getFileName().toString());
                // Another person's notes, in a folder that all share, are not believed.
                if (!name.matches() || !Files.isRegularFile(notes, LinkOption.NOFOLLOW_LINKS) || !isOwn(notes)
                        || Files.size(notes) > LONGEST)
                    continue;
                List<String> names = Files.readAllLines(notes);
                if (new ProcessMark(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))).isAlive()) alive.addAll(names);
                else
                    dead.put(notes, names);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.DEBUG, "no notes", e);
        }
        dead.forEach((notes, names) -> {
            names.stream().filter(name -> MADE.matcher(name).matches() && !alive.contains(name)).map(folder::resolve)
                    .forEach(TemporaryFiles::delete);
            delete(notes);
        });
    }

    private static void delete(Path path) {
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || !isOwn(path)) return;
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) FileTrees.delete(path);
            else
                Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "left behind", e);
        }
    }

    private static boolean isOwn(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().endsWith(System.getProperty("user.name"));
    }
}
