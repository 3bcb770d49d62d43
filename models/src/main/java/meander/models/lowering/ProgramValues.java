package meander.models.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.pickle.Py;
import meander.models.checkpoint.torch.script.CheckedArchive;
import meander.models.checkpoint.torch.script.CheckedScript;
import meander.models.checkpoint.torch.script.ScriptClass;
import meander.models.checkpoint.torch.script.ScriptExpression;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.lowering.LoweredTensor.Kind;
import meander.models.lowering.Lowering.TupleValue;

/** What a program holds: attributes of its modules and its constants. Tensors become parameters of the graph when they are first asked for. */
final class ProgramValues {
    /** A module of the program. @param path how it is reached: {@code layers.0} */
    record Module(Py.Obj object, String path) {}

    /** Evaluates what is declared as a literal. */
    interface Literals {
        Object evaluate(ScriptExpression literal) throws RejectedException;
    }

    private final CheckedScript script;
    private final Graph graph;
    private final Literals literals;
    private final Map<String, StoredTensor> weights = new HashMap<>();
    private final Map<Py.Obj, Map<String, Object>> modules = new IdentityHashMap<>();
    private final Map<Integer, Object> constants = new HashMap<>();

    ProgramValues(CheckedScript script, Graph graph, Literals literals) {
        this.script = script;
        this.graph = graph;
        this.literals = literals;
    }

    /** All parameters so far. */
    Weights weights() {
        Map<String, StoredTensor> kept = Map.copyOf(weights);
        return parameter -> new Tensor(parameter.shape(), kept.get(parameter.name()).floats());
    }

    Tensor tensor(Op.Parameter parameter) {
        return new Tensor(parameter.shape(), weights.get(parameter.name()).floats());
    }

    /** An attribute or a constant of a module. */
    Object member(Object of, String name) throws RejectedException {
        if (!(of instanceof Module(Py.Obj object, String path))) throw new IllegalArgumentException("no module has " + name);
        Map<String, Object> known = modules.computeIfAbsent(object, _ -> new HashMap<>());
        if (known.containsKey(name)) return known.get(name);
        ScriptClass type = script.type(object);
        ScriptClass.Fixed constant = type.constants().get(name);
        String inner = path.isEmpty() ? name : path + "." + name;
        Object value;
        if (name.equals("training")) value = false;
        else
            value = constant != null ? literals.evaluate(constant.value()) : held(object.attributes().get(name), inner);
        known.put(name, value);
        return value;
    }

    /** {@code CONSTANTS.c0}, … */
    Object constant(int index) throws RejectedException {
        if (!constants.containsKey(index)) constants.put(index, held(script.constants().get(index), "CONSTANTS.c" + index));
        return constants.get(index);
    }

    private Object held(Py held, String path) throws RejectedException {
        return switch (CheckedScript.plain(held)) {
            case Py.None _ -> null;
            case Py.Bool(boolean truth) -> truth;
            case Py.Int(long number) -> number;
            case Py.Real(double number) -> number;
            case Py.Text(String text) -> text;
            case Py.Obj object -> new Module(object, path);
            case Py.Tensor tensor -> parameter(tensor, path);
            case Py.Tuple(List<Py> items) -> new TupleValue(all(items, path));
            case Py.Items(List<Py> items) -> all(items, path);
            default -> throw new EngineOnlyException("a module that holds " + held.getClass().getSimpleName());
        };
    }

    private List<Object> all(List<Py> items, String path) throws RejectedException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++)
            values.add(held(items.get(i), path + "." + i));
        return values;
    }

    private LoweredTensor parameter(Py.Tensor tensor, String path) throws RejectedException {
        StoredTensor stored = CheckedArchive.stored(tensor);
        String name = path;
        while (weights.containsKey(name))
            name += "_";
        weights.put(name, stored);
        Kind kind = stored.dtype() == DType.BOOL ? Kind.TRUTH : stored.dtype().isReal() ? Kind.REAL : Kind.WHOLE;
        return LoweredTensor.stored(graph.parameter(new Op.Parameter(name, Shape.of(stored.shape()), Initializer.ZERO, true)),
                kind);
    }
}
