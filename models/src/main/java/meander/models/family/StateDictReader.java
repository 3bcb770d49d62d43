package meander.models.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import meander.models.checkpoint.StateDict;
import meander.models.graph.Shape;

/**
 * What a file tells of one network: the shapes of its tensors and the attributes that it keeps.
 *
 * @param notes where the numbers came from is added here, one plain line each
 */
public record StateDictReader(StateDict file, List<String> notes) {
    private static final double PUBLISHED_MAPPING_RATE = 0.01;

    public boolean has(String tensor) {
        return file.tensors().containsKey(tensor);
    }

    /** @throws IllegalArgumentException if it is missing, empty or of another rank, with its name */
    public Shape shape(String tensor, int rank) {
        return StateDictConverter.shape(file, tensor, rank);
    }

    /** @throws IllegalArgumentException as {@link #shape} */
    public int dim(String tensor, int rank, int axis) {
        return shape(tensor, rank).dim(axis);
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

    /** The learning-rate multiplier of an NVlabs mapping network. */
    public double mappingRate() {
        Optional<Double> stated = number("mapping.fc0.bias_gain").or(() -> argument("mapping_kwargs", "lr_multiplier"));
        notes.add("Learning-rate multiplier of the mapping network: "
                + (stated.isPresent() ? "kept in the file." : "not in the file, " + PUBLISHED_MAPPING_RATE + " as published."));
        return stated.orElse(PUBLISHED_MAPPING_RATE);
    }
}
