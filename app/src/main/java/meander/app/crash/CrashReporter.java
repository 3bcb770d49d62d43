package meander.app.crash;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import meander.models.files.AtomicFile;

/**
 * Writes a report of every exception that nobody has caught, on whichever thread, and lets the program go on. One that comes again and again,
 * as in a window that fails to draw, is written down once. Nothing leaves the machine.
 */
public final class CrashReporter implements Thread.UncaughtExceptionHandler {
    /** Reports that are kept; older ones go. */
    static final int KEPT = 20;
    /** Different reports of one time that Meander runs; more would say nothing new. */
    static final int AT_ONCE = 5;
    private static final System.Logger LOG = System.getLogger(CrashReporter.class.getName());
    private static final String OF_JAVA = "hs_err_pid*.log";
    private static final String OURS = "meander.app.Main";
    private static final int HEAD = 1 << 14;
    private static final int LONGEST = 1 << 20;

    private final Path folder;
    private final String version;
    private final LogTail log;
    private final Supplier<String> device;
    private final InstantSource clock;
    private final Set<String> known = Collections.synchronizedSet(new HashSet<>());
    private volatile Consumer<FiledReport> listener = _ -> {};

    /**
     * @param folder for the reports; made when there is one
     * @param device says where Meander draws and learns
     */
    public CrashReporter(Path folder, String version, LogTail log, Supplier<String> device, InstantSource clock) {
        this.folder = folder;
        this.version = version;
        this.log = log;
        this.device = device;
        this.clock = clock;
    }

    public Path folder() {
        return folder;
    }

    /** Tells of every report from now on, on the thread that it happened on. */
    public void tell(Consumer<FiledReport> receiver) {
        listener = receiver;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        try {
            List<String> lines = log.lines();
            LOG.log(Level.ERROR, "nobody has caught this, on thread " + thread.getName(), thrown);
            if (known.size() >= AT_ONCE || !known.add(mark(thrown))) return;
            CrashReport report = CrashReport.of(clock.instant(), version, device.get(), thread, thrown, lines);
            listener.accept(new FiledReport(FiledReport.Kind.OURS, write(report), report.text()));
        } catch (Throwable _) {
            // There is no memory left, or no disk; what cannot be reported must not bring down what still runs.
        }
    }

    /**
     * The report that Java left when it went down the time before. It is put among the others, under a name that is not looked for again.
     * Makes the folder, or Java would not write its next one there.
     *
     * @param elsewhere folders where Java leaves its report if the launcher did not tell it where
     */
    public Optional<FiledReport> leftByJava(List<Path> elsewhere) {
        List<Path> places = new ArrayList<>(elsewhere);
        places.addFirst(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no folder for reports: " + e);
        }
        List<FiledReport> taken = places.stream().flatMap(place -> find(place, OF_JAVA).stream())
                .flatMap(file -> take(file).stream()).toList();
        return taken.isEmpty() ? Optional.empty() : Optional.of(taken.getLast());
    }

    private Optional<FiledReport> take(Path file) {
        try {
            String text = new String(head(file, LONGEST), StandardCharsets.UTF_8);
            if (!text.substring(0, Math.min(text.length(), HEAD)).contains(OURS)) return Optional.empty();
            Path kept = folder
                    .resolve("java-" + file.getFileName().toString().replaceFirst("^hs_err_", "").replace(".log", ".txt"));
            Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(new FiledReport(FiledReport.Kind.OF_JAVA, Optional.of(kept), text));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "somebody else’s", e);
            return Optional.empty();
        }
    }

    private static byte[] head(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        }
    }

    private Optional<Path> write(CrashReport report) {
        try {
            Files.createDirectories(folder);
            Path file = free(report.fileName());
            byte[] text = report.text().getBytes(StandardCharsets.UTF_8);
            AtomicFile.writeDurably(file, out -> out.write(text));
            forgetOld();
            return Optional.of(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the report is not written: " + e);
            return Optional.empty();
        }
    }

    /** Two may come within one second. */
    private Path free(String name) {
        Path file = folder.resolve(name);
        for (int i = 2; Files.exists(file); i++)
            file = folder.resolve(name.replace(".txt", "-" + i + ".txt"));
        return file;
    }

    private void forgetOld() throws IOException {
        List<Path> reports = find(folder, "{report,java}-*.txt");
        for (Path old : reports.subList(0, Math.max(0, reports.size() - KEPT)))
            Files.deleteIfExists(old);
    }

    /** Oldest first. */
    private static List<Path> find(Path place, String pattern) {
        record Dated(Path file, long millis) {}
        List<Dated> found = new ArrayList<>();
        if (Files.isDirectory(place)) try (DirectoryStream<Path> files = Files.newDirectoryStream(place, pattern)) {
            for (Path file : files)
                found.add(new Dated(file, Files.getLastModifiedTime(file).toMillis()));
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.DEBUG, "no reports there", e);
        }
        found.sort(Comparator.comparingLong(Dated::millis).thenComparing(Dated::file));
        return found.stream().map(Dated::file).toList();
    }

    /** By what two exceptions of one cause are the same. */
    private static String mark(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    }
}
