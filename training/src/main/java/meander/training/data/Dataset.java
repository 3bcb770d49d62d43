package meander.training.data;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Pictures to learn from, all of one shape, mapped from a file: bytes [N,C,H,W] with a label each. Reading is safe from several threads;
 * after closing it is an error.
 */
public final class Dataset implements PreparedDataset, AutoCloseable {
    private final Arena arena;
    private final MemorySegment pictures;
    private final int[] labels;
    private final DataSummary summary;

    Dataset(Arena arena, MemorySegment pictures, int[] labels, DataSummary summary) {
        this.arena = arena;
        this.pictures = pictures;
        this.labels = labels;
        this.summary = summary;
    }

    public int size() {
        return summary.size();
    }

    public int width() {
        return summary.width();
    }

    public int height() {
        return summary.height();
    }

    public int channels() {
        return summary.channels();
    }

    /** Names of the classes; empty if the pictures have none. */
    public List<String> classes() {
        return summary.classes().stream().map(DataSummary.ClassSize::name).toList();
    }

    /** The place of a picture's class in {@link #classes()}; -1 for every picture if there are none. */
    public int label(int index) {
        return labels.length == 0 ? -1 : labels[index];
    }

    /** Changes when any picture, label or the shape does: a run that goes on can tell that it would learn from something else. */
    public String fingerprint() {
        return summary.fingerprint();
    }

    public DataSummary summary() {
        return summary;
    }

    /** How many values one picture has: C·H·W. */
    public int values() {
        return channels() * height() * width();
    }

    /**
     * Puts a picture where the target stands, as values from -1 to 1 [C,H,W].
     *
     * @param mirrored left and right changed over
     */
    public void picture(int index, FloatBuffer target, boolean mirrored) {
        byte[] bytes = pixels(index);
        int width = width();
        float[] row = new float[width];
        for (int start = 0; start < bytes.length; start += width) {
            for (int x = 0; x < width; x++)
                row[x] = (bytes[start + (mirrored ? width - 1 - x : x)] & 0xff) / 127.5f - 1;
            target.put(row);
        }
    }

    /** A picture as bytes [C,H,W], for showing and for metrics. */
    public byte[] pixels(int index) {
        byte[] bytes = new byte[values()];
        MemorySegment.copy(pictures, ValueLayout.JAVA_BYTE, (long) index * bytes.length, bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public void close() {
        arena.close();
    }
}
