package meander.models.checkpoint.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;

/** A GraphProto or the body of a function: what it takes, gives and does. Nothing larger than a shape is read. */
final class OnnxGraphReader {
    /** A value, with its type where the file tells it. */
    record Declared(String name, Optional<DType> type, Optional<List<Integer>> dims) {}

    /**
     * One step.
     *
     * @param small  numbers of a constant, if they are a few whole ones
     * @param shape  of what a step makes by itself, where an attribute tells it
     * @param graphs that it chooses from
     */
    record Node(String operation, String domain, List<String> inputs, List<String> outputs, Optional<long[]> small,
            Optional<long[]> shape, List<OnnxGraphReader> graphs) {}

    /** They make as many numbers as a shape among their inputs says, which is at this place. */
    private static final Map<String, Integer> SHAPED = Map.of("ConstantOfShape", 0, "Expand", 1, "Tile", 1, "Resize", 3);

    private final Path file;
    private final ReadBudget budget;
    private final int depth;
    private final SequencedMap<String, OnnxTensorReader> initializers = new LinkedHashMap<>();
    private final List<Declared> inputs = new ArrayList<>();
    private final List<Declared> outputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    private OnnxGraphReader(Path file, ReadBudget budget, int depth) {
        this.file = file;
        this.budget = budget;
        this.depth = depth;
    }

    static OnnxGraphReader read(ProtobufReader in, Path file, ReadBudget budget, int depth) throws IOException {
        OnnxGraphReader graph = new OnnxGraphReader(file, budget, depth);
        budget.depth(depth);
        while (in.next())
            switch (in.field()) {
                case 1 -> graph.nodes.add(graph.node(in.message()));
                case 5 -> {
                    OnnxTensorReader numbers = OnnxTensorReader.read(in.message(), file, budget, depth == 0);
                    if (graph.initializers.put(numbers.name(), numbers) != null) throw fault("two tensors of one name");
                }
                case 11 -> graph.inputs.add(declared(in.message(), budget));
                case 12 -> graph.outputs.add(declared(in.message(), budget));
                case 15 -> sparse(in.message(), file, budget);
                default -> in.skip();
            }
        return graph;
    }

    /** The steps of a FunctionProto, whose inputs and outputs are names alone. */
    void addStep(ProtobufReader in) throws IOException {
        nodes.add(node(in));
    }

    static OnnxGraphReader function(Path file, ReadBudget budget) {
        return new OnnxGraphReader(file, budget, 1);
    }

    SequencedMap<String, OnnxTensorReader> initializers() {
        return initializers;
    }

    /** That the file itself does not fill. */
    List<Declared> open() {
        return inputs.stream().filter(input -> !initializers.containsKey(input.name())).toList();
    }

    List<Declared> outputs() {
        return outputs;
    }

    List<Node> nodes() {
        return nodes;
    }

    private Node node(ProtobufReader in) throws IOException {
        List<String> reads = new ArrayList<>();
        List<String> gives = new ArrayList<>();
        List<OnnxGraphReader> graphs = new ArrayList<>();
        Attributes attributes = new Attributes(graphs);
        String operation = "";
        String domain = "";
        while (in.next())
            switch (in.field()) {
                case 1 -> reads.add(in.text());
                case 2 -> gives.add(in.text());
                case 4 -> operation = in.text();
                case 5 -> attributes.read(in.message());
                case 7 -> domain = in.text();
                default -> in.skip();
            }
        budget.heap(160);
        return new Node(operation, domain.equals("ai.onnx") ? "" : domain, reads, gives, attributes.small, attributes.shape,
                graphs);
    }

    /** Of one step. */
    private final class Attributes {
        private final List<OnnxGraphReader> graphs;
        private Optional<long[]> small = Optional.empty();
        private Optional<long[]> shape = Optional.empty();

        Attributes(List<OnnxGraphReader> graphs) {
            this.graphs = graphs;
        }

        void read(ProtobufReader in) throws IOException {
            String name = "";
            List<Long> whole = new ArrayList<>();
            while (in.next())
                switch (in.field()) {
                    case 1 -> name = in.text();
                    case 5, 10 -> small = OnnxTensorReader.read(in.message(), file, budget, false).small();
                    case 6, 11 -> graphs.add(OnnxGraphReader.read(in.message(), file, budget, depth + 1));
                    case 8 -> {
                        budget.heap(24);
                        in.numbers(whole::add);
                    }
                    case 22, 23 -> sparse(in.message(), file, budget);
                    default -> in.skip();
                }
            if (name.equals("shape")) shape = Optional.of(whole.stream().mapToLong(Long::longValue).toArray());
            if (name.equals("value_ints")) small = Optional.of(whole.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private static void sparse(ProtobufReader in, Path file, ReadBudget budget) throws IOException {
        List<Long> dims = new ArrayList<>();
        while (in.next())
            switch (in.field()) {
                case 1, 2 -> OnnxTensorReader.read(in.message(), file, budget, false);
                case 3 -> in.numbers(dims::add);
                default -> in.skip();
            }
        OnnxTensorReader.product(dims, budget, in.in());
    }

    private static Declared declared(ProtobufReader in, ReadBudget budget) throws IOException {
        String name = "";
        long type = 0;
        List<Integer> dims = null;
        while (in.next())
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> {
                    for (ProtobufReader kind = in.message(); kind.next();) {
                        if (kind.field() != 1) {
                            kind.skip();
                            continue;
                        }
                        for (ProtobufReader tensor = kind.message(); tensor.next();)
                            switch (tensor.field()) {
                                case 1 -> type = tensor.number();
                                case 2 -> dims = dims(tensor.message(), budget);
                                default -> tensor.skip();
                            }
                    }
                }
                default -> in.skip();
            }
        return new Declared(name, OnnxTensorReader.type(type), Optional.ofNullable(dims));
    }

    private static List<Integer> dims(ProtobufReader in, ReadBudget budget) throws IOException {
        List<Integer> dims = new ArrayList<>();
        List<Long> known = new ArrayList<>();
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            int size = Port.ANY;
            for (ProtobufReader dim = in.message(); dim.next();)
                if (dim.field() == 1) {
                    long value = dim.number();
                    if (value > 0) known.add(value);
                    OnnxTensorReader.product(known, budget, dim.in());
                    size = value > 0 ? (int) value : Port.ANY;
                } else
                    dim.skip();
            dims.add(size);
            if (dims.size() > budget.limits().dimensions()) throw in.in().malformed("a value of too many axes");
        }
        return dims;
    }

    /**
     * Makes sure that every step can run: all that it reads is there before it, in some order, and nothing is made of a size that no
     * network needs.
     *
     * @param around names that are known around this graph
     * @return names from around it that it reads
     */
    Set<String> check(Set<String> around) throws RejectedException {
        Map<String, long[]> shapes = new HashMap<>();
        initializers.forEach((name, numbers) -> numbers.small().ifPresent(values -> shapes.put(name, values)));
        Set<String> known = new HashSet<>(initializers.keySet());
        inputs.forEach(input -> known.add(input.name()));
        Map<String, Node> makers = new HashMap<>();
        for (Node node : nodes)
            for (String output : node.outputs())
                if (!output.isEmpty() && (known.contains(output) || makers.put(output, node) != null))
                    throw fault("two steps give the same value");
        Set<String> within = new HashSet<>(around);
        within.addAll(known);
        within.addAll(makers.keySet());
        Set<String> outside = new TreeSet<>();
        Map<Node, Set<String>> reads = new LinkedHashMap<>();
        for (Node node : nodes) {
            node.small().filter(_ -> !node.outputs().isEmpty())
                    .ifPresent(values -> shapes.put(node.outputs().getFirst(), values));
            Set<String> read = new TreeSet<>(node.inputs());
            for (OnnxGraphReader graph : node.graphs())
                read.addAll(graph.check(within));
            read.remove("");
            for (String name : read)
                if (!within.contains(name)) throw fault("a step reads \"" + DisplayName.of(name) + "\", which nothing gives");
            reads.put(node, read);
            for (String name : read)
                if (!known.contains(name) && !makers.containsKey(name)) outside.add(name);
        }
        for (Declared output : outputs)
            if (!within.contains(output.name()))
                throw fault("nothing gives its output \"" + DisplayName.of(output.name()) + "\"");
        if (!isOrdered(reads, makers)) throw fault("its steps wait for each other in a circle");
        for (Node node : nodes)
            checkSize(node, shapes);
        return outside;
    }

    /** Kahn's algorithm: takes away steps all of whose inputs are there, until none is left. */
    private boolean isOrdered(Map<Node, Set<String>> reads, Map<String, Node> makers) {
        Map<Node, Integer> missing = new HashMap<>();
        Map<Node, List<Node>> users = new HashMap<>();
        Deque<Node> ready = new ArrayDeque<>();
        reads.forEach((node, names) -> {
            Set<Node> from = new HashSet<>();
            names.forEach(name -> Optional.ofNullable(makers.get(name)).ifPresent(from::add));
            from.forEach(maker -> users.computeIfAbsent(maker, _ -> new ArrayList<>()).add(node));
            missing.put(node, from.size());
            if (from.isEmpty()) ready.add(node);
        });
        int done = 0;
        for (; !ready.isEmpty(); done++)
            for (Node user : users.getOrDefault(ready.remove(), List.of()))
                if (missing.merge(user, -1, Integer::sum) == 0) ready.add(user);
        return done == reads.size();
    }

    private void checkSize(Node node, Map<String, long[]> shapes) throws RejectedException {
        Integer place = node.domain().isEmpty() ? SHAPED.get(node.operation()) : null;
        long[] dims = place != null && place < node.inputs().size() ? shapes.get(node.inputs().get(place)) : null;
        if (dims == null) dims = node.shape().orElse(null);
        if (dims == null) return;
        double product = Arrays.stream(dims).asDoubleStream().filter(dim -> dim > 0).reduce(1, (a, b) -> a * b);
        if (product > budget.limits().elements())
            throw new RejectedException(Reason.TOO_LARGE, "numbers in one tensor", budget.limits().elements());
    }

    static RejectedException fault(String what) {
        return new RejectedException(Reason.PROGRAM_FAULT, what);
    }
}
