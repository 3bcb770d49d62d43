package meander.models.latent;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is added to single dimensions of z. It goes with every seed around a place on the plane of seeds, but with no donor.
 *
 * @param offsets dimension to offset
 */
public record ZOffsets(SortedMap<Integer, Double> offsets) implements LatentEdit {
    public static final ZOffsets NONE = new ZOffsets(Collections.emptySortedMap());

    public ZOffsets {
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    }

    /** 0 where nothing is added. */
    public double get(int dimension) {
        return offsets.getOrDefault(dimension, 0.0);
    }

    public ZOffsets with(int dimension, double offset) {
        return new ZOffsets(with(offsets, dimension, offset));
    }

    @Override
    public void editZ(double[] z) {
        offsets.forEach((dimension, offset) -> {
            if (dimension < z.length) z[dimension] += offset;
        });
    }

    /** An offset of 0 is none. */
    static SortedMap<Integer, Double> with(SortedMap<Integer, Double> offsets, int dimension, double offset) {
        TreeMap<Integer, Double> changed = new TreeMap<>(offsets);
        if (offset == 0) changed.remove(dimension);
        else
            changed.put(dimension, offset);
        return changed;
    }
}
