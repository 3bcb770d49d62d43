package meander.models.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Texts that are kept as they once were, compressed, under {@code src/test/resources/snapshots} of the module whose tests run. A text that
 * differs fails its test and lies in {@code target/snapshots} together with the kept one, for {@code diff}. With
 * {@code -Dsnapshots.update=true} the kept texts are written anew.
 */
public final class TextSnapshots {
    private static final Path KEPT = Path.of("src/test/resources/snapshots");
    private static final Path FOUND = Path.of("target/snapshots");
    private static final String ENDING = ".txt.gz";

    private static final Pattern LONG = Pattern.compile("\\d+\\.\\d{10,}(E-?\\d+)?");

    private TextSnapshots() {}

    /** @throws AssertionError naming the first line that differs, and how to see them all */
    public static void check(String name, String text) {
        String found = rounded(text);
        try {
            Path file = KEPT.resolve(name + ENDING);
            String kept = Files.exists(file) ? read(file) : "";
            if (kept.equals(found)) return;
            if (Boolean.getBoolean("snapshots.update")) {
                Files.createDirectories(KEPT);
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                    out.write(found.getBytes(StandardCharsets.UTF_8));
                }
                return;
            }
            Files.createDirectories(FOUND);
            Path before = Files.writeString(FOUND.resolve(name + ".before.txt"), kept).toAbsolutePath();
            Path now = Files.writeString(FOUND.resolve(name + ".txt"), found).toAbsolutePath();
            throw new AssertionError(name + " is not what it was" + firstDifference(kept, found) + "\nAll of it: diff " + before
                    + " " + now + "\nIf it is meant to change: -Dsnapshots.update=true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the last digits of long numbers, in which processors may differ: Java leaves them a bit of freedom in powers and the like. */
    private static String rounded(String text) {
        return LONG.matcher(text)
                .replaceAll(number -> String.format(Locale.ROOT, "%.10g", Double.parseDouble(number.group())));
    }

    /** The names of all that is kept. */
    public static SortedSet<String> names() {
        try (Stream<Path> files = Files.list(KEPT)) {
            return new TreeSet<>(files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length())).toList());
        } catch (NoSuchFileException e) {
            return new TreeSet<>();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String firstDifference(String kept, String found) {
        if (kept.isEmpty()) return ": nothing is kept under this name";
        List<String> before = kept.lines().toList();
        List<String> now = found.lines().toList();
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            String was = i < before.size() ? before.get(i) : "(nothing)";
            String is = i < now.size() ? now.get(i) : "(nothing)";
            if (!was.equals(is)) return " from line " + (i + 1) + " on:\n  was " + was + "\n  is  " + is;
        }
        return ": line ends differ";
    }
}
