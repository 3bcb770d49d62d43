package meander.models.checkpoint.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;

/**
 * The names that mean something in a pickle, and what each stands for. Any other is refused by its name, or becomes a
 * {@link Py.Placeholder}, which stands for nothing; no name is ever looked up anywhere else.
 */
public final class Globals {
    private static final List<String> BUILTINS = List.of("builtins", "__builtin__");

    private final Map<String, Py.Global> known = new HashMap<>();
    private boolean placeholders;
    private Py.Global firstUnknown;
    private final Set<String> asked = new HashSet<>();

    /** Python's own, as far as checkpoints use them. */
    public Globals() {
        allow("collections", "OrderedDict", Globals::dict);
        allow("collections", "defaultdict", arguments -> new Py.Dict());
        allow("dnnlib.util", "EasyDict", Globals::dict);
        allow("_codecs", "encode", Globals::encode);
        for (String builtins : BUILTINS) {
            allow(builtins, "dict", Globals::dict);
            allow(builtins, "list", arguments -> new Py.Items(copy(arguments)));
            allow(builtins, "tuple", arguments -> new Py.Tuple(copy(arguments)));
            allow(builtins, "set", arguments -> new Py.SetOf(copy(arguments)));
            allow(builtins, "frozenset", arguments -> new Py.SetOf(copy(arguments)));
            allow(builtins, "bytearray", Globals::bytes);
            allow(builtins, "bytes", Globals::bytes);
            for (String type : List.of("int", "float", "bool", "str", "object"))
                name(builtins, type);
        }
        // Classes that only carry settings.
        for (String module : List.of("argparse Namespace", "types SimpleNamespace", "models.utils.config BaseConfig"))
            record(module.split(" ")[0], module.split(" ")[1]);
        for (String path : List.of("PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath")) {
            allow("pathlib", path, Globals::path);
            allow("pathlib._local", path, Globals::path);
        }
    }

    public Globals allow(String module, String name, Builder builder) {
        known.put(module + ' ' + name, new Py.Global(module, name, builder));
        return this;
    }

    /** Allows a name to be mentioned, but not to be called. */
    public Globals name(String module, String name) {
        return allow(module, name, null);
    }

    /** Allows a class of which nothing is known but its attributes, which follow by BUILD. */
    public void record(String module, String name) {
        allow(module, name, arguments -> new Py.Obj(arguments.callee(), new Py.Dict()));
    }

    /** Lets names that are not known pass as placeholders instead of refusing them: what a training left beside its weights. */
    public Globals withPlaceholders() {
        placeholders = true;
        return this;
    }

    Py.Global find(String module, String name) throws RejectedException {
        Py.Global global = known.get(module + ' ' + name);
        if (global != null) asked.add(module);
        return global == null ? unknown(new Py.Global(module, name, null)) : global;
    }

    /** What calling a name comes to that stands for nothing. @throws RejectedException where there are no placeholders */
    Py.Placeholder placeholder(Py.Global callee, List<Py> arguments) throws RejectedException {
        return new Py.Placeholder(unknown(callee), arguments);
    }

    private Py.Global unknown(Py.Global global) throws RejectedException {
        if (!placeholders) throw new RejectedException(notAllowed(global));
        if (firstUnknown == null) firstUnknown = global;
        return global;
    }

    /** Whether a name of a module that is known was asked for. */
    public boolean hasAsked(String module) {
        return asked.contains(module);
    }

    /** The first name that stood for nothing, if any did. */
    public Optional<Py.Global> firstUnknown() {
        return Optional.ofNullable(firstUnknown);
    }

    /** The refusal of a file because of a name. */
    public static Rejected notAllowed(Py.Global global) {
        return Rejected.because(Reason.GLOBAL_NOT_ALLOWED, printable(global.qualifiedName()));
    }

    /** The name is a stranger's: it must not rearrange a message. */
    private static String printable(String name) {
        String safe = name.codePoints().limit(120).map(c -> c < 0x20 || c > 0x7e ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return name.length() > 120 ? safe + "…" : safe;
    }

    private static Py dict(Arguments arguments) throws RejectedException {
        var dict = new Py.Dict();
        if (arguments.count() == 0) return dict;
        if (arguments.get(0) instanceof Py.Dict other) {
            arguments.budget().heap(16L * other.size());
            for (int i = 0; i < other.size(); i++)
                dict.put(other.key(i), other.value(i));
            return dict;
        }
        List<Py> pairs = arguments.items(0);
        arguments.budget().heap(16L * pairs.size());
        for (Py pair : pairs) {
            List<Py> both = pair instanceof Py.Tuple(var items) ? items : pair instanceof Py.Items(var items) ? items : List.of();
            if (both.size() != 2 || !Py.isKey(both.getFirst())) throw arguments.malformed("not a list of pairs");
            dict.put(both.getFirst(), both.getLast());
        }
        return dict;
    }

    private static List<Py> copy(Arguments arguments) throws RejectedException {
        if (arguments.count() == 0) return new ArrayList<>();
        List<Py> items = arguments.items(0);
        arguments.budget().heap(16L + 8L * items.size());
        return new ArrayList<>(items);
    }

    /** How Python 3 spells bytes in protocols that have none. */
    private static Py encode(Arguments arguments) throws RejectedException {
        if (arguments.count() > 1 && !List.of("latin1", "latin-1", "iso-8859-1").contains(arguments.text(1)))
            throw arguments.malformed("an unexpected encoding");
        return arguments.latin1(arguments.text(0));
    }

    private static Py bytes(Arguments arguments) throws RejectedException {
        if (arguments.count() == 0) return arguments.latin1("");
        if (arguments.count() == 2 && !List.of("latin1", "latin-1").contains(arguments.text(1)))
            throw arguments.malformed("an unexpected encoding");
        return arguments.bytes(0);
    }

    private static Py path(Arguments arguments) throws RejectedException {
        var joined = new StringBuilder();
        for (int i = 0; i < arguments.count(); i++) {
            String part = arguments.text(i);
            arguments.budget().heap(2L * part.length() + 2);
            if (!joined.isEmpty() && joined.charAt(joined.length() - 1) != '/') joined.append('/');
            joined.append(part);
        }
        return new Py.Text(joined.toString());
    }
}
