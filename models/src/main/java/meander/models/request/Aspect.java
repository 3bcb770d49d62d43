package meander.models.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One part of what decides a picture: its value, its default, how it is saved, what of it fits a model. What a person resets together is one
 * aspect. All of them stand in {@link Aspects}, over which whatever saves, resets or compares requests goes; nothing else lists them.
 *
 * @param <T> its value, immutable, with an {@code equals} of its own
 */
public abstract class Aspect<T> {
    private final String id;
    private final T standard;

    /**
     * @param id       names its card, and with {@code control.} before it the card's title in the message bundles
     * @param standard the value of an aspect that a request says nothing of
     */
    protected Aspect(String id, T standard) {
        this.id = id;
        this.standard = standard;
    }

    public final String id() {
        return id;
    }

    /** The value where a request says nothing. */
    public final T standard() {
        return standard;
    }

    /** Writes the value into a saved request. The names are stable, as saved files outlive versions; what is not written is read as {@link #standard}. */
    public abstract void write(T value, ObjectNode request);

    /** Reads what {@link #write} has written. @throws IllegalArgumentException that names the field, if it holds something else */
    public abstract T read(JsonFields request);

    /**
     * As much of a value as a model can show.
     *
     * @param initial  the model's own, in place of what it has no control for
     * @param controls the model's
     */
    public abstract T fit(T value, T initial, List<Control> controls);

    /** The value without what is too large to be kept between sessions. */
    public T light(T value) {
        return value;
    }

    /** The value in words, a line each; none where there is nothing to say. */
    public abstract List<String> describe(T value);

    /** A request in which this aspect stands as in another one. */
    public final RenderRequest reset(RenderRequest request, RenderRequest initial) {
        return request.with(this, initial.get(this));
    }

    /** Whether this aspect stands differently in two requests. */
    public final boolean differs(RenderRequest request, RenderRequest other) {
        return !request.get(this).equals(other.get(this));
    }

    final RenderRequest read(RenderRequest request, JsonFields json) {
        return request.with(this, read(json));
    }

    final void write(RenderRequest request, ObjectNode json) {
        write(request.get(this), json);
    }

    final RenderRequest fit(RenderRequest request, RenderRequest initial, List<Control> controls) {
        return request.with(this, fit(request.get(this), initial.get(this), controls));
    }

    final RenderRequest light(RenderRequest request) {
        return request.with(this, light(request.get(this)));
    }

    final List<String> describe(RenderRequest request) {
        return describe(request.get(this));
    }

    /** The model's control of a kind, if it has one. */
    protected static <C extends Control> Optional<C> control(List<Control> controls, Class<C> kind) {
        return controls.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** The entries whose keys are wanted. */
    protected static <V> SortedMap<Integer, V> kept(SortedMap<Integer, V> entries, Predicate<Integer> wanted) {
        TreeMap<Integer, V> kept = new TreeMap<>(entries);
        kept.keySet().removeIf(wanted.negate());
        return kept;
    }

    /** Whether an index is that of one of these layers. */
    protected static Predicate<Integer> within(List<Control.Layer> layers) {
        return index -> layers.stream().anyMatch(layer -> layer.index() == index);
    }

    /** Whether an index is that of a dimension. */
    protected static Predicate<Integer> below(int dimensions) {
        return dimension -> dimension >= 0 && dimension < dimensions;
    }

    /** Numbers by their keys. */
    protected static ObjectNode write(ObjectNode node, Map<?, Double> numbers) {
        numbers.forEach((key, value) -> node.put(key.toString(), value));
        return node;
    }

    @Override
    public final String toString() {
        return id;
    }
}
