package meander.models.latent;

import java.util.ArrayList;
import java.util.List;

/**
 * A place on the plane of seeds. Whole coordinates are seeds; between them the latents of the four seeds around are blended,
 * so that a drag over the plane is a walk. One step to the right is the next seed, one step up is {@value #ROW} seeds on.
 *
 * @param seed the seed at the origin, 0 … 2³²−1, drawn as {@code numpy.random.RandomState(seed).randn(1, z_dim)}
 * @param x    offset to the right, in seeds
 * @param y    offset upwards, in rows of seeds
 */
public record LatentPoint(long seed, double x, double y) {
    /** Seeds in one row of the plane. */
    public static final int ROW = 100;
    private static final long SEEDS = 1L << 32;

    public LatentPoint {
        if (seed < 0 || seed >= SEEDS)
            throw new IllegalArgumentException("a seed is between 0 and " + (SEEDS - 1) + ", not " + seed);
        if (!Double.isFinite(x) || !Double.isFinite(y))
            throw new IllegalArgumentException("a place on the plane of seeds is finite, not " + x + ", " + y);
    }

    /** A seed itself. */
    public static LatentPoint of(long seed) {
        return new LatentPoint(seed, 0, 0);
    }

    /** One of the seeds around a place. @param weight its share, 0 … 1 */
    public record Corner(long seed, double weight) {}

    /** The one, two or four seeds around, whose weights add up to 1. */
    public List<Corner> corners() {
        double left = Math.floor(x);
        double bottom = Math.floor(y);
        List<Corner> corners = new ArrayList<>(4);
        for (int dy = 0; dy <= 1; dy++)
            for (int dx = 0; dx <= 1; dx++) {
                double weight = (1 - Math.abs(x - left - dx)) * (1 - Math.abs(y - bottom - dy));
                if (weight > 0)
                    corners.add(new Corner(Math.floorMod(seed + (long) left + dx + ROW * ((long) bottom + dy), SEEDS), weight));
            }
        return List.copyOf(corners);
    }
}
