package meander.training.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.files.AtomicFile;
import meander.models.graph.Tensor;

/**
 * The folder of a run:
 *
 * <pre>
 * spec.json               what was asked for
 * log.jsonl               what happened, one {@link TrainingEvent} a line
 * samples/000012000.png   the same latents after 12,000 pictures
 * model-000012000.safetensors   the moving average, which opens on the sliders
 * state-000012000.safetensors   everything needed to go on, and the one before, should this one be damaged
 * events.out.tfevents.…   figures for TensorBoard
 * kept.json               the moments that a person keeps
 * </pre>
 */
public record RunFolder(Path path) {
    private static final String ENDING = ".safetensors";
    private static final String SPEC = "spec.json";
    private static final String LOG = "log.jsonl";
    private static final String SAMPLES = "samples";
    private static final String KEPT = "kept.json";
    private static final Pattern SAVED = Pattern.compile("(?:model|state)-\\d{1,18}\\.safetensors");
    private static final Pattern SHEET = Pattern.compile("\\d{1,18}\\.png");
    /** Everything in the folder that a training writes to. */
    private static final Pattern WRITTEN = Pattern.compile(
            SAVED.pattern() + "|spec\\.json|log\\.jsonl|samples|kept\\.json|\\.lock|events\\.out\\.tfevents\\..*",
            Pattern.DOTALL);
    private static final int STATES = 2; // the newest and, should that be damaged, the one before
    private static final int LONGEST_SPEC = 1 << 20; // bytes
    private static final int LONGEST_LINE = 1 << 20; // bytes
    /** Of the folder's files and of events wherever they are told. */
    static final ObjectMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** Whether a run was ever started here. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve(SPEC));
    }

    /**
     * What a training left here that a new one would write over, by name: also where {@code spec.json} is gone, which makes it no
     * {@linkplain #is run} any more.
     */
    public static Optional<String> trace(Path path) throws IOException {
        if (!Files.isDirectory(path)) return Optional.empty();
        return Stream.concat(names(path, name -> name.equals(SPEC) || name.equals(LOG) || SAVED.matcher(name).matches()).stream(),
                names(path.resolve(SAMPLES), name -> SHEET.matcher(name).matches()).stream().map(name -> SAMPLES + "/" + name))
                .findFirst();
    }

    /** Names in a folder, sorted; none if there is no such folder. */
    private static List<String> names(Path folder, Predicate<String> wanted) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(wanted).sorted().toList();
        }
    }

    /** Whether a training goes on here at this moment, in this program or in another. */
    public boolean isTrained() {
        return RunLock.isTaken(path);
    }

    public Path samples() {
        return path.resolve(SAMPLES);
    }

    /**
     * Nothing is written through a link that leads out of the folder: whoever gave the folder away could have laid it.
     *
     * @throws IOException with a sentence that names the link
     */
    void refuseLinks() throws IOException {
        if (!Files.isDirectory(path)) return;
        Path root = path.toRealPath();
        for (String name : names(root, name -> WRITTEN.matcher(name).matches()))
            refuseLink(root, root.resolve(name));
        for (String name : names(root.resolve(SAMPLES), _ -> true))
            refuseLink(root, root.resolve(SAMPLES).resolve(name));
    }

    private void refuseLink(Path root, Path file) throws IOException {
        if (!Files.isSymbolicLink(file)) return;
        boolean inside = Files.exists(file) && file.toRealPath().startsWith(root);
        if (!inside)
            throw new IOException(root.relativize(file) + " in " + path + " is a link to " + Files.readSymbolicLink(file)
                    + ", out of the run's folder. Put the file itself there, or take the link away.");
    }

    /** Deletes what was half written when a program was killed, and ends a line of the log that was cut off. Only under the run's lock. */
    void tidy() throws IOException {
        AtomicFile.deleteLeftovers(path, name -> name.equals(SPEC) || name.equals(KEPT) || SAVED.matcher(name).matches());
        if (Files.isDirectory(samples())) AtomicFile.deleteLeftovers(samples(), name -> SHEET.matcher(name).matches());
        Path log = path.resolve(LOG);
        if (!Files.isRegularFile(log)) return;
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            if (channel.size() == 0 || channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n') return;
            channel.write(ByteBuffer.wrap(new byte[]{'\n'}), channel.size());
        }
    }

    public void write(TrainingSpec spec) throws IOException {
        Files.createDirectories(path);
        AtomicFile.write(path.resolve(SPEC),
                out -> out.write(JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(spec)));
    }

    /** @throws IOException with a sentence if the file is missing or no specification */
    public TrainingSpec spec() throws IOException {
        Path file = path.resolve(SPEC);
        TrainingSpec spec = null;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_SPEC + 1);
            if (bytes.length <= LONGEST_SPEC) spec = JSON.readValue(bytes, TrainingSpec.class);
        } catch (JacksonException e) {
            throw damagedSpec("", e);
        }
        if (spec == null) throw damagedSpec("", null);
        Optional<String> objection = spec.objection();
        if (objection.isPresent()) throw damagedSpec(" (" + objection.get() + ")", null);
        return spec;
    }

    private IOException damagedSpec(String why, Exception cause) {
        return new IOException("spec.json in " + path + " cannot be read: it was changed by hand or damaged" + why + ".", cause);
    }

    /** Adds a line to the log. */
    public void log(TrainingEvent event) throws IOException {
        Files.writeString(path.resolve(LOG), JSON.writeValueAsString(event) + "\n", StandardCharsets.UTF_8,
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What was logged, oldest first. Lines that were cut off by a crash, or are damaged in another way, are left out. */
    public List<TrainingEvent> events() throws IOException {
        Path log = path.resolve(LOG);
        if (!Files.exists(log)) return List.of();
        List<TrainingEvent> events = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read())
                if (next == '\n') {
                    event(line).ifPresent(events::add);
                    line.reset();
                } else if (line.size() <= LONGEST_LINE) line.write(next);
            event(line).ifPresent(events::add);
        }
        return events;
    }

    private static Optional<TrainingEvent> event(ByteArrayOutputStream line) {
        if (line.size() == 0 || line.size() > LONGEST_LINE) return Optional.empty();
        try { // a byte that is not UTF-8 becomes a sign that says so
            return Optional.ofNullable(JSON.readValue(line.toString(StandardCharsets.UTF_8), TrainingEvent.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes the state, then the model, so that where there is a model there is a state that goes on from it; a crash or a power cut at any
     * moment leaves the last ones whole. Of older states the newest stays, of older models the best one and those that a person
     * {@linkplain #keep keeps}.
     *
     * @return the model's file name
     */
    String save(long images, Map<String, Tensor> model, Map<String, String> metadata, TrainingState state) throws IOException {
        state.write(stateAt(images));
        String name = saveModel(images, model, metadata);
        // What lies behind this moment is of a training that came further, and stays until this one has come as far.
        List<Path> older = all("state-").stream().filter(file -> images(file) <= images).toList();
        for (Path file : older.subList(0, Math.max(0, older.size() - STATES)))
            Files.deleteIfExists(file);
        Set<Path> staying = staying();
        for (Path file : all("model-"))
            if (images(file) < images && !staying.contains(file)) Files.deleteIfExists(file);
        return name;
    }

    /** Writes the model alone. @return its file name */
    String saveModel(long images, Map<String, Tensor> model, Map<String, String> metadata) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter(metadata);
        model.forEach((name, tensor) -> writer.add(name, tensor.shape().dims(), tensor.data()));
        Path file = modelAt(images);
        AtomicFile.writeDurably(file, writer::writeTo);
        return file.getFileName().toString();
    }

    /** Keeps a state that cannot be read out of the way, for whoever wants to know what became of it. @return its new name */
    String setAside(Path state) throws IOException {
        Path aside = state.resolveSibling(state.getFileName() + ".damaged");
        Files.move(state, aside, StandardCopyOption.REPLACE_EXISTING);
        return aside.getFileName().toString();
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

    /** The state after some number of pictures, if it was kept. */
    Path stateAt(long images) {
        return path.resolve("state-" + number(images) + ENDING);
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
        AtomicFile.write(path.resolve(KEPT), out -> out.write(JSON.writeValueAsBytes(moments)));
    }

    /** The newest file that opens on the sliders. */
    public Optional<Path> model() throws IOException {
        return all("model-").stream().reduce((_, last) -> last);
    }

    /** The newest file from which training goes on. */
    public Optional<Path> state() throws IOException {
        return states().stream().findFirst();
    }

    /** The files from which training goes on, newest first: the second one is for when the first is damaged. */
    List<Path> states() throws IOException {
        return all("state-").reversed();
    }

    /** After how many pictures something was saved last, as far as files and log tell; empty if nothing ever was. */
    public OptionalLong trained() throws IOException {
        return LongStream
                .concat(Stream.concat(all("model-").stream(), all("state-").stream()).mapToLong(RunFolder::images),
                        events().stream().filter(TrainingEvent.Checkpoint.class::isInstance).mapToLong(TrainingEvent::images))
                .max();
    }

    /** What a person can do who has a model, but no state that goes with it. */
    static String anew(RunFolder run) {
        return "Put the file back from a copy, or begin anew, in another folder, with the weights of the saved model: "
                + "meander train --resume " + run.path + " --weights-only --out OTHER";
    }

    /** Oldest first. */
    private List<Path> all(String prefix) throws IOException {
        return names(path, name -> name.startsWith(prefix) && SAVED.matcher(name).matches()).stream().map(path::resolve)
                .sorted(Comparator.comparingLong(RunFolder::images)).toList();
    }
}
