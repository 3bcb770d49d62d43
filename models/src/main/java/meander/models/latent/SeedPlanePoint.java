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
public record SeedPlanePoint(long seed, double x, double y) {
    /** Seeds in one row of the plane. */
    public static final int ROW = 100;
    private static final long SEEDS = 1L << 32;

    public SeedPlanePoint {
        if (seed < 0 || seed >= SEEDS)
            throw new IllegalArgumentException("a seed is between 0 and " + (SEEDS - 1) + ", not " + seed);
        if (!Double.isFinite(x) || !Double.isFinite(y))
            throw new IllegalArgumentException("a place on the plane of seeds is finite, not " + x + ", " + y);
    }

    /** A seed itself. */
    public static SeedPlanePoint of(long seed) {
        return new SeedPlanePoint(seed, 0, 0);
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

    /**
     * z where no mapping network would bring a blend of seeds back to where the generator was trained. The plain mean of n independent
     * normals has only an n-th of their variance: pictures between seeds would fade to the average one. Dividing by the root of the
     * summed squares keeps the variance 1.
     */
    public double[] normal(int dimensions) {
        double[] z = new double[dimensions];
        double squares = 0;
        for (Corner corner : corners()) {
            double[] drawn = new NumpyRandom(corner.seed()).randn(dimensions);
            for (int i = 0; i < dimensions; i++)
                z[i] += corner.weight() * drawn[i];
            squares += corner.weight() * corner.weight();
        }
        for (int i = 0; i < dimensions; i++)
            z[i] /= Math.sqrt(squares);
        return z;
    }
}
