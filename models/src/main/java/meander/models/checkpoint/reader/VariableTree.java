package meander.models.checkpoint.reader;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;

/**
 * Flattens a network as NVlabs' TensorFlow tools pickle it: variables in pairs of name and value, and components that are networks again.
 * Names are joined by slashes, as TensorFlow's scopes are. The program text that comes along is not looked at.
 */
final class VariableTree {
    private static final List<String> MODULES = List.of("dnnlib.tflib.network", "tfutil");
    private static final String CLASS = "Network";

    private final ReadBudget budget;
    private final PlainValues plain;
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final SequencedMap<String, Object> attributes = new LinkedHashMap<>();
    private final SequencedSet<String> components = new LinkedHashSet<>();

    VariableTree(ReadBudget budget, PlainValues plain) {
        this.budget = budget;
        this.plain = plain;
    }

    /** The classes of such networks, of which nothing but their attributes is known here. */
    static void addTo(Globals globals) {
        MODULES.forEach(module -> globals.record(module, CLASS));
    }

    static boolean isNetwork(Py value) {
        return value instanceof Py.Obj(Py.Global type, _) && type.name().equals(CLASS) && MODULES.contains(type.module());
    }

    StateDict flatten(Py.Obj root) throws RejectedException {
        add("", root, 0);
        String className = root.attributes().get("build_func_name") instanceof Py.Text(var name) ? name : "";
        return new StateDict(tensors, attributes, components, className);
    }

    private void add(String prefix, Py.Obj network, int depth) throws RejectedException {
        budget.depth(depth);
        Py.Dict state = network.attributes();
        for (int i = 0; i < state.size(); i++) {
            budget.node();
            if (!(state.key(i) instanceof Py.Text(var name))) continue;
            switch (name) {
                case "variables" -> addVariables(prefix, state.value(i));
                case "components", "build_module_src" -> {
                    // The ones come after the network's own variables, the other is a program.
                }
                default -> {
                    Optional<PlainValues.Plain> value = plain.of(state.value(i));
                    if (value.isPresent()) attributes.put(named(prefix, name), value.get().value());
                }
            }
        }
        if (!(state.get("components") instanceof Py.Dict parts)) return;
        for (int i = 0; i < parts.size(); i++) {
            budget.node();
            if (!(parts.key(i) instanceof Py.Text(var name)) || !isNetwork(parts.value(i))) continue;
            String path = named(prefix, name);
            components.add(path);
            add(path + "/", (Py.Obj) parts.value(i), depth + 1);
        }
    }

    private void addVariables(String prefix, Py value) throws RejectedException {
        if (!(value instanceof Py.Items(var pairs))) return;
        for (Py pair : pairs) {
            budget.node();
            if (!(pair instanceof Py.Tuple(var both)) || both.size() != 2 || !(both.getFirst() instanceof Py.Text(var name)))
                continue;
            StoredTensor tensor = both.getLast() instanceof Py.Real(var number)
                    ? scalar(number)
                    : Assembler.tensor(both.getLast(), budget);
            if (tensor != null) tensors.put(named(prefix, name), tensor);
        }
    }

    /** NumPy writes numbers without axes as numbers. */
    private StoredTensor scalar(double number) throws RejectedException {
        Assembler.count(budget);
        return StoredTensor.of(new float[]{(float) number});
    }

    private String named(String prefix, String name) throws RejectedException {
        budget.heap(prefix.length() + name.length() + 96L);
        return prefix + name;
    }
}
