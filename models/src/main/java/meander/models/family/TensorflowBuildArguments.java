package meander.models.family;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import meander.models.checkpoint.StateDict;
import meander.models.text.PhraseException;

/** What NVlabs' TensorFlow tools passed to the function that builds a network, as far as it differs from the function's defaults. */
public final class TensorflowBuildArguments {
    private static final String ATTRIBUTE = "static_kwargs";

    private final Map<?, ?> given;

    private TensorflowBuildArguments(Map<?, ?> given) {
        this.given = given;
    }

    public static TensorflowBuildArguments of(StateDict network) {
        return new TensorflowBuildArguments(network.attributes().get(ATTRIBUTE) instanceof Map<?, ?> given ? given : Map.of());
    }

    public OptionalDouble number(String name) {
        return given.get(name) instanceof Number number ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    /** A list of numbers. */
    public Optional<double[]> numbers(String name) {
        return given.get(name) instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)
                ? Optional.of(list.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray())
                : Optional.empty();
    }

    /** A switch, or the word that leaves it to the tool. */
    public Optional<Boolean> flag(String name) {
        return given.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    /**
     * Makes sure of arguments that no tensor shows and that draw another picture.
     *
     * @param known the values that are known here, of which the default is one
     * @throws IllegalArgumentException if it is another
     */
    public void expect(String name, Object... known) {
        if (!given.containsKey(name)) return;
        Object value = given.get(name) instanceof Number number ? number.doubleValue() : given.get(name);
        if (value != null && Arrays.stream(known).noneMatch(value::equals))
            throw new PhraseException(TensorDifference.BUILT_WITH.with(name, String.valueOf(value)));
    }
}
