package meander.models.checkpoint.pickle;

import java.util.List;
import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.HeapBytes;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.RejectedException;

/**
 * The arguments of one call in a pickle, each taken as what the callee needs or refused.
 *
 * @param callee for messages
 * @param at     where the call stands in the file
 */
public record Arguments(Py.Global callee, List<Py> values, ByteCursor at, ReadBudget budget) {
    public int count() {
        return values.size();
    }

    public Py get(int index) throws RejectedException {
        if (index >= values.size()) throw malformed("too few arguments");
        return values.get(index);
    }

    public String text(int index) throws RejectedException {
        if (get(index) instanceof Py.Text(var text)) return text;
        throw unexpected(index);
    }

    public long integer(int index) throws RejectedException {
        if (get(index) instanceof Py.Int(var value)) return value;
        throw unexpected(index);
    }

    public boolean bool(int index) throws RejectedException {
        return switch (get(index)) {
            case Py.Bool(var value) -> value;
            case Py.Int(var value) -> value != 0;
            default -> throw unexpected(index);
        };
    }

    public Py.Dict dict(int index) throws RejectedException {
        if (get(index) instanceof Py.Dict dict) return dict;
        throw unexpected(index);
    }

    public Py.ArrayType arrayType(int index) throws RejectedException {
        if (get(index) instanceof Py.ArrayType type) return type;
        throw unexpected(index);
    }

    /** Python 2 has no bytes, so there a string holds them. */
    public Py.Bytes bytes(int index) throws RejectedException {
        return switch (get(index)) {
            case Py.Bytes bytes -> bytes;
            case Py.Text(var text) -> latin1(text);
            default -> throw unexpected(index);
        };
    }

    /** The bytes of a string whose characters are bytes. */
    public Py.Bytes latin1(String text) throws RejectedException {
        budget.heap(text.length() + 64L);
        byte[] content = new byte[text.length()];
        for (int i = 0; i < content.length; i++) {
            char c = text.charAt(i);
            if (c > 0xff) throw malformed("a string that does not hold bytes");
            content[i] = (byte) c;
        }
        return new Py.Bytes(new HeapBytes(content).all());
    }

    public List<Py> items(int index) throws RejectedException {
        return switch (get(index)) {
            case Py.Tuple(var items) -> items;
            case Py.Items(var items) -> items;
            case Py.SetOf(var items) -> items;
            default -> throw unexpected(index);
        };
    }

    /** A shape or strides: a short row of integers. */
    public long[] integers(int index) throws RejectedException {
        List<Py> items = items(index);
        if (items.size() > 32) throw malformed("more than 32 dimensions");
        budget.heap(16 + 8L * items.size());
        long[] values = new long[items.size()];
        for (int i = 0; i < values.length; i++) {
            if (!(items.get(i) instanceof Py.Int(var value))) throw unexpected(index);
            values[i] = value;
        }
        return values;
    }

    public RejectedException malformed(String what) {
        return at.malformed(callee.qualifiedName() + ": " + what);
    }

    private RejectedException unexpected(int index) {
        return malformed(Py.kind(values.get(index)) + " as argument " + (index + 1));
    }
}
