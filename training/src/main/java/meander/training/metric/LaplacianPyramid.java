package meander.training.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * The Laplacian pyramid of a square plane (Burt and Adelson 1983) with the filter (1,4,6,4,1)/16 along each axis and borders that are
 * mirrored without repeating the edge. Each level holds the details of its size; the last, what is left at 16 pixels.
 */
final class LaplacianPyramid {
    static final int SMALLEST = 16;

    private LaplacianPyramid() {}

    /** Sizes of the levels, the largest first. */
    static int[] sizes(int size) {
        if (Integer.bitCount(size) != 1 || size < SMALLEST)
            throw new IllegalArgumentException("pictures of " + size + " pixels; it takes a power of two from " + SMALLEST);
        int[] sizes = new int[Integer.numberOfTrailingZeros(size / SMALLEST) + 1];
        for (int level = 0; level < sizes.length; level++)
            sizes[level] = size >> level;
        return sizes;
    }

    /** @param plane [size,size]; overwritten */
    static List<float[]> levels(float[] plane, int size) {
        List<float[]> levels = new ArrayList<>();
        float[] current = plane;
        for (int s = size; s > SMALLEST; s /= 2) {
            float[] smaller = down(current, s);
            float[] blurred = up(smaller, s / 2);
            for (int i = 0; i < current.length; i++)
                current[i] -= blurred[i];
            levels.add(current);
            current = smaller;
        }
        levels.add(current);
        return levels;
    }

    /** Filters and keeps each second row and column: [size,size] → [size/2,size/2]. */
    private static float[] down(float[] plane, int size) {
        int half = size / 2;
        float[] rows = new float[half * size];
        for (int y = 0; y < half; y++) {
            int a = mirrored(2 * y - 2, size) * size;
            int b = mirrored(2 * y - 1, size) * size;
            int c = 2 * y * size;
            int d = c + size;
            int e = mirrored(2 * y + 2, size) * size;
            for (int x = 0; x < size; x++)
                rows[y * size + x] = (plane[a + x] + plane[e + x] + 4 * (plane[b + x] + plane[d + x]) + 6 * plane[c + x]) / 16;
        }
        float[] small = new float[half * half];
        for (int y = 0; y < half; y++) {
            int row = y * size;
            for (int x = 0; x < half; x++)
                small[y * half + x] = (rows[row + mirrored(2 * x - 2, size)] + rows[row + mirrored(2 * x + 2, size)]
                        + 4 * (rows[row + mirrored(2 * x - 1, size)] + rows[row + 2 * x + 1]) + 6 * rows[row + 2 * x]) / 16;
        }
        return small;
    }

    /** Puts zeros in between, filters and multiplies by 4: [size,size] → [2·size,2·size]. */
    private static float[] up(float[] plane, int size) {
        int twice = 2 * size;
        float[] rows = new float[twice * size];
        for (int y = 0; y < size; y++) {
            int before = (y == 0 ? 1 : y - 1) * size; // mirrored on the fine grid
            int here = y * size;
            int after = Math.min(y + 1, size - 1) * size;
            for (int x = 0; x < size; x++) {
                rows[2 * here + x] = (plane[before + x] + 6 * plane[here + x] + plane[after + x]) / 8;
                rows[2 * here + size + x] = (plane[here + x] + plane[after + x]) / 2;
            }
        }
        float[] large = new float[twice * twice];
        for (int y = 0; y < twice; y++) {
            int row = y * size;
            for (int x = 0; x < size; x++) {
                float here = rows[row + x];
                float after = rows[row + Math.min(x + 1, size - 1)];
                large[y * twice + 2 * x] = (rows[row + (x == 0 ? 1 : x - 1)] + 6 * here + after) / 8;
                large[y * twice + 2 * x + 1] = (here + after) / 2;
            }
        }
        return large;
    }

    private static int mirrored(int i, int size) {
        return i < 0 ? -i : i < size ? i : 2 * (size - 1) - i;
    }
}
