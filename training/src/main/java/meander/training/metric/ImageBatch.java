package meander.training.metric;

import java.util.Objects;

/**
 * Pictures as a screen shows them.
 *
 * @param count    N
 * @param channels C
 * @param height   H, in pixels
 * @param width    W, in pixels
 * @param levels   uint8 [N,C,H,W]; not copied, and must not change
 */
public record ImageBatch(int count, int channels, int height, int width, byte[] levels) {
    public ImageBatch {
        Objects.requireNonNull(levels);
        if (count < 1 || channels < 1 || height < 1 || width < 1 || (long) count * channels * height * width != levels.length)
            throw new IllegalArgumentException(
                    "%d levels for %d×%d×%d×%d".formatted(levels.length, count, channels, height, width));
    }

    /** One channel of one picture, [H,W], as numbers from 0 to 255. */
    float[] plane(int picture, int channel) {
        float[] plane = new float[height * width];
        int from = (picture * channels + channel) * plane.length;
        for (int i = 0; i < plane.length; i++)
            plane[i] = levels[from + i] & 0xff;
        return plane;
    }
}
