package meander.models.lowering;

import java.util.List;

import meander.models.graph.Shape;

/** How much a program may ask for while its graph is built. */
final class LoweringLimits {
    static final int MOST_CONSTANT = 1 << 22; // numbers in one tensor that a program makes
    static final int MOST_ROWS = 4096; // of a table that is looked up in, and of numbers that are chosen one by one
    static final int MOST_ITEMS = 1 << 16; // of a list
    private static final int LONGEST = 10_000; // of a text

    private LoweringLimits() {}

    static List<Object> limited(List<Object> items) {
        if (items.size() > MOST_ITEMS) throw new EngineOnlyException("a list of too many items");
        return items;
    }

    static String limited(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    static Shape limited(Shape shape) {
        if (shape.elements() > MOST_CONSTANT) throw new EngineOnlyException("a constant of that size");
        return shape;
    }
}
