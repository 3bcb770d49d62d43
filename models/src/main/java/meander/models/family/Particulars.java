package meander.models.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.graph.Graph;
import meander.models.graph.Parameters;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.nn.MappingNetwork;

/** What a file tells of one network: shapes of its tensors, attributes that it keeps, and notes on which of them told what. */
public final class Particulars {
    private static final double PUBLISHED_MAPPING_RATE = 0.01;
    private static final String AVERAGE = "mapping.w_avg";

    private final StateDict file;
    private final List<String> notes = new ArrayList<>();

    public Particulars(StateDict file) {
        this.file = file;
    }

    public StateDict file() {
        return file;
    }

    /** One plain line on where a number came from. */
    public void note(String line) {
        notes.add(line);
    }

    public List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    public boolean has(String tensor) {
        return file.tensors().containsKey(tensor);
    }

    /** @throws IllegalArgumentException if it is missing, empty or of another rank, with its name */
    public StoredTensor tensor(String name, int rank) {
        StoredTensor tensor = file.tensors().get(name);
        if (tensor == null) throw new IllegalArgumentException(name + " is missing");
        if (tensor.shape().length != rank)
            throw new IllegalArgumentException(name + " has " + tensor.shape().length + " axes, not " + rank);
        if (tensor.elements() == 0) // could claim any size without holding it
            throw new IllegalArgumentException(name + " is empty");
        return tensor;
    }

    /** @throws IllegalArgumentException as {@link #tensor} */
    public int[] shape(String name, int rank) {
        return tensor(name, rank).shape();
    }

    /** How many there are of {@code prefix0.weight}, {@code prefix1.weight}, … */
    public int count(String prefix) {
        return (int) IntStream.iterate(0, i -> has(prefix + i + ".weight"), i -> i + 1).count();
    }

    public Optional<Double> number(String attribute) {
        return file.attributes().get(attribute) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    /** An argument of the constructor: grouped by network in the StyleGAN2-ADA repository, flat in the StyleGAN3 repository. */
    public Optional<Double> argument(String group, String name) {
        if (!(file.attributes().get("_init_kwargs") instanceof Map<?, ?> arguments)) return Optional.empty();
        Object value = arguments.get(group) instanceof Map<?, ?> inner && inner.containsKey(name)
                ? inner.get(name)
                : arguments.get(name);
        return value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    /** The mapping network of a generator that NVlabs' code has written. */
    public MappingNetwork mapping(int wDim) {
        int cDim = has("mapping.embed.weight") ? shape("mapping.embed.weight", 2)[1] : 0;
        int zDim = shape("mapping.fc0.weight", 2)[1] - (cDim > 0 ? wDim : 0);
        Optional<Double> rate = number("mapping.fc0.bias_gain").or(() -> argument("mapping_kwargs", "lr_multiplier"));
        note("Learning-rate multiplier of the mapping network: "
                + (rate.isPresent() ? "kept in the file." : "not in the file, " + PUBLISHED_MAPPING_RATE + " as published."));
        return new MappingNetwork(zDim, cDim, wDim, count("mapping.fc"), rate.orElse(PUBLISHED_MAPPING_RATE));
    }

    /** The mean of w towards which ψ draws, {@code [w_dim]}; zeros where the file has none. */
    public float[] average(int wDim) {
        StoredTensor kept = file.tensors().get(AVERAGE);
        if (kept == null) {
            note("Average w: not in the file, so ψ draws towards w = 0.");
            return new float[wDim];
        }
        if (kept.elements() != wDim) throw new IllegalArgumentException(AVERAGE + " has " + kept.elements() + " values");
        return kept.floats();
    }

    /** The file's tensors as weights, read when they are asked for. */
    public Weights weights() {
        return parameter -> new Tensor(parameter.shape(), file.tensors().get(parameter.name()).floats());
    }

    /**
     * What keeps the file from fitting a network: tensors that are missing, of another shape, or of no layer that is known. A network
     * with more layers would be drawn without them, and look wrong for no reason that anyone could see.
     *
     * @param belongs whether a tensor that no graph declares ought to be one of the network's
     * @return one plain line per tensor; empty when everything fits
     */
    public List<String> differences(Predicate<String> belongs, Graph... graphs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> shapes.put(name, Shape.of(tensor.shape())));
        List<String> differences = new ArrayList<>();
        for (Graph graph : graphs)
            differences.addAll(new Parameters(graph).differences(shapes));
        shapes.forEach((name, shape) -> {
            boolean declared = List.of(graphs).stream().anyMatch(graph -> graph.parameters().containsKey(name));
            if (!declared && belongs.test(name)) differences.add(name + " " + shape + " belongs to no layer known here");
        });
        return differences;
    }
}
