package meander.models.checkpoint.torch.script;

import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.NonFiniteTensors;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.pickle.Py;

/** Looks through what a TorchScript program holds for numbers that are NaN or infinite. */
public final class ScriptNonFinite {
    private final Map<Py, Boolean> seen = new IdentityHashMap<>();

    private ScriptNonFinite() {}

    /** The first such tensor, by its path. @throws UncheckedIOException if the file cannot be read any more */
    public static Optional<NonFiniteTensors> in(CheckedScript script) {
        try {
            ScriptNonFinite look = new ScriptNonFinite();
            Optional<NonFiniteTensors> found = look.in(script.module(), "");
            return found.isPresent() ? found : look.all(script.constants(), "CONSTANTS");
        } catch (RejectedException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<NonFiniteTensors> all(List<Py> items, String path) throws RejectedException {
        for (int i = 0; i < items.size(); i++) {
            Optional<NonFiniteTensors> found = in(items.get(i), path + "." + i);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private Optional<NonFiniteTensors> in(Py value, String path) throws RejectedException {
        Py plain = CheckedScript.plain(value);
        if (seen.put(plain, true) != null) return Optional.empty();
        return switch (plain) {
            case Py.Tensor tensor -> {
                long count = NonFiniteTensors.Count.of(CheckedArchive.stored(tensor)).inProgram();
                yield count == 0 ? Optional.empty() : Optional.of(new NonFiniteTensors(ScriptSource.shown(path), count));
            }
            case Py.Obj object -> attributes(object.attributes(), path);
            case Py.Tuple(List<Py> items) -> all(items, path);
            case Py.Items(List<Py> items) -> all(items, path);
            default -> Optional.empty();
        };
    }

    private Optional<NonFiniteTensors> attributes(Py.Dict attributes, String path) throws RejectedException {
        for (int i = 0; i < attributes.size(); i++) {
            String name = attributes.key(i) instanceof Py.Text(String text) ? text : "";
            Optional<NonFiniteTensors> found = in(attributes.value(i), path.isEmpty() ? name : path + "." + name);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }
}
