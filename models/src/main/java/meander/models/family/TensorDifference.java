package meander.models.family;

import meander.models.graph.Parameters;
import meander.models.text.Phrase;

/** How a file's tensors differ from those that a network declares, as a part of a sentence. */
public enum TensorDifference implements Phrase.Key {
    /** Name of a tensor, its shape. */
    MISSING("{0} {1} is missing"),
    /** Name of a tensor, the shape that was found, the shape that was expected. */
    OTHER_SHAPE("{0} is {1}, not {2}"),
    /** Name of a tensor, its shape. */
    OF_NO_LAYER("{0} {1} belongs to no layer known here"),
    /** Name of a tensor. */
    ABSENT("{0} is missing"),
    /** Name of a tensor, its shape, the number of axes that it should have. */
    OTHER_RANK("{0} is {1}, not of {2,number,#} axes"),
    /** Name of a tensor. */
    EMPTY("{0} is empty"),
    /** Name of a tensor, what it is. */
    NOT_ONE("{0} is {1}, not one number"),
    /** Name of a tensor, how many numbers it has. */
    VALUES("{0} has {1,number,#} values"),
    /** An argument of the network, its value. */
    BUILT_WITH("it was built with {0} = {1}"),
    /** Two of these. */
    TWO("{0}; {1}"),
    /** Three of these. */
    THREE("{0}; {1}; {2}");

    private final String pattern;

    TensorDifference(String pattern) {
        this.pattern = pattern;
    }

    static Phrase of(Parameters.Difference difference) {
        String declared = difference.declared().toString();
        return difference.found().map(found -> OTHER_SHAPE.with(difference.name(), found.toString(), declared))
                .orElse(MISSING.with(difference.name(), declared));
    }

    @Override
    public String key() {
        return "tensorDifference." + name();
    }

    @Override
    public String pattern() {
        return pattern;
    }
}
