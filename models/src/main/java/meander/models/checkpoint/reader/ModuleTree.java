package meander.models.checkpoint.reader;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.pickle.Py;

/** Flattens a tree of modules, as NVlabs pickles them, into dotted names. */
final class ModuleTree {
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
    static boolean isNetwork(Py.Module module) {
        return module.state().get("_parameters") instanceof Py.Dict;
    }

    StateDict flatten(Py.Module root) throws RejectedException {
        add("", root, 0);
        return new StateDict(tensors, attributes, modules, root.className());
    }

    private void add(String prefix, Py.Module module, int depth) throws RejectedException {
        budget.depth(depth);
        Py.Dict state = module.state();
        Py.Dict children = null;
        for (int i = 0; i < state.size(); i++) {
            budget.node();
            if (!(state.key(i) instanceof Py.Text(var name))) continue;
            Py value = state.value(i);
            switch (name) {
                case "_parameters", "_buffers" -> addTensors(prefix, value);
                case "_modules" -> children = value instanceof Py.Dict dict ? dict : null;
                default -> addAttribute(prefix, name, value);
            }
        }
        // After the module's own tensors, as PyTorch orders a state dict.
        for (int i = 0; children != null && i < children.size(); i++) {
            budget.node();
            if (!(children.key(i) instanceof Py.Text(var name)) || !(children.value(i) instanceof Py.Module child)) continue;
            String path = named(prefix, name);
            modules.add(path);
            add(path + ".", child, depth + 1);
        }
    }

    private void addTensors(String prefix, Py value) throws RejectedException {
        if (!(value instanceof Py.Dict dict)) return;
        for (int i = 0; i < dict.size(); i++) {
            budget.node();
            if (!(dict.key(i) instanceof Py.Text(var name))) continue;
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
