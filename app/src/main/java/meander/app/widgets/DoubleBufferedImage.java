package meander.app.widgets;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

import javafx.geometry.Rectangle2D;
import javafx.scene.image.Image;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/**
 * Two pictures of one size by turns: one is on the screen while the other is written by a worker. Heap buffers, because with the
 * software pipeline they are the fastest way to the screen (1.5 ms for 512 × 512). Each has a border of one pixel that repeats its
 * edge, so that smooth scaling finds a neighbour beyond it; without, the edge fades into what lies behind.
 */
public final class DoubleBufferedImage {
    private final int width;
    private final int height;
    private final IntBuffer plain;
    private final Side[] sides;
    private int shown;

    private record Side(int[] ints, PixelBuffer<IntBuffer> buffer, Image image) {
        static Side of(int width, int height) {
            IntBuffer ints = IntBuffer.allocate(width * height);
            PixelBuffer<IntBuffer> buffer = new PixelBuffer<>(width, height, ints, PixelFormat.getIntArgbPreInstance());
            return new Side(ints.array(), buffer, new WritableImage(buffer));
        }
    }

    public DoubleBufferedImage(int width, int height) {
        this.width = width;
        this.height = height;
        this.plain = IntBuffer.allocate(width * height);
        this.sides = new Side[]{Side.of(width + 2, height + 2), Side.of(width + 2, height + 2)};
    }

    public boolean fits(int wantedWidth, int wantedHeight) {
        return width == wantedWidth && height == wantedHeight;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The shown picture with every pixel so many times as wide and high, for hard edges at any zoom. @param target a picture of that size */
    void enlarge(int times, IntBuffer target) {
        int[] from = sides[shown].ints;
        int[] to = target.array();
        int wide = width * times;
        for (int y = 0; y < height; y++) {
            int start = y * times * wide;
            for (int x = 0; x < width; x++)
                Arrays.fill(to, start + x * times, start + (x + 1) * times, from[(y + 1) * (width + 2) + x + 1]);
            for (int copy = 1; copy < times; copy++)
                System.arraycopy(to, start, to, start + copy * wide, wide);
        }
    }

    /**
     * The shown picture at a larger size, blended between the middles of its pixels; beyond the outermost they repeat.
     *
     * @param target a picture of that size
     */
    void blend(int wide, int high, IntBuffer target) {
        int[] from = sides[shown].ints;
        int[] to = target.array();
        int stride = width + 2;
        int[] left = new int[wide];
        int[] share = new int[wide];
        for (int x = 0; x < wide; x++) {
            int at = place(x, wide, width);
            left[x] = at >> 8;
            share[x] = at & 255;
        }
        int[] upper = new int[wide];
        int[] lower = new int[wide];
        int stretched = -1; // the line that upper holds
        for (int y = 0; y < high; y++) {
            int at = place(y, high, height);
            int line = at >> 8;
            if (line != stretched) {
                stretch(from, line * stride, left, share, upper);
                stretch(from, Math.min(line + 1, height + 1) * stride, left, share, lower);
                stretched = line;
            }
            for (int x = 0, i = y * wide; x < wide; x++, i++)
                to[i] = blend(upper[x], lower[x], at & 255);
        }
    }

    /** Where a larger picture's pixel lies among the smaller one's and their border, in 256ths of a pixel. */
    private static int place(int at, int large, int small) {
        return (int) ((at + 0.5) * small / large * 256 + 128);
    }

    private static void stretch(int[] from, int line, int[] left, int[] share, int[] to) {
        for (int x = 0; x < to.length; x++)
            to[x] = blend(from[line + left[x]], from[line + left[x] + 1], share[x]);
    }

    /** Two premultiplied colours, two channels at a time. @param share of the second, in 256ths */
    private static int blend(int a, int b, int share) {
        int even = (a & 0xFF00FF) * (256 - share) + (b & 0xFF00FF) * share >>> 8 & 0xFF00FF;
        int odd = (a >>> 8 & 0xFF00FF) * (256 - share) + (b >>> 8 & 0xFF00FF) * share & 0xFF00FF00;
        return even | odd;
    }

    /** Where the picture lies in {@link #image}. */
    public Rectangle2D viewport() {
        return new Rectangle2D(1, 1, width, height);
    }

    /** Writes the picture that is not on the screen, on any one thread. @param writer puts premultiplied ARGB row by row */
    public void write(Consumer<IntBuffer> writer) {
        writer.accept(plain);
        int[] from = plain.array();
        int[] to = sides[1 - shown].ints;
        int stride = width + 2;
        for (int y = 0; y < height + 2; y++) {
            int row = Math.clamp(y - 1, 0, height - 1) * width;
            System.arraycopy(from, row, to, y * stride + 1, width);
            to[y * stride] = from[row];
            to[y * stride + width + 1] = from[row + width - 1];
        }
    }

    /** The shown picture. */
    public Image image() {
        return sides[shown].image;
    }

    /** Makes the written picture the shown one; on the window's thread. */
    public void flip() {
        shown = 1 - shown;
        sides[shown].buffer.updateBuffer(_ -> null);
    }
}
