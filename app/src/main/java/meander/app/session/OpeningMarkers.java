package meander.app.session;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.app.picture.FileStamp;
import meander.models.files.AtomicFile;
import meander.models.files.ProcessMark;

/**
 * Remembers which files are being opened, in small files of their own, so that one that brought the whole program down is known at the next
 * start and not opened again by itself. From any thread.
 */
public final class OpeningMarkers {
    private static final System.Logger LOG = System.getLogger(OpeningMarkers.class.getName());
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-(\\d{1,18})-\\d+\\.json");
    private static final int MOST = 1000;
    private static final int LONGEST = 1 << 14; // bytes
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final ProcessMark own = ProcessMark.own();
    private final AtomicLong count = new AtomicLong();
    private final Set<Path> open = new HashSet<>();
    /** The markers that programs which are gone left behind, by the file that they were opening. */
    private final Map<Path, Set<Path>> left = new HashMap<>();
    private boolean toldTrouble;

    /** Reads what was left behind. @param folder made when something is first written */
    public OpeningMarkers(Path folder) {
        this.folder = folder;
        find();
        Runtime.getRuntime().addShutdownHook(new Thread(this::clear)); // whoever ends us has no fault to find with the file
    }

    /** One file that is being opened; closed when that went well, or was refused. */
    public interface Mark extends AutoCloseable {
        Mark NONE = () -> {};

        @Override
        void close();
    }

    /** Marks a file, a person's or one that is looked at unasked, before anything of it is opened. What it did the time before is forgiven. */
    public synchronized Mark begin(Path file) {
        Path there = file.toAbsolutePath().normalize();
        forgive(there);
        Path marker = folder.resolve(own + "-" + count.incrementAndGet() + ".json");
        try {
            FileStamp stamp = FileStamp.of(there);
            byte[] json = MAPPER.writeValueAsBytes(MAPPER.createObjectNode().put("file", there.toString())
                    .put("size", stamp.size()).put("modified", stamp.modified()));
            Files.createDirectories(folder);
            AtomicFile.write(marker, out -> out.write(json));
        } catch (IOException e) {
            if (!toldTrouble) LOG.log(Level.INFO, "what is opened is not marked: " + e);
            toldTrouble = true;
            return Mark.NONE;
        }
        open.add(marker);
        return () -> end(marker);
    }

    private synchronized void end(Path marker) {
        open.remove(marker);
        delete(marker);
    }

    /** The files, unchanged since, during whose opening the program went down. */
    public synchronized List<Path> endedBadly() {
        return left.keySet().stream().sorted().toList();
    }

    /** Whether that happened with a file, or with one of a folder. */
    public synchronized boolean endedBadly(Path file) {
        Path there = file.toAbsolutePath().normalize();
        return left.keySet().stream().anyMatch(each -> each.startsWith(there));
    }

    /** A person wants it all the same. */
    public synchronized void forgive(Path file) {
        Set<Path> markers = left.remove(file.toAbsolutePath().normalize());
        if (markers != null) markers.forEach(OpeningMarkers::delete);
    }

    private synchronized void clear() {
        open.forEach(OpeningMarkers::delete);
        open.clear();
    }

    private void find() {
        if (!Files.isDirectory(folder)) return;
        int read = 0;
        try (DirectoryStream<Path> markers = Files.newDirectoryStream(folder, "*.json")) {
            for (Path marker : markers) {
                Matcher name = NAME.matcher(marker.getFileName().toString());
                if (++read > MOST || !name.matches() || !Files.isRegularFile(marker)) continue;
                if (new ProcessMark(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))).isAlive()) continue;
                read(marker);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.INFO, "no marks of what was opened: " + e);
        }
    }

    private void read(Path marker) {
        try {
            if (Files.size(marker) > LONGEST) throw new IOException("too long");
            JsonNode json = MAPPER.readTree(Files.readAllBytes(marker));
            Path file = Path.of(json.path("file").asText());
            if (FileStamp.of(file).equals(new FileStamp(json.path("size").asLong(), json.path("modified").asLong()))) {
                left.computeIfAbsent(file, _ -> new HashSet<>()).add(marker);
                return;
            }
        } catch (IOException | InvalidPathException e) {
            LOG.log(Level.DEBUG, "a mark that says nothing", e);
        }
        delete(marker); // what is another file now may be opened
    }

    private static void delete(Path marker) {
        try {
            Files.deleteIfExists(marker);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a mark stays", e);
        }
    }
}
