package meander.models.latent;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is added to single dimensions of w.
 *
 * @param offsets dimension to offset, for all layers
 * @param layers  layer to dimension to offset, for that layer alone (w+, Abdal et al., arXiv:1904.03189)
 */
public record WOffsets(SortedMap<Integer, Double> offsets,
        SortedMap<Integer, SortedMap<Integer, Double>> layers) implements LatentEdit {
    public static final WOffsets NONE = new WOffsets(Collections.emptySortedMap(), Collections.emptySortedMap());

    public WOffsets {
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
        TreeMap<Integer, SortedMap<Integer, Double>> copies = new TreeMap<>();
        layers.forEach((layer, own) -> {
            if (!own.isEmpty()) copies.put(layer, Collections.unmodifiableSortedMap(new TreeMap<>(own)));
        });
        layers = Collections.unmodifiableSortedMap(copies);
    }

    /** What is added in all layers; 0 where nothing is. */
    public double get(int dimension) {
        return offsets.getOrDefault(dimension, 0.0);
    }

    /** What is added in one layer besides; 0 where nothing is. */
    public double get(int layer, int dimension) {
        return layers.getOrDefault(layer, Collections.emptySortedMap()).getOrDefault(dimension, 0.0);
    }

    public WOffsets with(int dimension, double offset) {
        return new WOffsets(ZOffsets.with(offsets, dimension, offset), layers);
    }

    public WOffsets with(int layer, int dimension, double offset) {
        TreeMap<Integer, SortedMap<Integer, Double>> changed = new TreeMap<>(layers);
        changed.put(layer, ZOffsets.with(layers.getOrDefault(layer, Collections.emptySortedMap()), dimension, offset));
        return new WOffsets(offsets, changed);
    }

    /** How many offsets there are, in all layers together. */
    public int size() {
        return offsets.size() + layers.values().stream().mapToInt(SortedMap::size).sum();
    }

    @Override
    public void editW(float[] w, int layers, int wDim) {
        for (int layer = 0; layer < layers; layer++)
            add(offsets, w, layer * wDim, wDim);
        this.layers.forEach((layer, own) -> {
            if (layer < layers) add(own, w, layer * wDim, wDim);
        });
    }

    private static void add(SortedMap<Integer, Double> offsets, float[] w, int at, int wDim) {
        offsets.forEach((dimension, offset) -> {
            if (dimension < wDim) w[at + dimension] += offset.floatValue();
        });
    }
}
