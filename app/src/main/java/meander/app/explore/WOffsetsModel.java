package meander.app.explore;

import java.util.Collections;

import meander.app.widgets.VectorGrid;
import meander.models.latent.DimensionOffsets;

/** The offsets of w as a vector: those of all layers, or of one. */
final class WOffsetsModel implements VectorGrid.Vector {
    /** In place of a layer: all of them. */
    static final int ALL = -1;

    private final ExploreViewModel explore;
    private final int dimensions;
    private int layer = ALL;

    WOffsetsModel(ExploreViewModel explore, int dimensions) {
        this.explore = explore;
        this.dimensions = dimensions;
    }

    void show(int wanted) {
        layer = wanted;
    }

    /** How many offsets there are, in all layers together. */
    int changed() {
        DimensionOffsets edits = explore.edits().get();
        return edits.w().size() + edits.wPlus().values().stream().mapToInt(java.util.Map::size).sum();
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public double get(int dimension) {
        DimensionOffsets edits = explore.edits().get();
        return (layer == ALL ? edits.w() : edits.wPlus().getOrDefault(layer, Collections.emptySortedMap()))
                .getOrDefault(dimension, 0.0);
    }

    @Override
    public void set(int dimension, double value) {
        (layer == ALL ? explore.w(dimension) : explore.w(layer, dimension)).value().set(value);
    }
}
