package meander.models.checkpoint.reader;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.numpy.ArrayTypes;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;

/** Finds the networks in what a file described, whatever container it came in. */
final class Assembler {
    private static final List<String> TRAINED = List.of("G", "D", "Gs");
    /** Dicts in dicts, up to the tensors of a network. */
    private static final int DEEPEST = 5;

    private final ReadBudget budget;
    private final PlainValues plain;
    private final SequencedMap<String, StateDict> networks = new LinkedHashMap<>();
    private final SequencedMap<String, Object> facts = new LinkedHashMap<>();

    Assembler(ReadBudget budget) {
        this.budget = budget;
        this.plain = new PlainValues(budget);
    }

    /** True if any weights were found. */
    boolean add(Py top) throws RejectedException {
        switch (top) {
            case Py.Dict dict -> addDict("", dict, true, 0);
            case Py.Tuple(var several) when several.stream().anyMatch(Assembler::isNetwork) -> addSeveral(several);
            case Py single when isNetwork(single) -> networks.put("", flat(single));
            default -> {
                Py.Dict parts = parts(top);
                if (parts == null || !holdsNetwork(parts, 0)) return false;
                addDict("", parts, false, 0);
            }
        }
        return networks.values().stream().anyMatch(network -> !network.tensors().isEmpty());
    }

    private static boolean isNetwork(Py value) {
        return ModuleTree.isNetwork(value) || VariableTree.isNetwork(value);
    }

    /** What a value holds by name, whatever it was in Python; null for one that holds nothing. */
    private Py.Dict parts(Py value) throws RejectedException {
        return switch (value) {
            case Py.Dict dict -> dict;
            case Py.Obj obj -> obj.attributes();
            case Py.Placeholder placeholder when placeholder.items().size() > 0 -> placeholder.items();
            // As protocols 0 and 1 make an instance of a class that extends dict.
            case Py.Placeholder placeholder when !placeholder.arguments().isEmpty()
                    && placeholder.arguments().getLast() instanceof Py.Dict dict ->
                dict;
            case Py.Placeholder placeholder -> placeholder.attributes();
            case Py.Tuple(var items) -> parts(items);
            case Py.Items(var items) -> parts(items);
            default -> null;
        };
    }

    /** Pairs of name and tensor as such, anything else by its place. Tensors without names are no network. */
    private Py.Dict parts(List<Py> items) throws RejectedException {
        Py.Dict parts = new Py.Dict();
        budget.heap(128);
        for (int i = 0; i < items.size(); i++) {
            budget.node();
            switch (items.get(i)) {
                case Py.Tuple(var pair) when pair.size() == 2 && pair.getFirst() instanceof Py.Text name -> {
                    budget.heap(16);
                    parts.put(name, pair.getLast());
                }
                case Py.Dict _,Py.Obj _,Py.Placeholder _,Py.Module _,Py.Tuple _,Py.Items _ -> {
                    budget.heap(96);
                    parts.put(new Py.Text(Integer.toString(i)), items.get(i));
                }
                default -> {
                    // A number, a tensor without a name: no part of a network.
                }
            }
        }
        return parts;
    }

    private StateDict flat(Py network) throws RejectedException {
        return ModuleTree.isNetwork(network)
                ? new ModuleTree(budget, plain).flatten(network)
                : new VariableTree(budget, plain).flatten((Py.Obj) network);
    }

    /** As NVlabs' TensorFlow tools save what they train: generator, discriminator and the generator's moving average. */
    private void addSeveral(List<Py> several) throws RejectedException {
        for (int i = 0; i < Math.min(several.size(), TRAINED.size()); i++) {
            budget.node();
            if (isNetwork(several.get(i))) networks.put(TRAINED.get(i), flat(several.get(i)));
        }
    }

    SequencedMap<String, StateDict> networks() {
        return networks;
    }

    SequencedMap<String, Object> facts() {
        return facts;
    }

    /** @param described whether what is not a tensor says something of the file, or belongs to an object that only held it */
    private void addDict(String path, Py.Dict dict, boolean described, int depth) throws RejectedException {
        budget.depth(depth);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        Map<String, Object> others = new LinkedHashMap<>();
        String prefix = path.isEmpty() ? "" : path + ".";
        // Direct tensors come first so that a bare state dict and one with extras read alike.
        for (int i = 0; i < dict.size(); i++) {
            budget.node();
            if (!(dict.key(i) instanceof Py.Text(var key))) continue;
            StoredTensor tensor = tensor(dict.value(i), budget);
            if (tensor != null) tensors.put(key, tensor);
        }
        for (int i = 0; i < dict.size(); i++) {
            if (!(dict.key(i) instanceof Py.Text(var key)) || tensors.containsKey(key)) continue;
            budget.node();
            budget.heap(prefix.length() + key.length() + 96L);
            Py value = dict.value(i);
            if (!tensors.isEmpty()) refuseUnknown(value);
            if (isNetwork(value)) addNetwork(prefix + key, value);
            else if (parts(value) instanceof Py.Dict inner && !isOptimizer(inner) && holdsNetwork(inner, depth + 1))
                addDict(prefix + key, inner, value instanceof Py.Dict, depth + 1);
            else if (described) plain.of(value).ifPresent(plainValue -> others.put(key, plainValue.value()));
        }
        if (!tensors.isEmpty()) {
            // What lies beside loose tensors at the top belongs to the file; beside the tensors of a network, to the network.
            if (path.isEmpty()) facts.putAll(others);
            networks.put(path, stateDict(tensors, path.isEmpty() ? Map.of() : others, dict.attributes()));
        } else {
            others.forEach((key, value) -> facts.put(prefix + key, value));
        }
    }

    /** Losses and metrics are modules too, without any tensors. */
    private void addNetwork(String path, Py value) throws RejectedException {
        StateDict network = flat(value);
        if (!network.tensors().isEmpty() || !(value instanceof Py.Placeholder)) networks.put(path, network);
    }

    /** A network would be drawn without this tensor, and so not as it is. @throws RejectedException if it is one of a kind that is not known */
    static void refuseUnknown(Py value) throws RejectedException {
        if (value instanceof Py.Placeholder placeholder && placeholder.isTensor())
            throw new RejectedException(Globals.notAllowed(placeholder.cause()));
    }

    private StateDict stateDict(SequencedMap<String, StoredTensor> tensors, Map<String, Object> others, Py.Dict dictAttributes)
            throws RejectedException {
        SequencedMap<String, Object> attributes = new LinkedHashMap<>(others);
        SequencedSet<String> modules = new LinkedHashSet<>();
        if (dictAttributes != null && dictAttributes.get("_metadata") instanceof Py.Dict metadata) {
            for (int i = 0; i < metadata.size(); i++) {
                budget.node();
                if (!(metadata.key(i) instanceof Py.Text(var module))) continue;
                budget.heap(module.length() + 128L);
                if (!module.isEmpty()) modules.add(module);
                if (metadata.value(i) instanceof Py.Dict about && about.get("version") instanceof Py.Int(var version))
                    attributes.put(module.isEmpty() ? "_version" : module + "._version", version);
            }
        }
        return new StateDict(tensors, attributes, modules, "");
    }

    /** Optimisers hold tensors by the number of their parameter, and belong to no network. */
    private static boolean isOptimizer(Py.Dict dict) {
        return dict.get("param_groups") != null && dict.get("state") != null;
    }

    private boolean holdsNetwork(Py.Dict dict, int depth) throws RejectedException {
        if (depth > DEEPEST) return false;
        for (int i = 0; i < dict.size(); i++) {
            budget.node();
            if (!(dict.key(i) instanceof Py.Text)) continue;
            switch (dict.value(i)) {
                case Py.Tensor _ -> {
                    return true;
                }
                case Py.Array array when isTensor(array) -> {
                    return true;
                }
                case Py network when isNetwork(network) -> {
                    return true;
                }
                case Py other -> {
                    Py.Dict inner = parts(other);
                    if (inner != null && !isOptimizer(inner) && holdsNetwork(inner, depth + 1)) return true;
                }
            }
        }
        return false;
    }

    private static boolean isTensor(Py.Array array) {
        return array.type() != null && array.content() != null && ArrayTypes.tensorType(array.type()) != null;
    }

    /** Null if the value is no tensor. */
    static StoredTensor tensor(Py value, ReadBudget budget) throws RejectedException {
        return switch (value) {
            case Py.Tensor tensor -> {
                count(budget);
                yield StoredTensor.within(tensor.storage().extent(), tensor.storage().dtype(), tensor.offset(), tensor.size(),
                        tensor.stride(), budget.limits());
            }
            case Py.Array array when isTensor(array) -> {
                count(budget);
                yield StoredTensor.within(array.content().extent(), ArrayTypes.tensorType(array.type()), 0, array.shape(),
                        strides(array), budget.limits());
            }
            default -> null;
        };
    }

    static void count(ReadBudget budget) throws RejectedException {
        budget.tensor();
        budget.heap(256);
    }

    private static long[] strides(Py.Array array) {
        long[] shape = array.shape();
        long[] stride = new long[shape.length];
        long step = 1;
        for (int i = 0; i < shape.length; i++) {
            int d = array.fortran() ? i : shape.length - 1 - i;
            stride[d] = step;
            // A product that overflows belongs to a shape that is refused for its number of elements.
            step *= shape[d];
        }
        return stride;
    }
}
