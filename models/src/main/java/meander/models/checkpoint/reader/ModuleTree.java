package meander.models.checkpoint.reader;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.pickle.Py;

/** Flattens a tree of modules, as NVlabs pickles them or as {@code torch.save} does with a whole module, into dotted names. */
final class ModuleTree {
    private static final String CLASS = "_class";

    private final ReadBudget budget;
    private final PlainValues plain;
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final SequencedMap<String, Object> attributes = new LinkedHashMap<>();
    private final SequencedSet<String> modules = new LinkedHashSet<>();

    ModuleTree(ReadBudget budget, PlainValues plain) {
        this.budget = budget;
        this.plain = plain;
    }

    /** Other persistent classes are pickled in the same way. */
    static boolean isNetwork(Py value) {
        return switch (value) {
            case Py.Module module -> module.state().get("_parameters") instanceof Py.Dict;
            case Py.Placeholder placeholder when placeholder.attributes() != null ->
                placeholder.attributes().get("_parameters") instanceof Py.Dict
                        && placeholder.attributes().get("_modules") instanceof Py.Dict;
            default -> false;
        };
    }

    StateDict flatten(Py root) throws RejectedException {
        add("", root, 0);
        return new StateDict(tensors, attributes, modules, className(root));
    }

    private static String className(Py module) {
        return switch (module) {
            case Py.Module nvlabs -> nvlabs.className();
            case Py.Placeholder placeholder -> placeholder.type().name();
            default -> "";
        };
    }

    private static boolean isModule(Py value) {
        return value instanceof Py.Module || isNetwork(value);
    }

    private void add(String prefix, Py module, int depth) throws RejectedException {
        budget.depth(depth);
        boolean whole = module instanceof Py.Placeholder;
        Py.Dict state = module instanceof Py.Module nvlabs ? nvlabs.state() : ((Py.Placeholder) module).attributes();
        if (module instanceof Py.Placeholder placeholder)
            attributes.put(named(prefix, CLASS), placeholder.type().qualifiedName());
        Set<String> left = whole ? temporary(state) : Set.of();
        Py.Dict children = null;
        for (int i = 0; i < state.size(); i++) {
            budget.node();
            if (!(state.key(i) instanceof Py.Text(var name))) continue;
            Py value = state.value(i);
            switch (name) {
                case "_parameters" -> addTensors(prefix, value, Set.of());
                case "_buffers" -> addTensors(prefix, value, left);
                case "_modules" -> children = value instanceof Py.Dict dict ? dict : null;
                // Where a state dict would not have it, it is a number that the module works out anew.
                default -> {
                    if (!whole || !(value instanceof Py.Tensor)) addAttribute(prefix, name, value);
                }
            }
        }
        // After the module's own tensors, as PyTorch orders a state dict.
        for (int i = 0; children != null && i < children.size(); i++) {
            budget.node();
            if (!(children.key(i) instanceof Py.Text(var name)) || !isModule(children.value(i))) continue;
            String path = named(prefix, name);
            modules.add(path);
            add(path + ".", children.value(i), depth + 1);
        }
    }

    /** Names of buffers that a state dict leaves out. */
    private Set<String> temporary(Py.Dict state) throws RejectedException {
        Set<String> names = new HashSet<>();
        if (state.get("_non_persistent_buffers_set") instanceof Py.SetOf(var items)) for (Py item : items) {
            budget.node();
            if (item instanceof Py.Text(var name)) names.add(name);
        }
        return names;
    }

    private void addTensors(String prefix, Py value, Set<String> left) throws RejectedException {
        if (!(value instanceof Py.Dict dict)) return;
        for (int i = 0; i < dict.size(); i++) {
            budget.node();
            if (!(dict.key(i) instanceof Py.Text(var name)) || left.contains(name)) continue;
            Assembler.refuseUnknown(dict.value(i));
            StoredTensor tensor = Assembler.tensor(dict.value(i), budget);
            if (tensor != null) tensors.put(named(prefix, name), tensor);
        }
    }

    private void addAttribute(String prefix, String name, Py value) throws RejectedException {
        // The other private ones are PyTorch's own housekeeping: hooks and flags.
        if (name.startsWith("_") && !name.equals("_init_args") && !name.equals("_init_kwargs")) return;
        if (value instanceof Py.Tensor) {
            tensors.put(named(prefix, name), Assembler.tensor(value, budget));
        } else {
            var plainValue = plain.of(value);
            if (plainValue.isPresent()) attributes.put(named(prefix, name), plainValue.get().value());
        }
    }

    private String named(String prefix, String name) throws RejectedException {
        budget.heap(prefix.length() + name.length() + 96L);
        return prefix + name;
    }
}
