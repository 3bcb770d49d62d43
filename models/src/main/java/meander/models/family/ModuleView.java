package meander.models.family;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.graph.Shape;
import meander.models.graph.Weights;
import meander.models.text.PhraseException;

/**
 * A network of a checkpoint under the names that its own module gives, without those of what held it: {@code module.} of a parallel
 * training, {@code _orig_mod.} of a compiled one, {@code netG_A.} of a module of several networks.
 *
 * @param name  of the network in the file, for a person; empty if the file is nothing but this network
 * @param state its tensors
 */
public record ModuleView(String name, StateDict state) {
    /** A file with more is something else, and not worth the time to look closer. */
    private static final int MOST_TENSORS = 5000;

    /** Every network of a file and every part of one that could be a network of its own, in the order of the file; moving averages first. */
    public static List<ModuleView> in(Checkpoint checkpoint) {
        List<ModuleView> found = new ArrayList<>();
        checkpoint.networks().forEach((name, state) -> {
            if (state.tensors().isEmpty() || state.tensors().size() > MOST_TENSORS) return;
            Map<String, StateDict> parts = parts(state);
            found.add(new ModuleView(name, renamed(state, "")));
            if (parts.size() <= MOST_TENSORS)
                parts.forEach((part, tensors) -> found.add(new ModuleView(name.isEmpty() ? part : name + "." + part, tensors)));
        });
        found.sort((a, b) -> Boolean.compare(b.isAverage(), a.isAverage()));
        return found;
    }

    private boolean isAverage() {
        return List.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")).contains("ema");
    }

    /** What lies behind each first part of the names. */
    private static Map<String, StateDict> parts(StateDict state) {
        Map<String, StateDict> parts = new TreeMap<>();
        for (String name : state.tensors().keySet()) {
            String plain = plain(name);
            int dot = plain.indexOf('.');
            if (dot > 0) parts.computeIfAbsent(plain.substring(0, dot), first -> renamed(state, first + "."));
        }
        return parts;
    }

    private static StateDict renamed(StateDict state, String prefix) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> {
            if (plain(name).startsWith(prefix)) tensors.put(plain(plain(name).substring(prefix.length())), tensor);
        });
        LinkedHashSet<String> modules = new LinkedHashSet<>();
        state.modules().forEach(path -> {
            if (plain(path).startsWith(prefix)) modules.add(plain(plain(path).substring(prefix.length())));
        });
        return new StateDict(tensors, state.attributes(), modules, "");
    }

    private static String plain(String name) {
        String plain = name;
        while (plain.startsWith("module.") || plain.startsWith("_orig_mod."))
            plain = plain.substring(plain.indexOf('.') + 1);
        return plain;
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
