package meander.training.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.training.optimizer.Optimizer;

/**
 * The parameters of one player, one after the other in one flat tensor: so an optimiser is a few operations on whole vectors, a
 * checkpoint is a few tensors, and several machines add up one tensor of gradients.
 */
public final class FlatParameters {
    /** Where a parameter lies. @param from counted in numbers */
    public record Place(Op.Parameter parameter, int from) {
        public int size() {
            return parameter.shape().elements();
        }
    }

    private final SequencedMap<String, Place> places = new LinkedHashMap<>();
    private int size;

    /** @throws IllegalArgumentException if two phases declare the same name differently */
    void add(Op.Parameter parameter) {
        Place known = places.get(parameter.name());
        if (known == null) {
            places.put(parameter.name(), new Place(parameter, size));
            size = Math.addExact(size, parameter.shape().elements());
        } else if (!known.parameter.equals(parameter))
            throw new IllegalArgumentException(parameter + " was declared as " + known.parameter);
    }

    /** @throws IllegalArgumentException if no phase declared it */
    public Place of(String parameter) {
        Place place = places.get(parameter);
        if (place == null) throw new IllegalArgumentException("no phase declares " + parameter);
        return place;
    }

    public Collection<Place> places() {
        return Collections.unmodifiableCollection(places.values());
    }

    public int size() {
        return size;
    }

    /** The stretches that are learned, the longest there are. */
    List<Optimizer.Range> learned() {
        List<Optimizer.Range> ranges = new ArrayList<>();
        for (Place place : places.values()) {
            if (!place.parameter.learned()) continue;
            Optimizer.Range last = ranges.isEmpty() ? null : ranges.getLast();
            if (last != null && last.from() + last.size() == place.from)
                ranges.set(ranges.size() - 1, new Optimizer.Range(last.from(), last.size() + place.size()));
            else
                ranges.add(new Optimizer.Range(place.from, place.size()));
        }
        return ranges;
    }

    /** All parameters, taken from somewhere. */
    float[] gather(Weights weights) {
        float[] all = new float[size];
        for (Place place : places.values())
            System.arraycopy(weights.get(place.parameter).data(), 0, all, place.from, place.size());
        return all;
    }

    /** Single parameters out of the flat tensor. */
    public Weights weights(float[] all) {
        return parameter -> {
            Place place = of(parameter.name());
            float[] data = new float[place.size()];
            System.arraycopy(all, place.from, data, 0, data.length);
            return new Tensor(parameter.shape(), data);
        };
    }
}
