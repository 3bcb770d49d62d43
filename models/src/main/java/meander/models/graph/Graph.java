package meander.models.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What running a network's definition leaves behind: operations in the order in which they were made, so that every operand
 * comes before its users, with named inputs, parameters and outputs.
 *
 * <p>A definition may {@linkplain #cut cut} the graph: what was made up to there is one stage, what follows is the next. A
 * renderer runs stage by stage, keeps what they gave, and repeats only those whose inputs changed.
 */
public final class Graph {
    /**
     * The end of a stage.
     *
     * @param label   what the stage drew, for a person
     * @param end     the first value that no longer belongs to it
     * @param preview the picture as far as this stage goes, {@code [N,C,h,w]}; null where there is none
     */
    public record Cut(String label, int end, Value preview) {}

    private final List<Value> values = new ArrayList<>();
    private final SequencedMap<String, Value> inputs = new LinkedHashMap<>();
    private final SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    private final SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    private final SequencedMap<Value, Value> updates = new LinkedHashMap<>();
    private final List<Cut> cuts = new ArrayList<>();

    /** Something fed at run time. @throws IllegalArgumentException if the name is taken */
    public Value input(String name, int... dims) {
        return named(inputs, name, apply(new Op.Input(name, Shape.of(dims))));
    }

    /** Something learned. @throws IllegalArgumentException if the name is taken by another */
    public Value parameter(String name, Shape shape, Initializer initializer) {
        return parameter(new Op.Parameter(name, shape, initializer, true));
    }

    /**
     * Something learned or kept. Declared again in the same way it is the same value: a network that runs twice in one graph shares its
     * weights.
     *
     * @throws IllegalArgumentException if the name is taken by another
     */
    public Value parameter(Op.Parameter parameter) {
        Value known = parameters.get(parameter.name());
        if (known != null && known.op().equals(parameter)) return known;
        return named(parameters, parameter.name(), apply(parameter));
    }

    /**
     * Says what something kept becomes once everything else was worked out. Training carries updates out; serving does not.
     *
     * @throws IllegalArgumentException if it is not a parameter, or the shapes differ
     */
    public void update(Value kept, Value becomes) {
        if (!(own(kept).op() instanceof Op.Parameter) || !kept.shape().equals(own(becomes).shape()))
            throw new IllegalArgumentException(kept + " cannot become " + becomes);
        updates.put(kept, becomes);
    }

    public Value constant(Tensor value) {
        return apply(new Op.Constant(value));
    }

    /** Names a result. @throws IllegalArgumentException if the name is taken */
    public void output(String name, Value value) {
        named(outputs, name, own(value));
    }

    /** Ends a stage here. @param preview the picture so far, or null */
    public void cut(String label, Value preview) {
        cuts.add(new Cut(label, values.size(), preview == null ? null : own(preview)));
    }

    /** Adds an operation. @throws IllegalArgumentException if the shapes do not fit or a value is another graph's */
    public Value apply(Op op, Value... operands) {
        for (Value operand : operands)
            own(operand);
        List<Value> list = List.of(operands);
        Value value = new Value(this, values.size(), op, list, op.infer(list.stream().map(Value::shape).toList()));
        values.add(value);
        return value;
    }

    /** Every value, operands before users. */
    public List<Value> values() {
        return Collections.unmodifiableList(values);
    }

    public SequencedMap<String, Value> inputs() {
        return Collections.unmodifiableSequencedMap(inputs);
    }

    /** The parameters in declared order. */
    public SequencedMap<String, Value> parameters() {
        return Collections.unmodifiableSequencedMap(parameters);
    }

    public SequencedMap<String, Value> outputs() {
        return Collections.unmodifiableSequencedMap(outputs);
    }

    /** What a kept parameter is by now: what it becomes, if that was said. */
    public Value latest(Value kept) {
        return updates.getOrDefault(kept, kept);
    }

    /** What kept parameters become. */
    public SequencedMap<Value, Value> updates() {
        return Collections.unmodifiableSequencedMap(updates);
    }

    /** The numbers of all values that some results are worked out from, theirs included. */
    public BitSet readBy(Collection<Value> results) {
        BitSet read = new BitSet(values.size());
        results.forEach(result -> read.set(own(result).id()));
        for (int id = read.length() - 1; id >= 0; id = read.previousSetBit(id - 1))
            values.get(id).operands().forEach(operand -> read.set(operand.id()));
        return read;
    }

    public List<Cut> cuts() {
        return Collections.unmodifiableList(cuts);
    }

    private Value own(Value value) {
        if (value.graph() != this) throw new IllegalArgumentException(value + " is of another graph");
        return value;
    }

    private static Value named(SequencedMap<String, Value> names, String name, Value value) {
        if (names.putIfAbsent(name, value) != null) throw new IllegalArgumentException("the name " + name + " is taken");
        return value;
    }
}
