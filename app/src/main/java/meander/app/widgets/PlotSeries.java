package meander.app.widgets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A figure that grows to the right: numbers over a position that never goes back. Extremes and means of stretches are kept in a
 * pyramid, so that a curve of any length is drawn in the time that its width takes, and no spike is lost on the way. One thread
 * at a time.
 */
public final class PlotSeries {
    private static final int BITS = 3;
    private static final int FAN = 1 << BITS;

    /** Extremes and mean of a stretch. */
    public record Stretch(double min, double max, double mean) {}

    /** One storey: a block of it covers {@link #FAN} blocks of the one below. */
    private static final class Storey {
        private double[] min = new double[16];
        private double[] max = new double[16];
        private double[] sum = new double[16];
        private int size;

        private void add(int block, double value) {
            if (block == size) {
                if (size == min.length) {
                    min = Arrays.copyOf(min, 2 * size);
                    max = Arrays.copyOf(max, 2 * size);
                    sum = Arrays.copyOf(sum, 2 * size);
                }
                min[block] = value;
                max[block] = value;
                sum[block] = value;
                size++;
            } else {
                min[block] = Math.min(min[block], value);
                max[block] = Math.max(max[block], value);
                sum[block] += value;
            }
        }
    }

    private final List<Storey> storeys = new ArrayList<>();
    private double[] xs = new double[64];
    private double[] ys = new double[64];
    private int size;

    /** Adds a point at the right end. Numbers that are none are left out. @throws IllegalArgumentException if x lies before the last one */
    public void add(double x, double y) {
        if (!Double.isFinite(x) || !Double.isFinite(y)) return;
        if (size > 0 && x < xs[size - 1]) throw new IllegalArgumentException(x + " lies before " + xs[size - 1]);
        if (size == xs.length) {
            xs = Arrays.copyOf(xs, 2 * size);
            ys = Arrays.copyOf(ys, 2 * size);
        }
        xs[size] = x;
        ys[size] = y;
        for (int level = 0; level < storeys.size(); level++)
            storeys.get(level).add(size >> BITS * (level + 1), y);
        size++;
        // A new storey when its first block is full.
        if (size == 1 << BITS * (storeys.size() + 1)) {
            Storey storey = new Storey();
            for (int i = 0; i < size; i++)
                storey.add(i >> BITS * (storeys.size() + 1), ys[i]);
            storeys.add(storey);
        }
    }

    public int size() {
        return size;
    }

    public double x(int index) {
        return xs[checked(index)];
    }

    public double y(int index) {
        return ys[checked(index)];
    }

    /** The last value; NaN while there is none. */
    public double last() {
        return size == 0 ? Double.NaN : ys[size - 1];
    }

    /** The value of the last point at or before a position; NaN where there is none. */
    public double at(double x) {
        int after = from(Math.nextUp(x));
        return after == 0 ? Double.NaN : ys[after - 1];
    }

    /** The index of the first point at or after a position, {@link #size} if there is none. */
    public int from(double x) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (xs[middle] < x) low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /** Where the smallest value stands; -1 while there is none. */
    public int smallest() {
        int at = size - 1;
        for (int i = size - 2; i >= 0; i--)
            if (ys[i] <= ys[at]) at = i;
        return at;
    }

    /** Where the largest value stands; -1 while there is none. */
    public int largest() {
        int at = size - 1;
        for (int i = size - 2; i >= 0; i--)
            if (ys[i] >= ys[at]) at = i;
        return at;
    }

    /** Extremes and mean of the points {@code from} (with) to {@code to} (without). @throws IllegalArgumentException if there are none */
    public Stretch stretch(int from, int to) {
        if (from < 0 || to > size || from >= to) throw new IllegalArgumentException(from + " to " + to + " of " + size);
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int at = from; at < to;) {
            int level = -1;
            while (level + 1 < storeys.size() && (at & (1 << BITS * (level + 2)) - 1) == 0
                    && at + (1 << BITS * (level + 2)) <= to)
                level++;
            if (level < 0) {
                min = Math.min(min, ys[at]);
                max = Math.max(max, ys[at]);
                sum += ys[at++];
            } else {
                Storey storey = storeys.get(level);
                int block = at >> BITS * (level + 1);
                min = Math.min(min, storey.min[block]);
                max = Math.max(max, storey.max[block]);
                sum += storey.sum[block];
                at += 1 << BITS * (level + 1);
            }
        }
        return new Stretch(min, max, sum / (to - from));
    }

    /**
     * The points between two positions, gathered in columns of equal width.
     *
     * @return one for each column, null where a column holds no point
     */
    public Stretch[] columns(double left, double right, int count) {
        Stretch[] columns = new Stretch[count];
        int from = from(left);
        for (int column = 0; column < count; column++) {
            int to = column == count - 1 ? from(Math.nextUp(right)) : from(left + (right - left) * (column + 1) / count);
            if (to > from) columns[column] = stretch(from, to);
            from = to;
        }
        return columns;
    }

    /** Forgets what lies beyond a position. */
    public void cut(double x) {
        int kept = from(Math.nextUp(x));
        if (kept == size) return;
        double[] oldXs = xs;
        double[] oldYs = ys;
        xs = new double[Math.max(64, kept)];
        ys = new double[Math.max(64, kept)];
        size = 0;
        storeys.clear();
        for (int i = 0; i < kept; i++)
            add(oldXs[i], oldYs[i]);
    }

    private int checked(int index) {
        if (index < 0 || index >= size) throw new IndexOutOfBoundsException(index + " of " + size);
        return index;
    }
}
