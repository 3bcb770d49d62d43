package meander.models.checkpoint.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.ZipDirectory;
import meander.models.checkpoint.pickle.Arguments;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;
import meander.models.checkpoint.pickle.Storage;
import meander.models.checkpoint.pickle.Unpickler;

/** The archive that {@code torch.save} writes since 1.6: {@code data.pkl} and one stored entry per storage, under a common root. */
public final class TorchZipReader {
    private static final String OBJECT = "data.pkl";

    private final ByteSource.Reader reader;
    private final ReadBudget budget;
    private final ZipDirectory directory;
    /** By entry. */
    private final Map<String, Storage> storages = new HashMap<>();

    public TorchZipReader(ByteSource.Reader reader, ReadBudget budget, ZipDirectory directory) {
        this.reader = reader;
        this.budget = budget;
        this.directory = directory;
    }

    /** The object of the archive, its storages located; empty if it is an archive of something else. */
    public Optional<Py> read(Globals globals) throws IOException {
        Optional<String> root = directory.names().stream().filter(name -> name.equals(OBJECT) || name.endsWith("/" + OBJECT))
                .min(Comparator.comparingInt(String::length)).map(name -> name.substring(0, name.length() - OBJECT.length()));
        if (root.isEmpty()) return Optional.empty();
        String prefix = root.get();
        return Optional.of(read(prefix, OBJECT, "data/", globals));
    }

    /**
     * The object of one of the archive's pickles.
     *
     * @param root   the folder of all entries, with its slash
     * @param folder of the pickle's storages, below the root
     */
    Py read(String root, String pickle, String folder, Globals globals) throws IOException {
        refuseBigEndian(root + "byteorder");
        ByteRange object = directory.content(root + pickle);
        var in = new ByteCursor(reader, object.position(), object.position() + object.length(), 1 << 13, budget);
        return new Unpickler(in, budget, globals, identifier -> storage(identifier, root + folder)).load();
    }

    /** The entries in which storages lie that were asked for. */
    Set<String> used() {
        return Collections.unmodifiableSet(storages.keySet());
    }

    private void refuseBigEndian(String name) throws IOException {
        if (!directory.names().contains(name)) return;
        ByteRange content = directory.content(name);
        if (content.length() == 3 && StandardCharsets.US_ASCII.decode(content.read()).toString().equals("big"))
            throw new RejectedException(Reason.BIG_ENDIAN);
    }

    private Py storage(Arguments identifier, String folder) throws IOException {
        if (StorageTypes.isClass(identifier)) return identifier.get(1);
        if (!StorageTypes.isKnown(identifier)) return new Py.Placeholder((Py.Global) identifier.get(1), identifier.values());
        Storage storage = StorageTypes.read(identifier);
        String entry = folder + storage.key();
        Storage known = storages.get(entry);
        if (known == null) {
            ByteRange content = directory.content(entry);
            long bytes = storage.bytes(content.position());
            if (bytes > content.length()) throw identifier.malformed("a storage that is larger than its entry");
            known = storage.located(new ByteRange(content.source(), content.position(), bytes));
            budget.heap(128);
            storages.put(entry, known);
        } else if (known.dtype() != storage.dtype() || known.elements() != storage.elements()) {
            throw identifier.malformed("two sizes of one storage");
        }
        if (identifier.count() < 6 || !(identifier.get(5) instanceof Py.Tuple(var view))) return known;
        budget.heap(128);
        var part = new Arguments(identifier.callee(), view, identifier.at(), budget);
        return new Storage(part.text(0), known.dtype(), part.integer(2)).located(known.part(part.integer(1), part.integer(2)));
    }
}
