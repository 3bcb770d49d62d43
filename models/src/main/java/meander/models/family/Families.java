package meander.models.family;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.NonFiniteTensors;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.checkpoint.reader.NonFiniteSearch;
import meander.models.text.VisibleText;

/** The catalogue: every family there is, and opening a file as whichever it is. */
public final class Families {
    /** What the answers that a file keeps to its own guesses begin with; a person's count first. */
    static final String ANSWER = "meander.answer.";
    private static final int SHOWN_NAMES = 4;
    private static final int SHOWN_LACKING = 2;
    private static final int MOST_REPORTED = 2000;

    private final List<Family> families;

    /** @param families in any order: each says itself when it is asked */
    public Families(List<Family> families) {
        this.families = families.stream().sorted(Comparator.comparing(Family::order)).toList();
    }

    /** All families on the class path. */
    public static Families installed() {
        return new Families(ServiceLoader.load(Family.class).stream().map(ServiceLoader.Provider::get).toList());
    }

    /** In the order in which they are asked. */
    public List<Family> all() {
        return families;
    }

    /** As {@link #open(Path, Map, ProgramPolicy, DoubleConsumer, BooleanSupplier)}, for a file that a person has asked to be opened. */
    public OpenResult open(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled) {
        return open(file, answers, ProgramPolicy.RUN_CONFINED, progress, cancelled);
    }

    /** As {@link #open(Path, Map, ProgramPolicy, DoubleConsumer, BooleanSupplier)}, for a file that nobody has asked for: a program in it is never run. */
    public OpenResult describe(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled) {
        return open(file, answers, ProgramPolicy.NEVER_RUN, progress, cancelled);
    }

    /**
     * Opens a file by its content.
     *
     * @param answers   what a person has said about the file's guesses, by id
     * @param programs  what may be done if it holds a program
     * @param progress  told the share that is done, 0 … 1
     * @param cancelled asked now and then; true refuses with {@code CANCELLED}
     */
    public OpenResult open(Path file, Map<String, String> answers, ProgramPolicy programs, DoubleConsumer progress,
            BooleanSupplier cancelled) {
        return switch (Checkpoints.open(file, cancelled, progress)) {
            case Rejected why -> new OpenResult.Refused(why);
            case Checkpoint checkpoint -> open(checkpoint, answers);
            case ForeignModel program -> open(program, programs, answers);
        };
    }

    OpenResult open(Checkpoint checkpoint, Map<String, String> answers) {
        for (Family family : families)
            try {
                Optional<Family.Candidate> candidate = family.recognise(checkpoint);
                if (candidate.isPresent()) return candidate.get().open(all(checkpoint, answers));
            } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException | NegativeArraySizeException e) {
                // A fault of ours, on a file that nobody thought of: a person gets a sentence, the log the cause.
                System.getLogger(Families.class.getName()).log(System.Logger.Level.WARNING, "opening as " + family.name(), e);
                return new OpenResult.Refused(Rejected
                        .because(Rejected.Reason.NOT_UNDERSTOOD, checkpoint.file().getFileName().toString(), family.name())
                        .with(report(checkpoint, Optional.empty())));
            }
        return new OpenResult.Refused(families.stream().flatMap(family -> family.explain(checkpoint).stream()).findFirst()
                .orElseGet(() -> unknown(checkpoint)));
    }

    /** What the file holds, tensor by tensor, and what it resembles. */
    private static String report(Checkpoint checkpoint, Optional<NearestFamily> kin) {
        StringBuilder report = new StringBuilder(checkpoint.file().getFileName() + ", " + checkpoint.container() + "\n");
        kin.ifPresentOrElse(relative -> relative.lines().forEach(line -> report.append(line).append('\n')),
                () -> report.append("Like nothing that is known here\n"));
        checkpoint.networks().forEach((name, network) -> {
            report.append("\nNetwork \"%s\" %s: %d tensors, %,d numbers%n".formatted(VisibleText.line(name),
                    VisibleText.line(String.valueOf(network.className())), network.tensors().size(), size(network)));
            network.tensors().entrySet().stream().limit(MOST_REPORTED)
                    .forEach(tensor -> report.append("  %s %s %s%n".formatted(VisibleText.line(tensor.getKey()),
                            Arrays.toString(tensor.getValue().shape()), tensor.getValue().dtype())));
            if (network.tensors().size() > MOST_REPORTED) report.append("  and more\n");
        });
        return report.toString();
    }

    private OpenResult open(ForeignModel program, ProgramPolicy policy, Map<String, String> answers) {
        return families.stream().flatMap(family -> family.recognise(program, policy).stream()).findFirst()
                .map(candidate -> candidate.open(answers)).orElseGet(() -> new OpenResult.Refused(
                        Rejected.because(Rejected.Reason.UNKNOWN_FAMILY, program.file().getFileName().toString(), "")));
    }

    private static Map<String, String> all(Checkpoint checkpoint, Map<String, String> answers) {
        StateDict network = checkpoint.networks().get("");
        if (network == null) return answers;
        Map<String, String> all = new HashMap<>();
        network.attributes().forEach((key, value) -> {
            if (key.startsWith(ANSWER) && value instanceof String answer) all.put(key.substring(ANSWER.length()), answer);
        });
        all.putAll(answers);
        return all;
    }

    /** What of a file its model is made of; nothing where it does not open. */
    List<StateDict> original(Path file, Map<String, String> answers) {
        return Checkpoints.open(file) instanceof Checkpoint checkpoint ? original(checkpoint, answers) : List.of();
    }

    private List<StateDict> original(Checkpoint checkpoint, Map<String, String> answers) {
        return families.stream().flatMap(family -> family.recognise(checkpoint).stream()).findFirst()
                .map(candidate -> candidate.original(all(checkpoint, answers))).orElse(List.of());
    }

    /**
     * The first tensor of those that a file's model is made of which holds numbers that are NaN or infinite.
     *
     * @throws java.io.UncheckedIOException if the file can no longer be read
     */
    public Optional<NonFiniteTensors> nonFinite(Path file) {
        if (!(Checkpoints.open(file) instanceof Checkpoint checkpoint)) return NonFiniteSearch.in(file);
        Set<StoredTensor> used = Collections.newSetFromMap(new IdentityHashMap<>());
        original(checkpoint, Map.of()).forEach(network -> used.addAll(network.tensors().values()));
        return NonFiniteTensors.in(checkpoint, used.isEmpty() ? _ -> true : used::contains);
    }

    /** Names what the file resembles, or else the first names of the network that most likely was meant: the largest. */
    private Rejected unknown(Checkpoint checkpoint) {
        Optional<NearestFamily> kin = NearestFamily.of(checkpoint, families);
        return kin.filter(relative -> !relative.lacking().isEmpty())
                .map(relative -> Rejected.because(Rejected.Reason.UNKNOWN_RELATIVE, checkpoint.file().getFileName().toString(),
                        relative.family(), relative.shared().size(), relative.usual(),
                        String.join(", ", relative.lacking().stream().limit(SHOWN_LACKING).toList())))
                .orElseGet(() -> nameless(checkpoint)).with(report(checkpoint, kin));
    }

    private static String some(Stream<String> names) {
        return names.filter(name -> !name.isBlank()).limit(SHOWN_NAMES).collect(Collectors.joining(", "));
    }

    private static Rejected nameless(Checkpoint checkpoint) {
        String names = checkpoint.networks().values().stream().max(Comparator.comparingLong(Families::size))
                .map(network -> some(network.tensors().keySet().stream())).orElse("");
        return Rejected.because(Rejected.Reason.UNKNOWN_FAMILY, checkpoint.file().getFileName().toString(), names);
    }

    private static long size(StateDict network) {
        return network.tensors().values().stream().mapToLong(StoredTensor::elements).sum();
    }
}
