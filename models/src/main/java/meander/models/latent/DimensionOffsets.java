package meander.models.latent;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a hand has added to single dimensions of the latents: to z before the mapping network, to w after truncation and mixing.
 *
 * @param z     dimension to offset
 * @param w     dimension to offset, for all layers
 * @param wPlus layer to dimension to offset, for that layer alone (w+, Abdal et al., arXiv:1904.03189)
 */
public record DimensionOffsets(SortedMap<Integer, Double> z, SortedMap<Integer, Double> w,
        SortedMap<Integer, SortedMap<Integer, Double>> wPlus) {
    public static final DimensionOffsets NONE = new DimensionOffsets(Collections.emptySortedMap(), Collections.emptySortedMap(),
            Collections.emptySortedMap());

    public DimensionOffsets {
        z = copy(z);
        w = copy(w);
        TreeMap<Integer, SortedMap<Integer, Double>> layers = new TreeMap<>();
        wPlus.forEach((layer, offsets) -> {
            if (!offsets.isEmpty()) layers.put(layer, copy(offsets));
        });
        wPlus = Collections.unmodifiableSortedMap(layers);
    }

    public DimensionOffsets withZ(int dimension, double offset) {
        return new DimensionOffsets(with(z, dimension, offset), w, wPlus);
    }

    public DimensionOffsets withW(int dimension, double offset) {
        return new DimensionOffsets(z, with(w, dimension, offset), wPlus);
    }

    public DimensionOffsets withWPlus(int layer, int dimension, double offset) {
        TreeMap<Integer, SortedMap<Integer, Double>> layers = new TreeMap<>(wPlus);
        layers.put(layer, with(wPlus.getOrDefault(layer, Collections.emptySortedMap()), dimension, offset));
        return new DimensionOffsets(z, w, layers);
    }

    private static SortedMap<Integer, Double> with(Map<Integer, Double> offsets, int dimension, double offset) {
        TreeMap<Integer, Double> changed = new TreeMap<>(offsets);
        if (offset == 0) changed.remove(dimension);
        else
            changed.put(dimension, offset);
        return changed;
    }

    private static SortedMap<Integer, Double> copy(SortedMap<Integer, Double> offsets) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    }
}
