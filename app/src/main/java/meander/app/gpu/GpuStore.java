package meander.app.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import meander.app.base.GpuPackageException;
import meander.models.files.AtomicFile;
import meander.models.files.FileTrees;

/**
 * Where packages lie. What is known of one lies beside its files, and goes with them: which they are ({@value #WHOLE}, written last) and
 * whether it is used ({@value #ON}). So the window, the command line and the very beginning of the program agree without a word.
 *
 * @param root made when something is put there
 */
public record GpuStore(Path root) {
    private static final String WHOLE = "whole.txt";
    private static final String ON = "on";
    private static final String FETCHED = "fetched";
    private static final String PART = ".part";

    /** What is there of a package. */
    public sealed interface State {
        record Absent() implements State {}

        /** @param bytes that were fetched so far */
        record Partly(long bytes) implements State {}

        /** @param on whether it is used from the next start on: its last trial went well, and nobody has switched it off */
        record Ready(boolean on) implements State {}

        /** Files of it are missing or have another size. */
        record Broken() implements State {}
    }

    /** The folder where this platform keeps a person's data; not the one that travels with them from machine to machine. */
    public static GpuStore usual() {
        return new GpuStore(root(System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    static Path root(String system, Map<String, String> environment, Path home) {
        boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
        String set = environment.get(windows ? "LOCALAPPDATA" : "XDG_DATA_HOME");
        Path data = set != null && Path.of(set).isAbsolute()
                ? Path.of(set)
                : home.resolve(windows ? "AppData/Local" : ".local/share");
        return data.resolve(windows ? "Meander" : "meander").resolve("gpu");
    }

    public State state(GpuPackage of) {
        Path folder = folder(of);
        if (Files.exists(folder)) return whole(folder) ? new State.Ready(Files.exists(folder.resolve(ON))) : new State.Broken();
        long bytes = of.sources().stream().mapToLong(source -> Math.max(size(fetched(source)), size(part(source)))).sum();
        return bytes > 0 ? new State.Partly(bytes) : new State.Absent();
    }

    /** Where a package lies unpacked, and its engine looks. */
    public Path folder(GpuPackage of) {
        return root.resolve(of.name());
    }

    /** Uses a package from the next start on, or does not. */
    public void use(GpuPackage of, boolean on) throws IOException {
        Path mark = folder(of).resolve(ON);
        if (!on) Files.deleteIfExists(mark);
        else if (!Files.exists(mark)) Files.createFile(mark);
    }

    /** Deletes a package, older versions of it, and what was fetched of it. */
    public void remove(GpuPackage of) throws IOException {
        try {
            for (GpuPackage.Source source : of.sources()) {
                Files.deleteIfExists(fetched(source));
                Downloader.forget(part(source));
            }
            String versions = of.purpose().name().toLowerCase(Locale.ROOT) + "-";
            for (Path folder : list(root).filter(each -> name(each).startsWith(versions)).toList()) {
                Files.deleteIfExists(folder.resolve(ON)); // first, should the rest be held by another program
                Files.deleteIfExists(folder.resolve(WHOLE));
                FileTrees.delete(folder);
            }
            tidy();
        } catch (IOException e) {
            throw new GpuPackageException("gpu.trouble.remove", root.toString());
        }
    }

    /** A whole file that was fetched and not yet unpacked. */
    Path fetched(GpuPackage.Source source) {
        return root.resolve(FETCHED).resolve(source.name());
    }

    /** A file that is being fetched. */
    Path part(GpuPackage.Source source) {
        return root.resolve(FETCHED).resolve(source.name() + PART);
    }

    /** A folder to unpack into, empty. */
    Path fresh(GpuPackage of) throws IOException {
        Path folder = root.resolve("unpacking-" + of.name());
        if (Files.exists(folder)) FileTrees.delete(folder);
        return Files.createDirectories(folder);
    }

    /** Takes a folder over in which all files of a package lie. */
    void complete(GpuPackage of, Path unpacked) throws IOException {
        String files = list(unpacked).map(file -> size(file) + " " + name(file)).sorted().collect(Collectors.joining("\n"));
        AtomicFile.writeDurably(unpacked.resolve(WHOLE), out -> out.write(files.getBytes(StandardCharsets.UTF_8)));
        if (Files.exists(folder(of))) FileTrees.delete(folder(of));
        Files.move(unpacked, folder(of));
    }

    /** Deletes the folder of what is fetched, once there is nothing in it. */
    void tidy() throws IOException {
        if (list(root.resolve(FETCHED)).findAny().isEmpty()) Files.deleteIfExists(root.resolve(FETCHED));
    }

    private static boolean whole(Path folder) {
        try {
            List<String> files = Files.readAllLines(folder.resolve(WHOLE));
            return !files.isEmpty() && files.stream().map(line -> line.split(" ", 2))
                    .allMatch(line -> line.length == 2 && line[0].equals(Long.toString(size(folder.resolve(line[1])))));
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static Stream<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return Stream.empty();
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        }
    }
}
