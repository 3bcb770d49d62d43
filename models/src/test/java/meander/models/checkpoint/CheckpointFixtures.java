package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

import meander.models.checkpoint.reader.Checkpoints;

/** Files that tests open. */
public final class CheckpointFixtures {
    private CheckpointFixtures() {}

    public static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(CheckpointFixtures.class.getResource("/fixtures/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** A file of the shared folder beside the checkout, which not every machine has. */
    static Optional<Path> shared(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared").resolve(name);
            if (Files.exists(file)) return Optional.of(file);
        }
        return Optional.empty();
    }

    public static Checkpoint open(Path file) {
        return switch (Checkpoints.open(file)) {
            case Checkpoint checkpoint -> checkpoint;
            case ForeignModel program -> throw new AssertionError(program.file() + " is a program");
            case Rejected rejected -> throw new AssertionError(rejected.sentence());
        };
    }

    /** The answer to a file that must be refused: with one sentence, and with nothing written beside it. */
    public static Rejected refuse(Path file) {
        Map<Path, FileTime> before = folder(file);
        return switch (Checkpoints.open(file)) {
            case Checkpoint checkpoint -> throw new AssertionError("was opened: " + checkpoint.networks().keySet());
            case ForeignModel program -> throw new AssertionError("was opened: " + program.inputs());
            case Rejected rejected -> {
                assertThat(folder(file)).isEqualTo(before);
                assertThat(rejected.sentence()).matches("[^\\p{Cntrl}]{20,400}\\.");
                yield rejected;
            }
        };
    }

    private static Map<Path, FileTime> folder(Path file) {
        var times = new HashMap<Path, FileTime>();
        if (!Files.exists(file)) return times;
        try (Stream<Path> all = Files.list(file.getParent())) {
            for (Path each : all.toList())
                times.put(each, Files.getLastModifiedTime(each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }

    /** Every checkpoint among the fixtures, by its path under them. */
    static List<String> checkpoints() throws IOException {
        Path root = path("README.md").getParent();
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().matches(".*\\.(pkl|pth?|bin|model|safetensors)"))
                    .map(file -> root.relativize(file).toString()).sorted().toList();
        }
    }

    record Expected(String network, String tensor, String shape, double first, double sum) {}

    /** What a separate reader found. */
    static List<Expected> expected(String name) throws IOException {
        return Files.readAllLines(path("expected/" + name + ".tsv")).stream().map(line -> line.split("\t"))
                .map(c -> new Expected(c[0], c[1], c[2], Double.parseDouble(c[3]), Double.parseDouble(c[4]))).toList();
    }

    static String shape(StoredTensor tensor) {
        var text = new StringJoiner("x");
        for (int size : tensor.shape())
            text.add(Integer.toString(size));
        return text.toString();
    }
}
