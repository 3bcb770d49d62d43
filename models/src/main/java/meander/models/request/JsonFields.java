package meander.models.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A JSON value read with suspicion: every reader says what it expects and throws an {@link IllegalArgumentException} that names
 * the field when it finds something else.
 *
 * @param path how a person would name this value, for example {@code request.noise}; empty for the whole
 * @param node the value; missing where the file has none
 */
public record JsonFields(String path, JsonNode node) {
    /** Text longer than this is refused unread; styles of 18 layers are below 0.1 MB. */
    public static final int MAX_TEXT = 32 << 20;
    private static final int MAX_ENTRIES = 1 << 17;
    private static final int MAX_INDEX = 1 << 20;

    /** A field that is an object; where it is missing, an empty one. */
    public JsonFields object(String name) {
        JsonFields field = field(name);
        if (!field.absent() && !field.node.isObject()) throw field.unlike("an object");
        return field;
    }

    public Optional<JsonFields> optional(String name) {
        JsonFields field = field(name);
        return field.absent() ? Optional.empty() : Optional.of(field);
    }

    public String text(String name, int longest) {
        JsonFields field = field(name);
        if (!field.node.isTextual() || field.node.textValue().length() > longest)
            throw field.unlike("text of at most " + longest + " characters");
        return field.node.textValue();
    }

    public boolean flag(String name, boolean otherwise) {
        JsonFields field = field(name);
        if (field.absent()) return otherwise;
        if (!field.node.isBoolean()) throw field.unlike("true or false");
        return field.node.booleanValue();
    }

    /** A whole number that must be there. */
    public int whole(String name, int least, int most) {
        return (int) field(name).whole(least, most);
    }

    public long whole(String name, long least, long most, long otherwise) {
        JsonFields field = field(name);
        return field.absent() ? otherwise : field.whole(least, most);
    }

    public double number(String name, double otherwise) {
        JsonFields field = field(name);
        return field.absent() ? otherwise : field.number();
    }

    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        JsonFields field = field(name);
        if (field.absent()) return otherwise;
        for (E constant : type.getEnumConstants())
            if (constant.name().toLowerCase(Locale.ROOT).equals(field.node.textValue())) return constant;
        throw field.unlike("one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    public List<JsonFields> list(String name) {
        return field(name).elements();
    }

    public List<Long> wholes(String name, long least, long most) {
        List<Long> values = new ArrayList<>();
        list(name).forEach(element -> values.add(element.whole(least, most)));
        return values;
    }

    /** A list of numbers. */
    public List<Double> row() {
        List<Double> values = new ArrayList<>();
        elements().forEach(element -> values.add(element.number()));
        return values;
    }

    /** This object's entries, each a number. */
    public <K extends Comparable<K>> SortedMap<K, Double> numbers(Function<String, K> key) {
        return entries(key, JsonFields::number);
    }

    public <K extends Comparable<K>, V> SortedMap<K, V> entries(String name, Function<String, K> key,
            Function<JsonFields, V> value) {
        return object(name).entries(key, value);
    }

    /** The index of a layer or a dimension. */
    public static Integer index(String key) {
        if (!key.matches("[0-9]{1,7}") || Integer.parseInt(key) > MAX_INDEX)
            throw new IllegalArgumentException("“" + clip(key) + "” is not the index of a layer or a dimension");
        return Integer.valueOf(key);
    }

    IllegalArgumentException unlike(String expected) {
        String found = absent() ? "missing" : clip(node.toString());
        return new IllegalArgumentException((path.isEmpty() ? "it" : path) + " should be " + expected + ", not " + found);
    }

    private <K extends Comparable<K>, V> SortedMap<K, V> entries(Function<String, K> key, Function<JsonFields, V> value) {
        if (!absent() && !node.isObject()) throw unlike("an object");
        limited();
        SortedMap<K, V> entries = new TreeMap<>();
        node.properties().forEach(entry -> entries.put(key.apply(entry.getKey()), value.apply(field(entry.getKey()))));
        return entries;
    }

    private List<JsonFields> elements() {
        if (!absent() && !node.isArray()) throw unlike("a list");
        limited();
        List<JsonFields> elements = new ArrayList<>();
        for (JsonNode element : node)
            elements.add(new JsonFields(path, element));
        return elements;
    }

    private void limited() {
        if (node.size() > MAX_ENTRIES) throw new IllegalArgumentException(path + " has " + node.size() + " entries");
    }

    private long whole(long least, long most) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < least || node.longValue() > most)
            throw unlike("a whole number from " + least + " to " + most);
        return node.longValue();
    }

    private double number() {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) throw unlike("a number");
        return node.doubleValue();
    }

    private JsonFields field(String name) {
        JsonNode value = node.get(name);
        return new JsonFields(path.isEmpty() ? clip(name) : path + "." + clip(name),
                value == null ? MissingNode.getInstance() : value);
    }

    private boolean absent() {
        return node.isMissingNode() || node.isNull();
    }

    private static String clip(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
