package meander.models.checkpoint.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.pickle.Arguments;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;
import meander.models.checkpoint.pickle.Storage;
import meander.models.checkpoint.pickle.Unpickler;

/**
 * What {@code torch.save} wrote before 1.6, and still writes for a single storage: the magic number, the protocol, facts about the
 * computer, the object, and the keys of the storages, each a pickle; then for each key a count and the raw numbers, which stay unread.
 */
public final class TorchLegacyReader {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private record View(Storage view, Storage root, long offset) {}

    private final ByteCursor in;
    private final ReadBudget budget;
    private final Globals globals;
    private final Map<String, Storage> storages = new HashMap<>();
    private final List<View> views = new ArrayList<>();

    public TorchLegacyReader(ByteCursor in, ReadBudget budget, Globals globals) {
        this.in = in;
        this.budget = budget;
        this.globals = globals;
    }

    /** Whether this value, read first, begins such a stream. */
    public static boolean isMagic(Py first) {
        return first instanceof Py.Big(var value) && value.equals(MAGIC);
    }

    /** The whole stream. */
    Py read() throws IOException {
        if (!isMagic(next())) throw in.malformed("not a stream of PyTorch");
        return readBehindMagic();
    }

    /** The object of the stream, its storages located; the cursor stands behind the magic number. */
    public Py readBehindMagic() throws IOException {
        if (!(next() instanceof Py.Int(var protocol)) || protocol != PROTOCOL)
            throw in.malformed("an unknown protocol of PyTorch");
        if (next() instanceof Py.Dict system && system.get("little_endian") instanceof Py.Bool(var little) && !little)
            throw new RejectedException(Reason.BIG_ENDIAN);
        Py object = next();
        // A call and nothing else holds no weights, whatever may follow.
        if (object instanceof Py.Placeholder called && called.attributes() == null && called.items().size() == 0)
            throw new RejectedException(Globals.notAllowed(called.cause()));
        if (!(next() instanceof Py.Items(var keys))) throw in.malformed("no list of storages");
        for (Py key : keys) {
            Storage storage = key instanceof Py.Text(var text) ? storages.get(text) : null;
            if (storage == null || storage.isLocated()) throw in.malformed("a storage that nothing uses");
            if (in.i64() != storage.elements()) throw in.malformed("a storage of another size than announced");
            storage.located(in.skip(storage.bytes(in.position())));
        }
        for (View view : views)
            view.view().located(view.root().part(view.offset(), view.view().elements()));
        return object;
    }

    private Py next() throws IOException {
        return new Unpickler(in, budget, globals, this::load).load();
    }

    private Py load(Arguments identifier) throws IOException {
        if (StorageTypes.isClass(identifier)) return identifier.get(1);
        Storage storage = StorageTypes.read(identifier);
        Storage root = storages.putIfAbsent(storage.key(), storage);
        if (root == null) root = storage;
        else if (root.dtype() != storage.dtype() || root.elements() != storage.elements())
            throw identifier.malformed("two sizes of one storage");
        if (identifier.count() < 6 || !(identifier.get(5) instanceof Py.Tuple(var view))) return root;
        var part = new Arguments(identifier.callee(), view, in, budget);
        var viewed = new Storage(part.text(0), storage.dtype(), part.integer(2));
        budget.heap(128);
        views.add(new View(viewed, root, part.integer(1)));
        return viewed;
    }
}
