package meander.models.latent;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import meander.models.text.PhraseException;

/**
 * A class label, or a blend of several: the one-hot vectors weighted and added up.
 *
 * @param weights class index to weight, none negative, divided by their sum; empty for a network without classes
 */
public record ClassMix(SortedMap<Integer, Double> weights) {
    public static final ClassMix NONE = new ClassMix(Collections.emptySortedMap());

    public ClassMix {
        for (var entry : weights.entrySet())
            if (entry.getKey() < 0 || !(entry.getValue() >= 0) || entry.getValue().isInfinite())
                throw new IllegalArgumentException("class " + entry.getKey() + " has the weight " + entry.getValue());
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }

    public static ClassMix of(int label) {
        return new ClassMix(new TreeMap<>(Map.of(label, 1.0)));
    }

    public ClassMix with(int label, double weight) {
        TreeMap<Integer, Double> changed = new TreeMap<>(weights);
        if (weight == 0) changed.remove(label);
        else
            changed.put(label, weight);
        return new ClassMix(changed);
    }

    /** The label vector c, {@code [classes]}, adding up to 1; all zero when nothing is chosen. */
    public float[] vector(int classes) {
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        float[] vector = new float[classes];
        weights.forEach((label, weight) -> {
            if (label >= classes) throw new PhraseException(LatentFault.NO_CLASS.with(label, classes));
            if (sum > 0) vector[label] = (float) (weight / sum);
        });
        return vector;
    }
}
