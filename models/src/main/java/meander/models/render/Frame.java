package meander.models.render;

import java.nio.IntBuffer;

import meander.models.graph.Tensor;
import meander.models.request.RenderRequest;

/**
 * A picture.
 *
 * @param pixels  {@code [C,H,W]}, −1 … 1 before rounding, C is 1, 3 or 4
 * @param full    whether this is the full picture, not a preview cut at a lower resolution
 * @param millis  how long it took to compute; NaN for a first picture, before which the engine had to prepare itself
 * @param request what it is a picture of
 */
public record Frame(Tensor pixels, boolean full, double millis, RenderRequest request) implements RenderResult {
    public int channels() {
        return pixels.shape().dim(0);
    }

    public int height() {
        return pixels.shape().dim(1);
    }

    public int width() {
        return pixels.shape().dim(2);
    }

    /** One value as a byte, as `gen_images.py` rounds it: {@code clamp(trunc(127.5·x + 128), 0, 255)}. */
    public static int level(float value) {
        int level = (int) (value * 127.5f + 128);
        return level < 0 ? 0 : Math.min(level, 255);
    }

    /** Writes the picture as opaque or premultiplied ARGB, row by row. @param target at least width × height ints from its start */
    public void toArgb(IntBuffer target) {
        float[] data = pixels.data();
        int plane = width() * height();
        int green = channels() >= 3 ? plane : 0;
        int blue = channels() >= 3 ? 2 * plane : 0;
        for (int i = 0; i < plane; i++) {
            int r = level(data[i]);
            int g = level(data[green + i]);
            int b = level(data[blue + i]);
            int a = channels() == 4 ? level(data[3 * plane + i]) : 255;
            if (a < 255) {
                r = r * a / 255;
                g = g * a / 255;
                b = b * a / 255;
            }
            target.put(i, a << 24 | r << 16 | g << 8 | b);
        }
    }
}
