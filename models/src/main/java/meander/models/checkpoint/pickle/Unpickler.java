package meander.models.checkpoint.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;

/**
 * The machine for protocols 0 to 5. It keeps a stack, marks into it and a memo, and its work grows with the bytes it reads: nesting
 * lives on its own stack and never on Java's.
 */
public final class Unpickler {
    private static final int NUMBER_LINE = 512;
    private static final int TEXT_LINE = 1 << 20;
    private static final int LONG_BYTES = 256;
    private static final int NAME_LINE = 1024;
    private static final int PLACEHOLDER_BYTES = 160;
    private static final Py.Global PERSISTENT_ID = new Py.Global("persistent", "id", null);

    private final ByteCursor in;
    private final ReadBudget budget;
    private final Globals globals;
    private final PersistentIdResolver persistent;
    private final List<Py> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Py> memo = new HashMap<>();
    private long frameEnd;

    public Unpickler(ByteCursor in, ReadBudget budget, Globals globals, PersistentIdResolver persistent) {
        this.in = in;
        this.budget = budget;
        this.globals = globals;
        this.persistent = persistent;
    }

    /** Reads one pickle; the cursor then stands behind it. */
    public Py load() throws IOException {
        while (true) {
            boolean framed = in.position() < frameEnd;
            int opcode = in.u8();
            budget.opcode();
            if (opcode == '.') return finish();
            step(opcode);
            if (framed && in.position() > frameEnd) throw in.malformed("an instruction that runs over its frame");
        }
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> protocol(in.u8());
            case 0x95 -> frame(in.i64());

            case 'N' -> push(Py.None.NONE);
            case 0x88 -> push(new Py.Bool(true));
            case 0x89 -> push(new Py.Bool(false));
            case 'K' -> push(new Py.Int(in.u8()));
            case 'M' -> push(new Py.Int(in.u16()));
            case 'J' -> push(new Py.Int(in.i32()));
            case 0x8a -> push(integer(in.u8()));
            case 0x8b -> push(integer(in.i32()));
            case 'G' -> push(new Py.Real(in.bigEndianDouble()));
            case 'I' -> push(integerLine(in.line(NUMBER_LINE)));
            case 'L' -> push(integerLine(in.line(NUMBER_LINE)));
            case 'F' -> push(realLine(in.line(NUMBER_LINE)));

            case 0x8c -> push(new Py.Text(in.utf8(in.u8())));
            case 'X' -> push(new Py.Text(in.utf8(in.u32())));
            case 0x8d -> push(new Py.Text(in.utf8(in.i64())));
            case 'V' -> push(new Py.Text(TextLines.unicode(in.line(TEXT_LINE), in)));
            case 'S' -> push(new Py.Text(TextLines.quoted(in.line(TEXT_LINE), in)));
            case 'U' -> push(python2(in.u8()));
            case 'T' -> push(python2(in.i32()));
            case 'C' -> pushBytes(in.u8());
            case 'B' -> pushBytes(in.u32());
            case 0x8e, 0x96 -> pushBytes(in.i64());

            case ')' -> push(new Py.Tuple(List.of()));
            case 't' -> push(new Py.Tuple(popToMark()));
            case 0x85 -> push(new Py.Tuple(pop(1)));
            case 0x86 -> push(new Py.Tuple(pop(2)));
            case 0x87 -> push(new Py.Tuple(pop(3)));
            case ']' -> push(new Py.Items(emptyList()));
            case 'l' -> push(new Py.Items(popToMark()));
            case 'a' -> append(pop(1));
            case 'e' -> append(popToMark());
            case '}' -> push(emptyDict());
            case 'd' -> {
                List<Py> pairs = popToMark();
                push(emptyDict());
                setItems(pairs);
            }
            case 's' -> setItems(pop(2));
            case 'u' -> setItems(popToMark());
            case 0x8f -> push(new Py.SetOf(emptyList()));
            case 0x90 -> addToSet(popToMark());
            case 0x91 -> push(new Py.SetOf(popToMark()));

            case '(' -> marks.add(stack.size());
            case '0' -> discard();
            case '1' -> popToMark();
            case '2' -> push(top());
            case 'q' -> remember(in.u8());
            case 'r' -> remember(in.u32());
            case 'p' -> remember(index(in.line(NUMBER_LINE)));
            case 0x94 -> remember(memo.size());
            case 'h' -> push(recall(in.u8()));
            case 'j' -> push(recall(in.u32()));
            case 'g' -> push(recall(index(in.line(NUMBER_LINE))));

            case 'c' -> push(globals.find(in.line(NAME_LINE), in.line(NAME_LINE)));
            case 0x93 -> stackGlobal();
            case 'R' -> call(pop(2), "called");
            case 0x81 -> call(pop(2), "made");
            case 'i' -> instance(globals.find(in.line(NAME_LINE), in.line(NAME_LINE)), popToMark(), "INST");
            case 'o' -> {
                List<Py> classAndArguments = popToMark();
                if (classAndArguments.isEmpty()) throw in.malformed("an OBJ instruction without a class");
                instance(classAndArguments.getFirst(), classAndArguments.subList(1, classAndArguments.size()), "OBJ");
            }
            case 0x92 -> callWithKeywords(pop(3));
            case 'b' -> build(pop());
            case 'Q' -> push(outside(pop()));

            case 'P' -> throw in.malformed("a PERSID instruction");
            case 0x82, 0x83, 0x84 -> throw in.malformed("a name from a private registry");
            case 0x97, 0x98 -> throw in.malformed("a buffer that is not in the file");
            default -> throw in.malformed("no pickle instruction is %02x".formatted(opcode));
        }
    }

    private Py finish() throws RejectedException {
        if (!marks.isEmpty() || stack.size() != 1) throw in.malformed("a pickle that ends with " + stack.size() + " values");
        return stack.getFirst();
    }

    private void protocol(int version) throws RejectedException {
        if (version > 5) throw in.malformed("pickle protocol " + version);
    }

    private void frame(long length) throws RejectedException {
        in.require(length);
        if (in.position() < frameEnd) throw in.malformed("a frame inside a frame");
        frameEnd = in.position() + length;
    }

    private void push(Py value) throws RejectedException {
        // Stands for the value and its place on the stack; what is larger was counted where it was read.
        budget.heap(28);
        stack.add(value);
    }

    private Py.Dict emptyDict() throws RejectedException {
        budget.heap(144);
        return new Py.Dict();
    }

    private List<Py> emptyList() throws RejectedException {
        budget.heap(24);
        return new ArrayList<>();
    }

    private void pushBytes(long length) throws IOException {
        budget.heap(48);
        push(new Py.Bytes(in.skip(length)));
    }

    private Py top() throws RejectedException {
        if (stack.size() <= floor()) throw in.malformed("a value is missing on the stack");
        return stack.getLast();
    }

    private Py pop() throws RejectedException {
        Py value = top();
        stack.removeLast();
        return value;
    }

    /** The topmost values in the order in which they were pushed. */
    private List<Py> pop(int count) throws RejectedException {
        if (stack.size() - floor() < count) throw in.malformed("a value is missing on the stack");
        return take(stack.size() - count);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    private List<Py> popToMark() throws RejectedException {
        if (marks.isEmpty()) throw in.malformed("a mark is missing on the stack");
        return take(marks.removeLast());
    }

    private List<Py> take(int from) throws RejectedException {
        List<Py> top = stack.subList(from, stack.size());
        budget.heap(40 + 4L * top.size());
        List<Py> taken = new ArrayList<>(top);
        top.clear();
        return taken;
    }

    private void discard() throws RejectedException {
        if (!marks.isEmpty() && marks.getLast() == stack.size()) marks.removeLast();
        else
            pop();
    }

    private void remember(long index) throws RejectedException {
        if (index < 0 || index > budget.limits().memo()) throw in.malformed("memo index " + index);
        budget.heap(64);
        memo.put((int) index, top());
    }

    private Py recall(long index) throws RejectedException {
        Py value = index < 0 || index > budget.limits().memo() ? null : memo.get((int) index);
        if (value == null) throw in.malformed("nothing was remembered as " + index);
        return value;
    }

    private long index(String line) throws RejectedException {
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw in.malformed("a memo index that is not a number");
        }
    }

    private Py integer(int length) throws IOException {
        if (length < 0) throw in.malformed("a negative length");
        if (length > LONG_BYTES) throw new RejectedException(Reason.TOO_LARGE, "bytes in one integer", (long) LONG_BYTES);
        budget.heap(96); // conversion leaves some copies behind
        byte[] digits = in.bytes(length);
        if (length == 0) return new Py.Int(0);
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            byte swapped = digits[i];
            digits[i] = digits[j];
            digits[j] = swapped;
        }
        return integer(new BigInteger(digits));
    }

    private static Py integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? new Py.Int(value.longValue()) : new Py.Big(value);
    }

    private Py integerLine(String line) throws RejectedException {
        if (line.equals("00") || line.equals("01")) return new Py.Bool(line.equals("01"));
        try {
            return integer(new BigInteger(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
        } catch (NumberFormatException e) {
            throw in.malformed("an integer that is not one");
        }
    }

    private Py realLine(String line) throws RejectedException {
        try {
            return new Py.Real(Double.parseDouble(line));
        } catch (NumberFormatException e) {
            throw in.malformed("a float that is not one");
        }
    }

    /** Python 2 wrote names and raw array contents alike as strings; the long ones are contents. */
    private Py python2(int length) throws IOException {
        if (length > 4096) return new Py.Bytes(in.skip(length));
        budget.heap(Math.max(length, 0) + 48L);
        return new Py.Text(new String(in.bytes(length), StandardCharsets.ISO_8859_1));
    }

    private void append(List<Py> values) throws RejectedException {
        switch (top()) {
            case Py.Items(var items) -> items.addAll(values);
            case Py.Placeholder placeholder -> placeholder.elements().addAll(values);
            default -> throw in.malformed("an append to " + Py.kind(top()));
        }
    }

    private void addToSet(List<Py> values) throws RejectedException {
        List<Py> items = switch (top()) {
            case Py.SetOf(var members) -> members;
            case Py.Placeholder placeholder -> placeholder.elements();
            default -> throw in.malformed("an addition to " + Py.kind(top()));
        };
        for (Py value : values)
            if (!Py.isKey(value)) throw in.malformed(Py.kind(value) + " in a set");
        items.addAll(values);
    }

    private void setItems(List<Py> pairs) throws RejectedException {
        Py.Dict dict = switch (top()) {
            case Py.Dict itself -> itself;
            case Py.Placeholder placeholder -> placeholder.items();
            default -> throw in.malformed("items for " + Py.kind(top()));
        };
        if (pairs.size() % 2 != 0) throw in.malformed("a key without a value");
        budget.heap(8L * pairs.size());
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!Py.isKey(pairs.get(i))) throw in.malformed(Py.kind(pairs.get(i)) + " as a key");
            dict.put(pairs.get(i), pairs.get(i + 1));
        }
    }

    private void stackGlobal() throws IOException {
        List<Py> names = pop(2);
        if (!(names.getFirst() instanceof Py.Text(var module)) || !(names.getLast() instanceof Py.Text(var name)))
            throw in.malformed("a global whose name is not a string");
        push(globals.find(module, name));
    }

    private void call(List<Py> calleeAndArguments, String what) throws IOException {
        Py callee = calleeAndArguments.getFirst();
        if (!(callee instanceof Py.Global) && !(callee instanceof Py.Placeholder))
            throw in.malformed(Py.kind(callee) + " is " + what);
        if (!(calleeAndArguments.getLast() instanceof Py.Tuple(var values))) throw in.malformed("arguments that are not a tuple");
        budget.heap(40);
        if (callee instanceof Py.Global global && global.builder() != null) push(built(global, values));
        else
            push(placeholder(callee, values));
    }

    /** What is made of a placeholder is one too, unless the builder does not mind. */
    private Py built(Py.Global callee, List<Py> values) throws IOException {
        try {
            return callee.builder().build(new Arguments(callee, values, in, budget));
        } catch (RejectedException e) {
            boolean inert = !values.isEmpty()
                    && (values.getFirst() instanceof Py.Placeholder || values.getFirst() instanceof Py.Global);
            if (inert && e.rejected().reason() == Reason.MALFORMED) return placeholder(callee, values);
            throw e;
        }
    }

    private Py placeholder(Py callee, List<Py> values) throws RejectedException {
        budget.heap(PLACEHOLDER_BYTES);
        return globals.placeholder(callee instanceof Py.Placeholder made ? made.type() : (Py.Global) callee, values);
    }

    private void callWithKeywords(List<Py> calleeAndArguments) throws IOException {
        boolean known = calleeAndArguments.getFirst() instanceof Py.Global callee && callee.builder() != null;
        if (!(calleeAndArguments.getLast() instanceof Py.Dict keywords) || known && keywords.size() > 0)
            throw in.malformed("an object made with keywords");
        call(calleeAndArguments.subList(0, 2), "made");
    }

    /** How Python 2 made objects: nothing that is known here is written so. */
    private void instance(Py type, List<Py> values, String instruction) throws RejectedException {
        boolean unknown = type instanceof Py.Placeholder || type instanceof Py.Global global && global.builder() == null;
        if (!unknown) throw in.malformed("an " + instruction + " instruction");
        push(placeholder(type, values));
    }

    private Py outside(Py identifier) throws IOException {
        if (!(identifier instanceof Py.Tuple(var values))) throw in.malformed("a persistent id that is not a tuple");
        return persistent.load(new Arguments(PERSISTENT_ID, values, in, budget));
    }

    private void build(Py state) throws IOException {
        Py target = top();
        switch (target) {
            case Py.Dict dict -> dict.attributes(attributes(state));
            case Py.Placeholder placeholder -> placeholder.state(state);
            case Py.Obj obj -> {
                Py.Dict attributes = attributes(state);
                budget.heap(16L * attributes.size());
                for (int i = 0; i < attributes.size(); i++)
                    obj.attributes().put(attributes.key(i), attributes.value(i));
            }
            case Py.ArrayType type -> {
                if (!(state instanceof Py.Tuple(var items)) || items.size() < 2 || !(items.get(1) instanceof Py.Text(var order)))
                    throw in.malformed("a dtype with " + Py.kind(state));
                type.bigEndian(order.equals(">"));
            }
            case Py.Array array -> {
                if (!(state instanceof Py.Tuple(var items))) throw in.malformed("an array with " + Py.kind(state));
                var parts = new Arguments(new Py.Global("numpy", "ndarray", null), items, in, budget);
                Py content = parts.get(4);
                // A list holds Python objects, which are no numbers.
                array.fill(parts.arrayType(2), parts.integers(1), parts.bool(3),
                        content instanceof Py.Items ? null : parts.bytes(4));
            }
            case Py.None _,Py.Bool _,Py.Int _,Py.Big _,Py.Real _,Py.Text _,Py.Bytes _,Py.Tuple _,Py.Items _,Py.SetOf _,Py.Global _,Py.Module _,Py.Tensor _,Storage _ ->
                throw in.malformed("a state for " + Py.kind(target));
        }
    }

    private Py.Dict attributes(Py state) throws RejectedException {
        if (state instanceof Py.Dict dict) return dict;
        if (state instanceof Py.Tuple(var items) && !items.isEmpty() && items.getFirst() instanceof Py.Dict dict) return dict;
        if (state instanceof Py.Placeholder placeholder) return placeholder.items();
        throw in.malformed(Py.kind(state) + " as attributes");
    }
}
