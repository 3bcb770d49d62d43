package meander.models.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;

/** Tensors that are renamed, reordered, left out or of another shape: a model or a sentence, never an exception. */
class ChangedStateDictsTest {
    /** {@code -Dchanges=10000 -Dchanges.sentences=50} tries more of them and shows some of what is said. */
    private static final int CHANGES = Integer.getInteger("changes", 300);
    private static final int SHOWN = Integer.getInteger("changes.sentences", 0);
    private static final long SEED = Long.getLong("changes.seed", 17);
    private static final List<String> WORDS = List.of("main", "model", "conv", "bn", "weight", "bias", "0", "1", "2", "3", "10",
            "running_mean", "running_var", "l1", "label_emb", "conv_blocks", "G", "module", "", "blocks", "mapping", "synthesis");
    private static final int MOST_NUMBERS = 1 << 20;

    @Test
    void anyChangeGivesAModelOrASentence() throws IOException {
        List<Checkpoint> files = files();
        Families families = Families.installed();
        List<String> faults = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        int opened = 0;
        for (int i = 0; i < CHANGES; i++) {
            Random random = new Random(SEED * 1_000_003 + i);
            Checkpoint file = files.get(random.nextInt(files.size()));
            String what = i + " of " + file.file().getFileName();
            try {
                switch (families.open(changed(file, random), Map.of())) {
                    case OpenResult.Refused(var why) -> {
                        sentences.add(what + ": " + why.sentence());
                        if (why.sentence().isBlank() || why.reason() == Rejected.Reason.NOT_UNDERSTOOD)
                            faults.add(what + ": " + why);
                    }
                    case OpenResult.Ready(var model) -> {
                        assertThat(model.controls()).isNotEmpty();
                        opened++;
                    }
                    case OpenResult.Translates _ -> opened++;
                }
            } catch (RuntimeException | StackOverflowError e) {
                faults.add(what + ": " + e + " at " + Arrays.stream(e.getStackTrace()).limit(4).toList());
            }
        }
        Collections.shuffle(sentences, new Random(SEED));
        sentences.stream().limit(SHOWN).forEach(System.out::println);
        if (SHOWN > 0) System.out.println(opened + " of " + CHANGES + " opened");
        assertThat(faults).isEmpty();
        assertThat(sentences).isNotEmpty();
    }

    private static List<Checkpoint> files() throws IOException {
        Path root = Fixtures.path("README.md").getParent();
        List<Path> paths = new ArrayList<>();
        for (Path folder : List.of(root, root.resolveSibling("bystanders")))
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().matches(".*\\.(pkl|pth?|bin|model|safetensors)")).sorted().forEach(paths::add);
            }
        Fixtures.shared("fixtures3").ifPresent(folder -> {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(file -> file.toString().matches(".*/(erik|dcgan|studio|cut)[^/]*\\.pth")).sorted().forEach(paths::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return paths.stream().map(Checkpoints::open).filter(Checkpoint.class::isInstance).map(Checkpoint.class::cast).toList();
    }

    private static Checkpoint changed(Checkpoint file, Random random) {
        SequencedMap<String, StateDict> networks = new LinkedHashMap<>();
        file.networks().forEach((name, state) -> {
            StateDict changed = state;
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++)
                changed = changed(changed, random);
            networks.put(random.nextInt(20) == 0 ? WORDS.get(random.nextInt(WORDS.size())) : name, changed);
        });
        return new Checkpoint(file.file(), ContainerFormat.TORCH_ZIP, networks, new LinkedHashMap<>());
    }

    private static StateDict changed(StateDict state, Random random) {
        List<Map.Entry<String, StoredTensor>> tensors = new ArrayList<>(state.tensors().entrySet());
        if (tensors.isEmpty()) return state;
        int at = random.nextInt(tensors.size());
        Map.Entry<String, StoredTensor> one = tensors.get(at);
        switch (random.nextInt(9)) {
            case 0 -> Collections.shuffle(tensors, random);
            case 1 -> tensors.sort(Map.Entry.comparingByKey());
            case 2 -> tensors.remove(at);
            case 3 -> tensors.set(at, Map.entry(renamed(one.getKey(), random), one.getValue()));
            case 4 -> tensors.replaceAll(
                    each -> Map.entry(each.getKey().replace(".", random.nextInt(9) == 0 ? "_" : "."), each.getValue()));
            case 5 -> tensors.set(at, Map.entry(one.getKey(), reshaped(one.getValue(), random)));
            case 6 -> tensors.set(at, Map.entry(one.getKey(), tensors.get(random.nextInt(tensors.size())).getValue()));
            case 7 -> {
                String part = part(one.getKey(), random);
                String other = WORDS.get(random.nextInt(WORDS.size()));
                tensors.replaceAll(each -> Map.entry(each.getKey().replace(part, other), each.getValue()));
            }
            default -> tensors.subList(Math.min(at, tensors.size() - 1), tensors.size()).clear();
        }
        SequencedMap<String, StoredTensor> changed = new LinkedHashMap<>();
        tensors.forEach(each -> changed.put(each.getKey(), each.getValue()));
        return new StateDict(changed, state.attributes(), random.nextInt(3) == 0 ? new LinkedHashSet<>() : state.modules(),
                state.className());
    }

    private static String part(String name, Random random) {
        String[] parts = name.split("[./]");
        return parts.length == 0 ? name : parts[random.nextInt(parts.length)];
    }

    private static String renamed(String name, Random random) {
        return random.nextBoolean()
                ? name.replaceFirst("\\Q" + part(name, random) + "\\E", WORDS.get(random.nextInt(WORDS.size())))
                : name + "." + WORDS.get(random.nextInt(WORDS.size()));
    }

    /** Other sizes or another number of axes, of zeros. */
    private static StoredTensor reshaped(StoredTensor tensor, Random random) {
        int[] shape = tensor.shape().clone();
        if (shape.length == 0 || random.nextInt(4) == 0)
            shape = Arrays.copyOf(shape, Math.max(0, shape.length + random.nextInt(3) - 1));
        for (int i = 0; i < shape.length; i++)
            if (shape[i] == 0 || random.nextInt(3) == 0) shape[i] = switch (random.nextInt(5)) {
                case 0 -> 1;
                case 1 -> shape[i] * 2;
                case 2 -> shape[i] + 1;
                case 3 -> random.nextInt(3) == 0 ? 0 : 3;
                default -> Math.max(1, shape[i] / 2);
            };
        long elements = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
        return elements > MOST_NUMBERS ? tensor : StoredTensor.of(new float[(int) elements], shape);
    }
}
