package meander.models.family;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.graph.Shape;
import meander.models.graph.Weights;
import meander.models.text.PhraseException;

/**
 * A network of a checkpoint under the names that its own module gives, without those of what held it: {@code module.} of a parallel
 * training, {@code _orig_mod.} of a compiled one, {@code generator.} of a Lightning module, in any order. The one place where files are
 * unwrapped: families only see such views.
 *
 * @param name     of the network in the file, for a person; empty if the file is nothing but this network
 * @param state    its tensors
 * @param likeness what its name says: of a generator's average 3, of a generator 2, nothing 0, of a discriminator −4
 * @param whole    whether it is all that there is under a name by which files keep networks, and no arbitrary part of one
 */
public record ModuleView(String name, StateDict state, int likeness, boolean whole) {
    /** A file with more is something else, and not worth the time to look closer. */
    private static final int MOST_TENSORS = 5000;
    private static final int DEEPEST = 4;
    private static final Set<String> AVERAGED = Set.of("ema", "gema", "emag", "avg", "avgg", "averaged", "average", "running",
            "swa", "shadow", "smoothed", "gs");
    private static final Set<String> GENERATOR = Set.of("g", "gen", "generator", "netg", "gnet", "modelg", "generators");
    private static final Set<String> DISCRIMINATOR = Set.of("d", "dis", "disc", "discriminator", "discriminators", "netd", "dnet",
            "modeld", "critic");
    /** What trainings put around a network besides. */
    private static final Set<String> HOLDER = Set.of("model", "net", "network", "online", "state", "dict", "weights", "params",
            "gan", "student", "ddp");
    /** Counters of what averages. */
    private static final Set<String> COUNTERS = Set.of("n_averaged", "initted", "step", "num_updates", "decay");

    /** Every network of a file and every part of one that could be a network of its own: the likeliest generator first, else as in the file. */
    public static List<ModuleView> in(Checkpoint checkpoint) {
        List<ModuleView> found = new ArrayList<>();
        checkpoint.networks().forEach((name, state) -> {
            if (state.tensors().isEmpty() || state.tensors().size() > MOST_TENSORS) return;
            if (!name.toLowerCase(Locale.ROOT).contains("optim")) add(found, name, unwrapped(state), true, 0);
        });
        found.sort(Comparator.comparingInt(view -> -view.likeness()));
        return found;
    }

    /** As {@link #in}, without those that are called discriminators. */
    public static List<ModuleView> generators(Checkpoint checkpoint) {
        return in(checkpoint).stream().filter(view -> view.likeness() >= 0).toList();
    }

    private static void add(List<ModuleView> found, String name, StateDict state, boolean whole, int depth) {
        SequencedMap<String, SequencedMap<String, StoredTensor>> parts = parts(state);
        boolean sole = parts.size() == 1 && state.tensors().keySet().stream().allMatch(tensor -> tensor.indexOf('.') > 0);
        found.add(new ModuleView(name, state, likeness(sole ? name + "." + parts.firstEntry().getKey() : name), whole));
        if (depth == DEEPEST || parts.size() > MOST_TENSORS) return;
        parts.forEach((part, tensors) -> {
            boolean holder = likeness(part) != 0 || words(part).stream().allMatch(HOLDER::contains);
            if (depth > 0 && part.chars().allMatch(Character::isDigit)) return;
            StateDict inner = part(state, part, tensors, parts.keySet());
            String path = name.isEmpty() ? part : name + "." + part;
            if (holder || sole) add(found, path, inner, whole && holder, depth + 1);
            else
                found.add(new ModuleView(path, inner, likeness(path), false));
        });
    }

    /** What lies behind each first part of the names. */
    private static SequencedMap<String, SequencedMap<String, StoredTensor>> parts(StateDict state) {
        SequencedMap<String, SequencedMap<String, StoredTensor>> parts = new TreeMap<>();
        state.tensors().forEach((name, tensor) -> {
            int dot = name.indexOf('.');
            if (dot > 0)
                parts.computeIfAbsent(name.substring(0, dot), _ -> new LinkedHashMap<>()).put(name.substring(dot + 1), tensor);
        });
        return parts;
    }

    /** @param parts of the same state, whose attributes are not this one's */
    private static StateDict part(StateDict state, String part, SequencedMap<String, StoredTensor> tensors, Set<String> parts) {
        SequencedMap<String, Object> attributes = new LinkedHashMap<>();
        state.attributes().forEach((name, value) -> {
            int dot = name.indexOf('.');
            String first = dot < 0 ? name : name.substring(0, dot);
            if (dot > 0 && first.equals(part)) attributes.put(name.substring(dot + 1), value);
            else if (!parts.contains(first)) attributes.putIfAbsent(name, value);
        });
        SequencedSet<String> modules = new LinkedHashSet<>();
        for (String path : state.modules())
            if (path.startsWith(part + ".")) modules.add(path.substring(part.length() + 1));
        return unwrapped(new StateDict(tensors, attributes, modules, ""));
    }

    /** The same where nothing is wrapped. */
    private static StateDict unwrapped(StateDict state) {
        if (state.tensors().keySet().stream().allMatch(name -> plain(name).equals(name))) return state;
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> {
            if (!COUNTERS.contains(name) || tensor.elements() != 1) tensors.put(plain(name), tensor);
        });
        SequencedMap<String, Object> attributes = new LinkedHashMap<>();
        state.attributes().forEach((name, value) -> attributes.put(plain(name), value));
        SequencedSet<String> modules = new LinkedHashSet<>();
        state.modules().forEach(path -> {
            if (!plain(path + ".").isEmpty()) modules.add(plain(path));
        });
        return new StateDict(tensors, attributes, modules, state.className());
    }

    private static String plain(String name) {
        String plain = name;
        while (plain.startsWith("module.") || plain.startsWith("_orig_mod."))
            plain = plain.substring(plain.indexOf('.') + 1);
        return plain;
    }

    /** Whether the last part of its name is a generator's, and not only that of something around it. */
    public boolean isCalledGenerator() {
        return likeness(name.substring(name.lastIndexOf('.') + 1)) > 0;
    }

    private static int likeness(String name) {
        List<String> words = words(name);
        int like = 0;
        if (words.stream().anyMatch(DISCRIMINATOR::contains)) like -= 4;
        else if (words.stream().anyMatch(AVERAGED::contains)) like += 3;
        else if (words.stream().anyMatch(GENERATOR::contains)) like += 2;
        return like;
    }

    /** In lower case: {@code netG_ema} is three. */
    private static List<String> words(String name) {
        return List.of(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
    }

    public boolean holds(String tensor) {
        return state.tensors().containsKey(tensor);
    }

    /** Whether there is a tensor of this name with four axes. */
    public boolean holdsKernel(String tensor) {
        return holds(tensor) && state.tensors().get(tensor).shape().length == 4;
    }

    /** @throws IllegalArgumentException with a sentence's part, if the tensor has another number of axes or is missing */
    public int dim(String tensor, int rank, int axis) {
        if (!holds(tensor)) throw new PhraseException(TensorDifference.ABSENT.with(tensor));
        Shape shape = shape(state.tensors().get(tensor));
        if (shape.rank() != rank) throw new PhraseException(TensorDifference.OTHER_RANK.with(tensor, shape.toString(), rank));
        return shape.dim(axis);
    }

    public Map<String, Shape> shapes() {
        return StrictLoader.shapes(state);
    }

    /** Read from the file at each call. */
    public Weights weights() {
        return StrictLoader.weights(state);
    }

    private static Shape shape(StoredTensor tensor) {
        return Shape.of(tensor.shape());
    }
}
