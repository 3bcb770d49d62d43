package meander.training.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.files.WholeFile;
import meander.models.graph.Tensor;

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
 * kept.json               the moments that a person keeps
 * </pre>
 */
public record RunFolder(Path path) {
    private static final String ENDING = ".safetensors";
    private static final String KEPT = "kept.json";
    private static final ObjectMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Whether a run was ever started here. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve("spec.json"));
    }

    /** Whether a training goes on here at this moment, in this program or in another. */
    public boolean isTrained() {
        return RunLock.isTaken(path);
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

    /**
     * Writes the model, then the state, so that where there is a state there is a model; a crash or a power cut at any moment leaves the
     * last ones whole. Older states go; of the older models the best one and those that a person {@linkplain #keep keeps} stay.
     *
     * @return the model's file name
     */
    String save(long images, Map<String, Tensor> model, Map<String, String> metadata, TrainingState state) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter(metadata);
        model.forEach((name, tensor) -> writer.add(name, tensor.shape().dims(), tensor.data()));
        Path file = path.resolve("model-" + number(images) + ENDING);
        WholeFile.writeDurably(file, writer::writeTo);
        Path saved = path.resolve("state-" + number(images) + ENDING);
        state.write(saved);
        for (Path older : all("state-"))
            if (!older.equals(saved)) Files.deleteIfExists(older);
        Set<Path> staying = staying();
        for (Path older : all("model-"))
            if (!older.equals(file) && !staying.contains(older)) Files.deleteIfExists(older);
        return file.getFileName().toString();
    }

    /** The models nearest to the best moment and to those that a person keeps. */
    private Set<Path> staying() throws IOException {
        SortedSet<Long> moments = kept();
        best().ifPresent(moments::add);
        List<Path> models = all("model-");
        return moments.stream().map(
                moment -> models.stream().min(Comparator.comparingLong(model -> Math.abs(images(model) - moment))).orElseThrow())
                .collect(Collectors.toSet());
    }

    private static long images(Path model) {
        return Long.parseLong(model.getFileName().toString().replaceAll("\\D", ""));
    }

    /** After how many pictures the distance to the data was the smallest. */
    private Optional<Long> best() throws IOException {
        return events().stream().filter(event -> event instanceof TrainingEvent.Noticed noticed && noticed.what().equals("best"))
                .map(TrainingEvent::images).reduce((_, last) -> last);
    }

    private static String number(long images) {
        return "%09d".formatted(images);
    }

    /** The model after some number of pictures, if it was kept. */
    public Path modelAt(long images) {
        return path.resolve("model-" + number(images) + ENDING);
    }

    /** The moments that a person keeps, as numbers of images: the models nearest to them stay. None if the file is missing or damaged. */
    public SortedSet<Long> kept() {
        TreeSet<Long> kept = new TreeSet<>();
        try {
            if (Files.isRegularFile(path.resolve(KEPT))) for (JsonNode moment : JSON.readTree(path.resolve(KEPT).toFile()))
                if (moment.isIntegralNumber()) kept.add(moment.longValue());
        } catch (IOException e) {
            System.getLogger(RunFolder.class.getName()).log(System.Logger.Level.WARNING, "Nothing is kept", e);
        }
        return kept;
    }

    public void keep(SortedSet<Long> moments) throws IOException {
        WholeFile.write(path.resolve(KEPT), out -> out.write(JSON.writeValueAsBytes(moments)));
    }

    /** The newest file that opens on the sliders. */
    public Optional<Path> model() throws IOException {
        return all("model-").stream().reduce((_, last) -> last);
    }

    /** The newest file from which training goes on. */
    public Optional<Path> state() throws IOException {
        return all("state-").stream().reduce((_, last) -> last);
    }

    /** Oldest first. */
    private List<Path> all(String prefix) throws IOException {
        if (!Files.isDirectory(path)) return List.of();
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().matches(prefix + "\\d+\\.safetensors")).sorted().toList();
        }
    }
}
