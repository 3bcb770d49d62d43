package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.ProgramSource;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.ReadLimits;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;

/**
 * A TorchScript program of which every part was read and found harmless: its source, the module that it is, and its constants.
 *
 * @param version   of the operators' meaning, as the archive's {@code version} has it
 * @param module    an object of one of the source's classes, with all that it holds
 * @param constants tensors and texts, {@code CONSTANTS.c0} and so on
 */
public record CheckedScript(int version, ScriptSource source, Py.Obj module, List<Py> constants) implements ProgramSource {
    private static final String LISTS = "torch.jit._pickle";
    private static final String TAG = "restore_type_tag";
    private static final String ITEMS = "items";
    static final String TYPE = "type";
    private static final int DEEPEST = 64;

    /** What a TorchScript program was read as; empty for one in another language. */
    public static Optional<CheckedScript> of(ForeignModel program) {
        return program.source().map(CheckedScript.class::cast);
    }

    public CheckedScript {
        constants = List.copyOf(constants);
    }

    /** Parses the source. @param files texts by their path below the archive's root, {@code code/__torch__.py} */
    public static ScriptSource parse(Map<String, String> files, ReadBudget budget) throws RejectedException {
        SequencedMap<String, ScriptClass> classes = new LinkedHashMap<>();
        SequencedMap<String, ScriptFunction> functions = new LinkedHashMap<>();
        for (var file : files.entrySet())
            ScriptParser.read(file.getKey(), file.getValue(), budget, classes, functions);
        return new ScriptSource(classes, functions);
    }

    /** Allows what PyTorch's own pickler writes beside tensors: objects of the source's classes, and lists with their types. */
    public static void addTo(Globals globals, ScriptSource source) {
        for (ScriptClass type : source.classes().values())
            globals.record(type.qualified().substring(0, type.qualified().lastIndexOf('.')), type.name());
        for (String list : List.of("build_intlist", "build_doublelist", "build_boollist", "build_tensorlist"))
            globals.allow(LISTS, list, arguments -> {
                Py.Dict parts = new Py.Dict();
                parts.put(new Py.Text(ITEMS), new Py.Items(arguments.items(0)));
                return new Py.Obj(arguments.callee(), parts);
            });
        globals.allow(LISTS, TAG, arguments -> {
            Py.Dict parts = new Py.Dict();
            parts.put(new Py.Text(ITEMS), arguments.get(0));
            parts.put(new Py.Text(TYPE), new Py.Text(arguments.text(1)));
            return new Py.Obj(arguments.callee(), parts);
        });
    }

    /**
     * Checks the source against the lists.
     *
     * @param constants the content of {@code constants.pkl}
     * @throws RejectedException if anything is not as exported networks have it
     */
    public static void check(ScriptSource source, Py constants) throws RejectedException {
        if (!(constants instanceof Py.Tuple(List<Py> items)))
            throw new RejectedException(Reason.PROGRAM_FAULT, "its constants are no tuple");
        for (Py item : items)
            if (!(item instanceof Py.Tensor) && !(item instanceof Py.Text))
                throw new RejectedException(Reason.PROGRAM_FAULT, "one of its constants is " + Py.kind(item));
        ScriptChecker.check(source, items.size());
    }

    /**
     * Checks each object against its class, after the source.
     *
     * @throws RejectedException if anything is not as exported networks have it
     */
    public static CheckedScript of(int version, ScriptSource source, Py module, Py constants, ReadBudget budget)
            throws RejectedException {
        if (!(module instanceof Py.Obj object) || !source.classes().containsKey(qualified(object)))
            throw new RejectedException(Reason.PROGRAM_FAULT, "it holds no module");
        object(object, source, budget, new IdentityHashMap<>(), 0);
        return new CheckedScript(version, source, object, ((Py.Tuple) constants).items());
    }

    /** The class of a module. */
    public ScriptClass type(Py.Obj object) {
        return source.classes().get(qualified(object));
    }

    /** The method that is run. @throws RejectedException if there is none */
    public ScriptFunction forward() throws RejectedException {
        ScriptFunction forward = type(module).methods().get("forward");
        if (forward == null) throw new RejectedException(Reason.PROGRAM_FAULT, "its module has no method forward");
        return forward;
    }

    /** Lists and dicts as they are, without what the pickle says of their types. */
    public static Py plain(Py value) {
        return value instanceof Py.Obj object && object.type().module().equals(LISTS) ? object.attributes().get(ITEMS) : value;
    }

    /** What a pickle says of a list's or a dict's type beside: the name of its function, and of the last one also a type. */
    static Optional<String> tag(Py.Obj object) {
        return object.type().module().equals(LISTS) ? Optional.of(object.type().name()) : Optional.empty();
    }

    private static String qualified(Py.Obj object) {
        return object.type().qualifiedName();
    }

    private static void object(Py.Obj object, ScriptSource source, ReadBudget budget, Map<Py.Obj, Boolean> seen, int depth)
            throws RejectedException {
        if (seen.put(object, true) != null) return;
        budget.depth(depth);
        ScriptClass type = source.classes().get(qualified(object));
        Py.Dict attributes = object.attributes();
        for (int i = 0; i < attributes.size(); i++)
            if (!(attributes.key(i) instanceof Py.Text(String name)) || !type.attributes().containsKey(name))
                throw fault(type, "has something that its class does not declare");
        for (var declared : type.attributes().entrySet()) {
            budget.node();
            Py value = attributes.get(declared.getKey());
            if (value == null) throw fault(type, "lacks its attribute " + ScriptSource.shown(declared.getKey()));
            String module = ScriptExpression.dotted(declared.getValue());
            if (module != null && source.classes().containsKey(module)) {
                if (!(value instanceof Py.Obj part) || !qualified(part).equals(module))
                    throw fault(type,
                            "has another attribute " + ScriptSource.shown(declared.getKey()) + " than its class declares");
                object(part, source, budget, seen, depth + 1);
            } else if (!conforms(value, declared.getValue(), budget, 0)) {
                throw fault(type, "has another attribute " + ScriptSource.shown(declared.getKey()) + " than its class declares");
            }
        }
    }

    private static RejectedException fault(ScriptClass type, String what) {
        return new RejectedException(Reason.PROGRAM_FAULT, "an object of " + ScriptSource.shown(type.qualified()) + " " + what);
    }

    /** Whether a value is of a type; the engine would believe it. */
    private static boolean conforms(Py value, ScriptExpression type, ReadBudget budget, int depth) throws RejectedException {
        budget.node();
        if (depth > DEEPEST) return false;
        return switch (type) {
            case ScriptExpression.Name(String name, _) -> switch (name) {
                case "Tensor" -> value instanceof Py.Tensor;
                case "int" -> value instanceof Py.Int;
                case "float" -> value instanceof Py.Real;
                case "bool" -> value instanceof Py.Bool;
                case "number" -> value instanceof Py.Int || value instanceof Py.Real;
                case "str", "Device" -> value instanceof Py.Text;
                case "NoneType" -> value instanceof Py.None;
                default -> false;
            };
            case ScriptExpression.Constant(Object none, _) -> none == null && value instanceof Py.None;
            case ScriptExpression.Subscript(ScriptExpression.Name(String name, _), ScriptExpression index, _) -> {
                List<ScriptExpression> parts = index instanceof ScriptExpression.TupleOf(List<ScriptExpression> items, _)
                        ? items
                        : List.of(index);
                yield switch (name) {
                    case "Optional" ->
                        value instanceof Py.None || parts.size() == 1 && conforms(value, parts.getFirst(), budget, depth + 1);
                    case "List" -> parts.size() == 1 && plain(value) instanceof Py.Items(List<Py> items)
                            && all(items, parts.getFirst(), budget, depth) && tagged(value, type, budget);
                    case "Tuple" -> {
                        if (!(value instanceof Py.Tuple(List<Py> items)) || items.size() != parts.size()) yield false;
                        boolean all = true;
                        for (int i = 0; i < parts.size(); i++)
                            all &= conforms(items.get(i), parts.get(i), budget, depth + 1);
                        yield all;
                    }
                    case "Dict" -> {
                        if (parts.size() != 2 || !(plain(value) instanceof Py.Dict dict) || !tagged(value, type, budget))
                            yield false;
                        boolean all = true;
                        for (int i = 0; i < dict.size(); i++)
                            all &= conforms(dict.key(i), parts.get(0), budget, depth + 1)
                                    && conforms(dict.value(i), parts.get(1), budget, depth + 1);
                        yield all;
                    }
                    default -> false;
                };
            }
            default -> false;
        };
    }

    private static boolean all(List<Py> items, ScriptExpression type, ReadBudget budget, int depth) throws RejectedException {
        for (Py item : items)
            if (!conforms(item, type, budget, depth + 1)) return false;
        return true;
    }

    /** Whether a list says the type that it is declared to be. */
    private static boolean tagged(Py value, ScriptExpression type, ReadBudget budget) throws RejectedException {
        if (!(value instanceof Py.Obj object)) return true;
        String said = switch (object.type().name()) {
            case "build_intlist" -> "List[int]";
            case "build_doublelist" -> "List[float]";
            case "build_boollist" -> "List[bool]";
            case "build_tensorlist" -> "List[Tensor]";
            default -> ((Py.Text) object.attributes().get(TYPE)).value();
        };
        return SourcePrinter.type(ScriptParser.type("data.pkl", said, budget)).equals(SourcePrinter.type(type));
    }

    /**
     * Whether all functions of some source stand in the program just so.
     *
     * @param prefix of their qualified names, {@code __torch__}
     * @param text   of functions alone
     */
    public boolean defines(String prefix, String text) throws RejectedException {
        SequencedMap<String, ScriptFunction> wanted = new LinkedHashMap<>();
        ScriptParser.read("code/" + prefix.replace('.', '/') + ".py", text,
                new ReadBudget(ReadLimits.DEFAULT, () -> false, _ -> {}), new LinkedHashMap<>(), wanted);
        return wanted.entrySet().stream()
                .allMatch(function -> source.functions().get(function.getKey()) instanceof ScriptFunction found && SourcePrinter
                        .file(List.of(), List.of(found)).equals(SourcePrinter.file(List.of(), List.of(function.getValue()))));
    }

    /** The source's files by path, in one spelling. */
    SequencedMap<String, String> files() {
        SequencedMap<String, List<ScriptClass>> classes = new LinkedHashMap<>();
        SequencedMap<String, List<ScriptFunction>> functions = new LinkedHashMap<>();
        SequencedMap<String, String> files = new LinkedHashMap<>();
        source.classes().values().forEach(type -> classes.computeIfAbsent(type.file(), _ -> new ArrayList<>()).add(type));
        source.functions().values()
                .forEach(function -> functions.computeIfAbsent(function.file(), _ -> new ArrayList<>()).add(function));
        classes.keySet().forEach(file -> files.put(file, ""));
        functions.keySet().forEach(file -> files.put(file, ""));
        files.replaceAll(
                (file, _) -> SourcePrinter.file(classes.getOrDefault(file, List.of()), functions.getOrDefault(file, List.of())));
        return files;
    }
}
