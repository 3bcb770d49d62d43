package meander.training.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import meander.models.files.WholeFile;

/**
 * The folder of a run:
 *
 * <pre>
 * spec.json               what was asked for
 * log.jsonl               what happened, one {@link TrainingEvent} a line
 * samples/000012000.png   the same latents after 12,000 pictures
 * model-000012000.safetensors   the moving average, which opens on the sliders
 * state-000012000.safetensors   everything needed to go on
 * events.out.tfevents.…   figures for TensorBoard
 * card.json               what a bundled model's card says
 * </pre>
 */
public record RunFolder(Path path) {
    private static final ObjectMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Whether a run was ever started here. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve("spec.json"));
    }

    public Path samples() {
        return path.resolve("samples");
    }

    public void write(TrainingSpec spec) throws IOException {
        Files.createDirectories(path);
        WholeFile.write(path.resolve("spec.json"),
                out -> out.write(JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(spec)));
    }

    /** @throws IOException with a sentence if the file is missing or no specification */
    public TrainingSpec spec() throws IOException {
        try {
            return JSON.readValue(path.resolve("spec.json").toFile(), TrainingSpec.class);
        } catch (JsonProcessingException e) {
            throw new IOException("spec.json in " + path + " cannot be read: it was changed by hand or damaged.", e);
        }
    }

    /** Adds a line to the log. */
    public void log(TrainingEvent event) throws IOException {
        Files.writeString(path.resolve("log.jsonl"), JSON.writeValueAsString(event) + "\n", StandardCharsets.UTF_8,
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What was logged, oldest first. A line that was cut off by a crash is left out. */
    public List<TrainingEvent> events() throws IOException {
        Path log = path.resolve("log.jsonl");
        if (!Files.exists(log)) return List.of();
        List<TrainingEvent> events = new ArrayList<>();
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            lines.forEach(line -> event(line).ifPresent(events::add));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return events;
    }

    private static Optional<TrainingEvent> event(String line) {
        try {
            return Optional.of(JSON.readValue(line, TrainingEvent.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The newest file that opens on the sliders. */
    public Optional<Path> model() throws IOException {
        return newest("model-");
    }

    /** The newest file from which training goes on. */
    public Optional<Path> state() throws IOException {
        return newest("state-");
    }

    private Optional<Path> newest(String prefix) throws IOException {
        if (!Files.isDirectory(path)) return Optional.empty();
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().matches(prefix + "\\d+\\.safetensors")).sorted()
                    .reduce((_, last) -> last);
        }
    }
}
