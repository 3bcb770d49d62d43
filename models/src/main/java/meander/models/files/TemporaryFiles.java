package meander.models.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this program and its libraries leave among the temporary files when they are killed. As libraries name what they make as any program
 * with that library would, this program notes what was its own, in a file that goes with it; the next one to start deletes what those that
 * run no more have noted. What nobody had the time to note goes a day later, once no Java program is left that was there before it.
 */
public final class TemporaryFiles {
    private static final System.Logger LOG = System.getLogger(TemporaryFiles.class.getName());
    private static final Pattern MADE = Pattern.compile(
            "(?:onnxruntime-java|ort-model|meander(?:-program|-peer)?)\\d+|meander\\d+\\.(?:memory|csv)|\\+JXF\\d+\\.tmp");
    private static final Pattern NOTES = Pattern.compile("meander-(\\d{1,18})-(\\d{1,18})\\.temporary");
    /** All names that {@link #MADE} knows, and others. */
    private static final String FAMILIAR = "{onnxruntime-java,ort-model,meander,+JXF}*";
    private static final Duration UNNOTED = Duration.ofDays(1);
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
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FAMILIAR)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.DEBUG, "no temporary files", e);
        }
        names.removeIf(name -> !MADE.matcher(name).matches());
        return names;
    }

    private static void note(Path folder, Set<String> names) {
        Path notes = folder.resolve(notesOf(ProcessMark.own()));
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
        Instant now = Instant.now();
        deleteThoseOfTheDead(folder());
        deleteUnnoted(folder(), oldestJava().filter(oldest -> oldest.isBefore(now.minus(UNNOTED))).orElse(now.minus(UNNOTED)));
    }

    /** When the oldest Java program began that runs now, as far as this one may know. */
    private static Optional<Instant> oldestJava() {
        return ProcessHandle.allProcesses().map(ProcessHandle::info)
                .filter(info -> info.command().map(TemporaryFiles::isJava).orElse(false))
                .flatMap(info -> info.startInstant().stream()).min(Comparator.naturalOrder());
    }

    private static boolean isJava(String command) {
        String program = command.substring(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1)
                .toLowerCase(Locale.ROOT);
        return program.startsWith("java") || program.startsWith("meander");
    }

    /** Deletes what was made so long ago that whoever made it runs no more. */
    static void deleteUnnoted(Path folder, Instant before) {
        Set<String> alive = new HashSet<>(namesOfTheLiving(folder));
        for (String name : made(folder)) {
            Path path = folder.resolve(name);
            try {
                boolean old = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(before);
                if (old && !alive.contains(name)) delete(path);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "left behind", e);
            }
        }
    }

    private static Set<String> namesOfTheLiving(Path folder) {
        Set<String> names = new HashSet<>();
        notes(folder).forEach((notes, noted) -> {
            if (notes.isAlive()) names.addAll(noted);
        });
        return names;
    }

    static void deleteThoseOfTheDead(Path folder) {
        Set<String> alive = namesOfTheLiving(folder);
        notes(folder).forEach((owner, names) -> {
            if (owner.isAlive()) return;
            names.stream().filter(name -> MADE.matcher(name).matches() && !alive.contains(name)).map(folder::resolve)
                    .forEach(TemporaryFiles::delete);
            delete(folder.resolve(notesOf(owner)));
        });
    }

    /** What programs have noted. */
    private static Map<ProcessMark, List<String>> notes(Path folder) {
        Map<ProcessMark, List<String>> notes = new LinkedHashMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "meander-*.temporary")) {
            for (Path file : found) {
                Matcher name = NOTES.matcher(file.getFileName().toString());
                // Another person's notes, in a folder that all share, are not believed.
                if (!name.matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isOwn(file)
                        || Files.size(file) > LONGEST)
                    continue;
                notes.put(new ProcessMark(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))),
                        Files.readAllLines(file));
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.DEBUG, "no notes", e);
        }
        return notes;
    }

    private static String notesOf(ProcessMark owner) {
        return "meander-" + owner + ".temporary";
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
