package meander.app.widgets;

import java.nio.IntBuffer;

import javafx.scene.image.Image;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/**
 * Two pictures of one size by turns: one is on the screen while the other is written by a worker. Heap buffers, because with the
 * software pipeline they are the fastest way to the screen (1.5 ms for 512 × 512).
 */
public final class Pixels {
    private final int width;
    private final int height;
    private final Side[] sides;
    private int shown;

    private record Side(IntBuffer ints, PixelBuffer<IntBuffer> buffer, Image image) {
        static Side of(int width, int height) {
            IntBuffer ints = IntBuffer.allocate(width * height);
            PixelBuffer<IntBuffer> buffer = new PixelBuffer<>(width, height, ints, PixelFormat.getIntArgbPreInstance());
            return new Side(ints, buffer, new WritableImage(buffer));
        }
    }

    public Pixels(int width, int height) {
        this.width = width;
        this.height = height;
        this.sides = new Side[]{Side.of(width, height), Side.of(width, height)};
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

    /** Where the next picture is written, premultiplied ARGB, on any one thread; it is not on the screen. */
    public IntBuffer spare() {
        return sides[1 - shown].ints;
    }

    /** Makes the spare picture the shown one; on the window's thread. */
    public Image flip() {
        shown = 1 - shown;
        sides[shown].buffer.updateBuffer(_ -> null);
        return sides[shown].image;
    }
}
