package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.RejectedException;

/** A function with what its names stand for. */
final class ScriptScope {
    /** What a name stands for. */
    sealed interface Kind {
        record Module(ScriptClass type) implements Kind {}

        record Function(String name) implements Kind {}

        /** Numbers, and lists, tuples and texts of them. */
        record Data() implements Kind {}
    }

    static final Kind DATA = new Kind.Data();

    /** A call in a function of another, for the bounds of its loops. */
    record Site(ScriptScope caller, List<ScriptExpression> arguments, Map<String, ScriptExpression> keywords) {}

    private final ScriptFunction function;
    /** Null for a function of its own. */
    private final ScriptClass owner;
    private final Map<String, Kind> names = new HashMap<>();
    private final Map<String, List<ScriptExpression>> values = new HashMap<>();
    private final List<Site> callers = new ArrayList<>();

    ScriptScope(ScriptFunction function, ScriptClass owner) {
        this.function = function;
        this.owner = owner;
    }

    ScriptFunction function() {
        return function;
    }

    ScriptClass owner() {
        return owner;
    }

    /** What they stand for, by name. */
    Map<String, Kind> names() {
        return names;
    }

    /** All that a name is ever set to; null where that is worked out. */
    Map<String, List<ScriptExpression>> values() {
        return values;
    }

    List<Site> callers() {
        return callers;
    }

    RejectedException refused(int line, String what) {
        return ScriptSource.refused(function.file(), line, what);
    }

    /** What an attribute or a constant of a module is; empty for one that it does not declare. */
    static Optional<Kind> member(ScriptSource source, ScriptClass type, String name) {
        if (type.constants().containsKey(name)) return Optional.of(DATA);
        ScriptExpression declared = type.attributes().get(name);
        if (declared == null) return Optional.empty();
        ScriptClass module = source.classes().get(String.valueOf(ScriptExpression.dotted(declared)));
        return Optional.of(module == null ? DATA : new Kind.Module(module));
    }
}
