package meander.app.explore;

import meander.app.widgets.VectorGrid;
import meander.models.latent.WOffsets;

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
        return explore.values().wOffsets().get().size();
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public double get(int dimension) {
        WOffsets offsets = explore.values().wOffsets().get();
        return layer == ALL ? offsets.get(dimension) : offsets.get(layer, dimension);
    }

    @Override
    public void set(int dimension, double value) {
        (layer == ALL ? explore.values().w(dimension) : explore.values().w(layer, dimension)).value().set(value);
    }
}
