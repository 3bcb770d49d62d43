package meander.models.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Where tiles lie along one side of a picture. Each sees more than it decides: what lies within {@code context} of its cut edges is looked
 * at and thrown away, and over the next {@code fade} pixels one tile fades into the next, so that no seam shows where a network looks
 * further than it is shown, or has statistics of its own for each tile.
 *
 * @param length  of the picture's side
 * @param side    of a tile, at most the length
 * @param starts  of the tiles, the first 0, the last such that its tile ends with the picture
 * @param context of a tile in pixels that is thrown away
 * @param fade    at least 1
 */
record TileLayout(int length, int side, List<Integer> starts, int context, int fade) {
    TileLayout {
        starts = List.copyOf(starts);
    }

    /**
     * Tiles for one side.
     *
     * @param length   a multiple of {@code multiple}
     * @param side     wanted
     * @param margin   how far the network looks
     * @param multiple tiles begin at multiples of this, so that they are sampled as the whole is
     */
    static TileLayout of(int length, int side, int margin, int multiple) {
        if (side >= length) return new TileLayout(length, length, List.of(0), 0, 1);
        int fade = Math.max(1, side / 16);
        // Half a tile must remain, or the work would grow without end.
        int context = Math.clamp(margin, 0, (side / 2 - fade) / 2);
        int step = side - 2 * context - fade;
        int grid = step / multiple > 0 ? multiple : 1;
        step -= step % grid;
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start + side < length; start += step)
            starts.add(start);
        starts.add(length - side);
        return new TileLayout(length, side, starts, context, fade);
    }

    /** How much each pixel of each tile counts, {@code [tiles,scale·side]}: for every pixel of the picture they add up to 1. */
    float[][] weights(int scale) {
        float[][] weights = new float[starts.size()][scale * side];
        float[] sums = new float[scale * length];
        for (int tile = 0; tile < weights.length; tile++)
            for (int i = 0; i < scale * side; i++) {
                float weight = 1;
                if (tile > 0) weight = Math.min(weight, ramp(i, scale));
                if (tile < weights.length - 1) weight = Math.min(weight, ramp(scale * side - 1 - i, scale));
                weights[tile][i] = weight;
                sums[scale * starts.get(tile) + i] += weight;
            }
        for (int tile = 0; tile < weights.length; tile++)
            for (int i = 0; i < scale * side; i++)
                weights[tile][i] /= sums[scale * starts.get(tile) + i];
        return weights;
    }

    /** @param distance to the tile's edge */
    private float ramp(int distance, int scale) {
        return Math.clamp((distance - scale * context + 0.5f) / (scale * fade), 0f, 1f);
    }
}
