package meander.models.checkpoint;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;

/** Files that tests open. */
final class Fixtures {
    private Fixtures() {}

    static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/fixtures/" + name), name).toURI());
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

    static Checkpoint open(Path file) {
        return switch (Checkpoints.open(file)) {
            case Checkpoint checkpoint -> checkpoint;
            case Rejected rejected -> throw new AssertionError(rejected.sentence());
        };
    }

    static Rejected refuse(Path file) {
        return switch (Checkpoints.open(file)) {
            case Checkpoint checkpoint -> throw new AssertionError("was opened: " + checkpoint.networks().keySet());
            case Rejected rejected -> rejected;
        };
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
