package meander.models.family;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.graph.ConstantFolding;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.text.PhraseException;

/**
 * Puts a network that one tool has saved into the words of another: names, order of axes and units of its tensors. Their numbers are
 * read and converted when they are asked for, and not before.
 */
public final class StateDictConverter {
    /** TensorFlow's kernels {@code [kh,kw,I,O]} as PyTorch's {@code [O,I,kh,kw]}. */
    public static final UnaryOperator<Value> KERNEL = x -> x.transpose(3, 2, 0, 1);
    /** Kernels {@code [O,I,kh,kw]} by which an up-sampling layer spreads, as the kernel of a convolution after the up-sampling. */
    public static final UnaryOperator<Value> MIRRORED = x -> x.flip(2).flip(3);
    /** TensorFlow's dense weights {@code [I,O]} as PyTorch's {@code [O,I]}. */
    public static final UnaryOperator<Value> DENSE = Value::transpose;
    /** {@code [1,…] → […]}. */
    public static final UnaryOperator<Value> SINGLE = x -> x.reshape(Arrays.copyOfRange(x.shape().dims(), 1, x.shape().rank()));
    /** {@code [1,1,H,W] → [H,W]}. */
    public static final UnaryOperator<Value> PLANE = x -> x.reshape(x.shape().dim(2), x.shape().dim(3));

    private final StateDict file;
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final SequencedMap<String, Object> attributes = new LinkedHashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();

    public StateDictConverter(StateDict file) {
        this.file = file;
    }

    /** What it is translated from. */
    public StateDict file() {
        return file;
    }

    public boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    /**
     * The shape of a tensor of the file.
     *
     * @throws IllegalArgumentException if it is missing, empty or has another number of axes
     */
    public Shape shape(String name, int rank) {
        return shape(file, name, rank);
    }

    /** As {@link #shape(String, int)}, of any network. */
    public static Shape shape(StateDict file, String name, int rank) {
        StoredTensor tensor = file.tensors().get(name);
        if (tensor == null) throw new PhraseException(TensorDifference.ABSENT.with(name));
        Shape shape = Shape.of(tensor.shape());
        if (shape.rank() != rank) throw new PhraseException(TensorDifference.OTHER_RANK.with(name, shape.toString(), rank));
        if (tensor.elements() == 0) // could claim any size without holding it
            throw new PhraseException(TensorDifference.EMPTY.with(name));
        return shape;
    }

    /**
     * A tensor of one number.
     *
     * @throws IllegalArgumentException if it is missing or holds more
     */
    public double number(String name) {
        StoredTensor tensor = file.tensors().get(name);
        if (tensor == null || tensor.elements() != 1)
            throw new PhraseException(TensorDifference.NOT_ONE.with(name, String.valueOf(tensor)));
        return tensor.doubles()[0];
    }

    /** A tensor under another name. One that the file lacks is left out, so that whoever needs it misses it. */
    public void take(String from, String to) {
        take(from, to, UnaryOperator.identity());
    }

    /**
     * A tensor under another name and changed.
     *
     * @param change written as networks are: only operations that {@link ConstantFolding} works out
     * @throws IllegalArgumentException if the tensor is no such thing as can be changed so
     */
    public void take(String from, String to, UnaryOperator<Value> change) {
        StoredTensor tensor = file.tensors().get(from);
        if (tensor == null) return;
        taken.add(from);
        put(to, changed(from, tensor, change));
    }

    /** A tensor that is not in the file. */
    public void put(String name, StoredTensor tensor) {
        tensors.put(name, tensor);
    }

    /** An attribute that is not in the file. */
    public void put(String name, Object value) {
        attributes.put(name, value);
    }

    /**
     * The network in its new words. What was not taken stays as it is called, so that a layer that nobody knows does not go unnoticed.
     *
     * @param spare names in the file that do without a new one
     */
    public StateDict done(Predicate<String> spare) {
        file.tensors().forEach((name, tensor) -> {
            if (!taken.contains(name) && !spare.test(name)) tensors.putIfAbsent(name, tensor);
        });
        return new StateDict(tensors, attributes, new LinkedHashSet<>(), file.className());
    }

    /** @param name for messages */
    public static StoredTensor changed(String name, StoredTensor tensor, UnaryOperator<Value> change) {
        Graph graph = new Graph();
        Value in = Scope.root(graph).parameter(name, Initializer.ZERO, tensor.shape());
        Value out;
        try {
            out = change.apply(in);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + in.shape() + ": " + e.getMessage(), e);
        }
        if (out == in) return tensor;
        return StoredTensor.derived(() -> {
            Tensor numbers = new Tensor(in.shape(), tensor.floats());
            return new ConstantFolding(Weights.of(Map.of(name, numbers))).evaluate(out).data();
        }, out.shape().dims());
    }
}
